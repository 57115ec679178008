"""A number becomes a channel of the running hub, from its token to its first message."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa

from console.domain.business_numbers import number_flaw
from console.domain.findings import Kind
from console.domain.people import Role
from console.hub import sealing
from console.hub.number_sealing import seal_anew
from console.hub.settings import Settings
from console.hub.settings_file import load
from console.hub.store import schema
from console.hub.store.number_table import number as number_table
from console.simulator import numbers as platform
from console.simulator.simulator import Simulator
from console.wire import numbers as wire
from console.wire.codec import from_json
from console.wire.numbers import ChannelReport, FoundNumbers
from tests.conftest import ExpectedLogs
from tests.fakes import HandClock, serving
from tests.given import (
    ACCESS_TOKEN,
    APP_SECRET,
    NOON,
    NUMBER_ID,
    WABA_ID,
    GivenHub,
    a_hub,
    signed,
    webhook_of_text,
)

CHANNEL = f"whatsapp-{NUMBER_ID}"
FILE = f"""
[[queue]]
name = "Repairs"
[[channel]]
name = "Shop"
phone_number_id = "{NUMBER_ID}"
waba_id = "{WABA_ID}"
display_number = "+31 20 123 45 67"
queue = "Repairs"
access_token = "{{token}}"
app_secret = "secret"
verify_token = "verify"
{{more}}
"""
NEW = {
    "access_token": ACCESS_TOKEN,
    "app_secret": APP_SECRET,
    "verify_token": "verify me",
    "account": WABA_ID,
    "number_id": NUMBER_ID,
    "name": "Shop",
    "queue_id": "repairs",
}


@dataclass
class Place:
    """A hub without numbers, the platform, and an administrator's client."""

    given: GivenHub
    simulator: Simulator
    admin: httpx.AsyncClient

    async def post(self, path: str, **body: object) -> httpx.Response:
        return await self.admin.post(path.format(channel_id=CHANNEL), json=body)

    async def connect(self) -> ChannelReport:
        return await self.report(wire.CONNECT_NUMBER, **NEW)

    async def report(self, path: str, **body: object) -> ChannelReport:
        answer = await self.post(path, **body)
        assert answer.status_code == 200, answer.text
        return from_json(ChannelReport, answer.content)


@asynccontextmanager
async def a_place(folder: Path) -> AsyncIterator[Place]:
    clock = HandClock(NOON)
    simulator = Simulator(
        clock=clock,
        webhook_url=None,
        app_secret=APP_SECRET,
        access_token=ACCESS_TOKEN,
        verify_token="-",
        phone_number_id=NUMBER_ID,
        waba_id=WABA_ID,
        display_number="+31 20 123 45 67",
    )
    async with (
        serving(simulator.app) as graph,
        a_hub(
            folder, clock=clock, graph_base_url=graph, graph_version="v25.0", channels=()
        ) as given,
    ):
        await given.rep("ada", role=Role.ADMIN)
        async with given.client("ada") as admin:
            yield Place(given, simulator, admin)


def unregistered(place: Place) -> platform.Number:
    name = "Alder & Finch"
    found = platform.fresh(NUMBER_ID, WABA_ID, "+31 20 123 45 67", name)
    place.simulator.world.numbers[NUMBER_ID] = found
    return found


async def advance(place: Place, **span: float) -> None:
    clock = place.given.clock
    assert isinstance(clock, HandClock)
    await clock.advance(**span)


async def sealed(place: Place) -> str:
    async with place.given.hub.store.reading() as connection:
        return str((await connection.execute(sa.select(number_table.c.sealed))).scalar_one())


async def trouble(place: Place) -> str:
    async with place.given.hub.store.reading() as connection:
        return str((await connection.execute(sa.select(schema.channel.c.trouble))).scalar_one())


async def test_a_token_shows_its_accounts_numbers_and_how_many_there_may_be(
    tmp_path: Path,
) -> None:
    async with a_place(tmp_path) as place:
        world = place.simulator.world
        other = platform.fresh("222", "99887766", "+31 30 765 43 21", "Alder & Finch Outlet")
        world.numbers[other.id] = other
        answer = await place.post(wire.FIND_NUMBERS, access_token=f" {ACCESS_TOKEN} ")
        found = from_json(FoundNumbers, answer.content)
        assert [one.kind for one in found.findings] == [Kind.OK]
        by_account = {one.account: one for one in found.accounts}
        assert set(by_account) == {WABA_ID, "99887766"}
        (fresh,) = by_account["99887766"].numbers
        assert (fresh.display_number, fresh.is_verified, fresh.ready) == (
            "+31 30 765 43 21", False, False,
        )  # fmt: skip
        assert {one.used for one in found.accounts} == {2}  # one portfolio
        assert {one.room for one in found.accounts} == {25}  # of a verified business
        wrong = await place.post(wire.FIND_NUMBERS, access_token="wrong")
        (refused,) = from_json(FoundNumbers, wrong.content).findings
        assert refused.kind is Kind.TROUBLE
        assert "190" in refused.what


