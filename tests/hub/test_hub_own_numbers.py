"""A rep's own number: its sessions ring that rep alone, who may hand them on."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from console.domain.errors import NotAllowed
from console.domain.ids import ChannelId, DeskId, RepId
from console.domain.people import Role
from console.hub import own_numbers, people
from console.hub.principal import Principal
from console.wire import numbers as wire
from console.wire import requests
from console.wire.codec import from_json
from console.wire.requests import Snapshot
from tests.given import GivenHub, a_hub
from tests.hub.test_hub_connecting import CHANNEL


async def snapshot(client: httpx.AsyncClient) -> Snapshot:
    return from_json(Snapshot, (await client.get(requests.SNAPSHOT)).content)


async def assign(hub: GivenHub, **body: object) -> httpx.Response:
    async with hub.client("ada") as admin:
        return await admin.post(wire.ASSIGN_NUMBER.format(channel_id=CHANNEL), json=body)


async def test_sessions_of_an_own_number_are_seen_by_its_rep_and_nobody_else(
    tmp_path: Path,
) -> None:
    async with a_hub(tmp_path) as hub:
        await hub.rep("ada", role=Role.ADMIN)
        await hub.rep("mia")
        await hub.rep("maya")
        answer = await assign(hub, rep_id="maya")
        assert answer.status_code == 200, answer.text
        assert answer.json()["rep_id"] == "maya"
        await hub.customer_writes("Hello Maya")
        async with hub.client("mia") as mia, hub.client("maya") as maya:
            assert (await snapshot(mia)).sessions == ()
            (session,) = (await snapshot(maya)).sessions
            assert session.queue_name == "Maya"
            (channel,) = (await snapshot(mia)).channels
            assert channel.own_rep_id == "maya"


async def test_an_own_number_outlives_a_new_start_and_other_queues_of_its_rep(
    tmp_path: Path,
) -> None:
    async with a_hub(tmp_path) as hub:
        await hub.rep("ada", role=Role.ADMIN)
        await hub.rep("maya")
        await assign(hub, rep_id="maya")
    async with a_hub(tmp_path) as hub:
        await people.change(hub.hub.store, RepId("maya"), queues=["delivery"])
        await hub.customer_writes("Hello Maya")
        async with hub.client("maya") as maya:
            (session,) = (await snapshot(maya)).sessions
        assert session.queue_name == "Maya"


async def test_a_number_goes_back_to_a_queue(tmp_path: Path) -> None:
    async with a_hub(tmp_path) as hub:
        await hub.rep("ada", role=Role.ADMIN)
        await hub.rep("mia")
        await hub.rep("maya")
        await assign(hub, rep_id="maya")
        assert (await assign(hub)).status_code == 422
        assert (await assign(hub, rep_id="nobody")).status_code == 404
        assert (await assign(hub, queue_id="nowhere")).status_code == 404
        answer = await assign(hub, queue_id="repairs")
        assert (answer.json()["queue_id"], answer.json()["rep_id"]) == ("repairs", "")
        await hub.customer_writes("Hello all")
        async with hub.client("mia") as mia:
            (session,) = (await snapshot(mia)).sessions
        assert session.queue_name == "Repairs"


async def test_nobody_else_writes_first_from_an_own_number(tmp_path: Path) -> None:
    async with a_hub(tmp_path) as hub:
        await hub.rep("ada", role=Role.ADMIN)
        await hub.rep("maya")
        await assign(hub, rep_id="maya")
        async with hub.hub.store.transaction() as tx:
            await own_numbers.check_may_start(tx, person("maya"), ChannelId(CHANNEL))
            with pytest.raises(NotAllowed, match="Maya’s own"):
                await own_numbers.check_may_start(tx, person("ada"), ChannelId(CHANNEL))


def person(name: str) -> Principal:
    return Principal(
        rep_id=RepId(name),
        desk_id=DeskId(f"{name}-1"),
        name=name.title(),
        desk_name="",
        role=Role.ADMIN,
        scopes=frozenset(),
    )
