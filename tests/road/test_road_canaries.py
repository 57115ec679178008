"""A day with every trouble: what people wrote and what is secret is not logged or counted."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from console.app import hub_logs
from console.app.environment import TALKATIVE, DeskLog
from console.app.shop.colleague import PASSWORD
from console.channels.whatsapp import signatures
from console.domain.messages import Text
from console.hub.outbox import Outbox
from console.wire import requests
from tests.conftest import ExpectedLogs
from tests.stage import Stage

TEXT, ANSWER, FAILING = "canary-of-the-customer", "canary-of-the-rep", "canary-that-breaks"
NAME, NUMBER = "Canaria Ave", "+33 6 77 88 99 11"
TYPED = "canary-typed-as-a-password"


@pytest.fixture
def canaries(tmp_path: Path) -> Iterator[list[str]]:
    """What must be nowhere in what hub and desk log, each in its own form."""
    stream, folder = io.StringIO(), tmp_path / "state"
    folder.mkdir()
    root, written = logging.getLogger(), hub_logs.handler(stream)
    levels = {name: logging.getLogger(name).level for name in {*hub_logs.QUIET, *TALKATIVE}}
    for name in levels:
        logging.getLogger(name).setLevel(logging.WARNING)
    desk = DeskLog(folder)
    root.addHandler(written)
    digits = "".join(filter(str.isdigit, NUMBER))
    wanted = [TEXT, ANSWER, FAILING, NAME, NUMBER, digits, TYPED, PASSWORD]
    yield wanted
    root.removeHandler(written)
    desk.close()
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    for log in (stream.getvalue(), desk.path.read_text("utf-8")):
        assert "job failed" in log
        assert not [canary for canary in wanted if canary in log]


async def test_t23_neither_texts_nor_numbers_names_or_secrets_are_logged_or_counted(
    canaries: list[str],
    stage: Stage,
    expected_logs: ExpectedLogs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected_logs("")  # trouble is what this day is made of
    channel = stage.road.settings.channels[0]
    secrets = (channel.access_token, channel.verify_token, *channel.app_secrets)
    canaries += [secret.reveal() for secret in secrets]
    maya = await stage.desk("maya")
    canary = stage.customer(NUMBER, NAME)
    canary.writes(TEXT)
    await stage.settle()
    session_id = await stage.accept(maya)
    stage.simulator.faults.lose_reply()
    maya.send(session_id, Text(text=ANSWER))
    await stage.settle()
    await _break(stage, monkeypatch)
    maya.send(session_id, Text(text=FAILING))
    await stage.pass_time(minutes=1)  # it waits until it is clearer what became of the first
    await _knock(stage)
    await stage.unplug(maya)
    await stage.plug(maya)
    async with httpx.AsyncClient(base_url=stage.road.hub_url, trust_env=False) as client:
        counts = (await client.get("/metrics")).text
    assert "refused" in counts
    assert not [one for one in canaries if one in counts]


async def _break(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on sending fails by a fault of ours whose own words quote everything."""

    async def quotes(_outbox: Outbox, _started: object) -> None:
        raise RuntimeError(f"no rows for {FAILING} of {NAME} at {NUMBER}")

    monkeypatch.setattr(Outbox, "_call", quotes)


async def _knock(stage: Stage) -> None:
    """Strangers and mistakes at every door."""
    secret = stage.road.settings.channels[0].app_secrets[0].reveal()
    odd = f'{{"object":"whatsapp_business_account","entry":[{{"changes":"{TEXT}"}}]}}'.encode()
    signed = {"X-Hub-Signature-256": signatures.sign(odd, secret)}
    attempt = {"user_name": TYPED, "password": TYPED, "desk_id": "d", "desk_name": NAME}
    async with httpx.AsyncClient(base_url=stage.road.hub_url, trust_env=False) as client:
        await client.post("/webhooks/whatsapp", content=odd, headers=signed)
        await client.post("/webhooks/whatsapp", content=odd)
        await client.post(requests.SIGN_IN, json=attempt)
        await client.get(requests.SEARCH, params={"q": TEXT})
        await client.get(requests.SNAPSHOT, headers={"Authorization": f"Bearer {TYPED}"})
    await stage.settle()