async def test_a_number_is_connected_verified_registered_and_heard_without_a_restart(
    tmp_path: Path,
) -> None:
    async with a_place(tmp_path) as place:
        number = unregistered(place)
        await place.connect()
        assert await trouble(place) == "The number isn’t registered at Meta yet."
        refused = await place.post(wire.REGISTER_NUMBER, pin="246810")
        assert refused.status_code == 422
        assert "must be verified first" in refused.json()["detail"]
        await place.report(wire.REQUEST_CODE, method="SMS", language="nl")
        wrong = await place.post(wire.VERIFY_CODE, code="1")
        assert "The code is wrong or too old" in wrong.json()["detail"]
        report = await place.report(
            wire.VERIFY_CODE, code=f"{number.code[:3]}-{number.code[3:]}"
        )
        assert report.facts.is_code_verified
        report = await place.report(wire.REGISTER_NUMBER, pin="246810")
        assert (number.status, number.pin) == ("CONNECTED", "246810")
        assert report.facts.ready
        assert report.registered == 2
        await place.given.settle()
        assert await trouble(place) == ""
        body = webhook_of_text(
            "Hello?", at=NOON, number="31612345678", name="Lucas", wamid="wamid.1"
        )
        async with httpx.AsyncClient() as meta:
            url = f"{place.given.url}/webhooks/whatsapp"
            query = {
                "hub.mode": "subscribe",
                "hub.challenge": "7",
                "hub.verify_token": "verify me",
            }
            assert (await meta.get(url, params=query)).text == "7"
            heard = await meta.post(url, content=body, headers=dict(signed(body)))
            assert heard.status_code == 200
        await place.given.settle()
        async with place.given.hub.store.reading() as connection:
            queues = (await connection.execute(sa.select(schema.session.c.queue_id))).scalars()
        assert list(queues) == ["repairs"]


async def test_ten_registrations_in_72_hours_are_counted_and_the_next_isn_t_tried(
    tmp_path: Path,
) -> None:
    async with a_place(tmp_path) as place:
        await place.connect()
        number = place.simulator.world.numbers[NUMBER_ID]
        for _ in range(4):
            wrong = await place.post(wire.REGISTER_NUMBER, pin="000000")
            assert "The PIN is wrong" in wrong.json()["detail"]
        late = await place.post(wire.REGISTER_NUMBER, pin="000000")
        assert "The PIN is wrong" in late.json()["detail"]
        locked = await place.post(wire.REGISTER_NUMBER, pin=number.pin)
        assert "too often" in locked.json()["detail"]
        assert "Try again in 30 minutes." in locked.json()["detail"]
        await advance(place, hours=1)
        for _ in range(4):
            await place.report(wire.REGISTER_NUMBER, pin=number.pin)
        tried = len(number.registrations)
        refused = await place.post(wire.REGISTER_NUMBER, pin=number.pin)
        assert refused.status_code == 429
        assert "ten times in 72 hours" in refused.json()["detail"]
        assert len(number.registrations) == tried
        await advance(place, hours=72)
        async with place.given.client("ada") as admin:
            path = wire.REGISTER_NUMBER.format(channel_id=CHANNEL)
            answer = await admin.post(path, json={"pin": number.pin})
        assert from_json(ChannelReport, answer.content).registered == 1


