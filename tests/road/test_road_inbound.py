"""Every kind of message that WhatsApp hands over, from the webhook to the painted row."""

from __future__ import annotations

import httpx
import pytest
from pytestqt.qtbot import QtBot

from console.domain.errors import RuleBroken
from console.domain.ids import MediaId
from console.domain.messages import Media
from tests.road.inbound import heard, here, painted, posted
from tests.road.shown import SHOWN
from tests.stage import Stage

#: What comes before it is posted; all others stand alone after the customer's "Hello".
_AFTER = {"user_id_update": "text", "echo_edit": "echo", "echo_revoke": "echo"}


@pytest.fixture(autouse=True)
def _application(qtbot: QtBot) -> None:
    """Fonts need an application."""


async def _rows(stage: Stage, kind: str) -> list[tuple[str, str]]:
    """What the recorded webhook adds to the transcript: heard and painted."""
    desk = await stage.desk("ana")
    session_id = await stage.conversation(desk)
    if kind in _AFTER:
        await posted(stage, _AFTER[kind])
    before = {row.message.message_id for row in await stage.transcript(desk, session_id)}
    await posted(stage, kind)
    rows = await stage.transcript(desk, session_id)
    return [
        (heard(stage, rows, index), painted(stage, rows, index))
        for index, row in enumerate(rows)
        if row.message.message_id not in before
    ]


@pytest.mark.parametrize("kind", SHOWN)
async def test_a_message_is_said_and_painted_as_it_was_sent(stage: Stage, kind: str) -> None:
    expected = [(here(said), here(shown)) for said, shown in SHOWN[kind]]
    assert await _rows(stage, kind) == expected


async def test_a_recording_can_be_had_to_be_played(stage: Stage) -> None:
    desk = await stage.desk("ana")
    session_id = await stage.conversation(desk)
    await posted(stage, "voice")
    body = (await stage.transcript(desk, session_id))[-1].message.body
    assert isinstance(body, Media)
    for _ in range(2):  # fetched, then kept
        assert await desk.sound(body.media_id) == b"a file"
    assert not list(stage.seat(desk).folder.glob("downloads/*"))
    with pytest.raises(RuleBroken):
        await desk.sound(MediaId("no-such-file"))


async def test_what_is_said_in_a_group_adds_no_row_and_is_counted(stage: Stage) -> None:
    assert await _rows(stage, "group") == []
    async with httpx.AsyncClient(trust_env=False, timeout=30) as operator:
        counts = (await operator.get(stage.road.hub_url + "/metrics")).text
    assert "console_group_messages 1.0" in counts