async def test_keys_are_sealed_in_the_database_and_known_again_at_the_next_start(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs("can't be opened")
    async with a_place(tmp_path) as place:
        await place.connect()
        kept = await sealed(place)
        assert kept.startswith(sealing.SEALED)
        for secret in (ACCESS_TOKEN, APP_SECRET, "verify me"):
            assert secret not in kept
        settings = place.given.hub.settings
    await starts_again(settings, tmp_path)
    (tmp_path / sealing.FILE_NAME).unlink()
    async with a_hub(tmp_path, channels=()) as given:
        async with given.client("ada") as admin:
            answer = await admin.post(wire.CHECK_CHANNEL.format(channel_id=CHANNEL))
        assert answer.status_code == 404
        assert "hub.key" in answer.json()["detail"]
        async with given.hub.store.reading() as connection:
            query = sa.select(schema.channel.c.trouble)
            assert "hub.key" in (await connection.execute(query)).scalar_one()


async def starts_again(settings: Settings, folder: Path) -> None:
    async with a_hub(folder, channels=()) as given:
        (channel,) = given.hub.numbers.channels
        assert channel.access_token.reveal() == ACCESS_TOKEN
        assert channel.name == "Shop"
        assert given.hub.numbers.tokens == {NUMBER_ID: ACCESS_TOKEN}


async def test_a_new_token_counts_at_once_and_a_wrong_one_is_not_kept(tmp_path: Path) -> None:
    async with a_place(tmp_path) as place:
        await place.connect()
        place.simulator.incidents.token_changes("the next token")
        wrong = await place.post(wire.REPLACE_KEYS, access_token="another")
        assert wrong.status_code == 422
        foreign = await place.post(
            wire.REPLACE_KEYS, access_token="the next token", app_secret="foreign"
        )
        assert "app secret doesn’t belong" in foreign.json()["detail"]
        assert place.given.hub.numbers.tokens == {NUMBER_ID: ACCESS_TOKEN}
        await place.report(wire.REPLACE_KEYS, access_token="the next token")
        assert place.given.hub.numbers.tokens == {NUMBER_ID: "the next token"}


async def test_nobody_but_an_administrator_and_nothing_incomplete_connects_a_number(
    tmp_path: Path,
) -> None:
    async with a_place(tmp_path) as place:
        await place.given.rep("sue", role=Role.SUPERVISOR)
        async with place.given.client("sue") as sue:
            assert (await sue.post(wire.CONNECT_NUMBER, json=NEW)).status_code == 403
        for key, words in (
            ("access_token", "Paste the access token"),
            ("app_secret", "Write the app secret"),
            ("verify_token", "verify token"),
            ("name", "Give the number a name"),
        ):
            answer = await place.post(wire.CONNECT_NUMBER, **(NEW | {key: "  "}))
            assert (answer.status_code, words in answer.json()["detail"]) == (422, True)
        odd = {"access_token": "EAAG\u2026 \u00fc"}
        for where in (wire.FIND_NUMBERS, wire.CONNECT_NUMBER):
            answer = await place.post(
                where, **(NEW | odd if where == wire.CONNECT_NUMBER else odd)
            )
            assert (answer.status_code, "Copy it again" in answer.json()["detail"]) == (
                422,
                True,
            )
        nowhere = await place.post(wire.CONNECT_NUMBER, **(NEW | {"queue_id": "x"}))
        assert nowhere.status_code == 404
        await place.connect()
        again = await place.post(wire.CONNECT_NUMBER, **NEW)
        assert again.status_code == 409


async def test_a_number_of_the_file_keeps_its_keys_there(tmp_path: Path) -> None:
    async with a_hub(tmp_path) as given:
        await given.rep("ada", role=Role.ADMIN)
        async with given.client("ada") as admin:
            path = wire.REPLACE_KEYS.format(channel_id=CHANNEL)
            answer = await admin.post(path, json={"access_token": "x"})
        assert answer.status_code == 409
        assert "stands in hub.toml" in answer.json()["detail"]


async def test_f12_a_new_token_in_hub_toml_counts_without_a_new_start(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs("can't be used")
    file = tmp_path / "hub.toml"
    file.write_text(FILE.format(token="old", more=""))
    async with a_hub(tmp_path, **settings_of(file)) as given:
        numbers = given.hub.numbers
        file.write_text(FILE.format(token="new", more='[[queue]]\nname = "Night"'))
        assert numbers.tokens == {NUMBER_ID: "old"}
        await numbers.look()
        assert numbers.tokens == {NUMBER_ID: "new"}
        async with given.hub.store.reading() as connection:
            found = (await connection.execute(sa.select(schema.queue.c.name))).scalars()
        assert "Night" in list(found)
        file.write_text("[[channel]]\n")
        await numbers.look()
        assert numbers.tokens == {NUMBER_ID: "new"}
        assert "line 1" in numbers.fault


async def test_a_new_key_seals_the_keys_of_numbers_anew(tmp_path: Path) -> None:
    async with a_place(tmp_path) as place:
        await place.connect()
        before = await sealed(place)
        old = (tmp_path / sealing.FILE_NAME).read_text()
        sealing.write_keys(tmp_path, sealing.new_key(), old)
        keys = sealing.keys(tmp_path, {})
        assert keys is not None
        assert await seal_anew(place.given.hub.store, keys) == 1
        assert await sealed(place) != before
        assert await seal_anew(place.given.hub.store, keys) == 0
        newest = (tmp_path / sealing.FILE_NAME).read_text().split()[0]
        sealing.write_keys(tmp_path, newest)
        await place.given.hub.numbers.read()
        assert place.given.hub.numbers.tokens == {NUMBER_ID: ACCESS_TOKEN}


def settings_of(file: Path) -> dict[str, Any]:
    found = load(file)
    return {"file": file, "queues": found.queues, "channels": found.channels}


def test_a_short_code_is_refused_and_a_toll_free_number_is_not() -> None:
    assert "short code" in number_flaw("12345")
    assert number_flaw("+1 800 555 0199") == ""
    assert number_flaw("+31 20 123 45 67") == ""
    assert "country code" in number_flaw("020 123 45 67")
    assert "8–15 digits" in number_flaw("+31 20 1")
    assert "8–15 digits" in number_flaw("+31 20 123 45 67 ext. 8")
    assert "country code" in number_flaw("")
