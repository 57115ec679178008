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
from tests.road.shown_rare import MORE_SHOWN
from tests.stage import Stage

#: What comes before it is posted; all others stand alone after the customer's "Hello".
_ALL = SHOWN | MORE_SHOWN
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


@pytest.mark.parametrize("kind", _ALL)
async def test_a_message_is_said_and_painted_as_it_was_sent(stage: Stage, kind: str) -> None:
    expected = [(here(said), here(shown)) for said, shown in _ALL[kind]]
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


async def test_what_a_customer_deleted_is_in_no_list_quote_or_search_any_more(
    stage: Stage,
) -> None:
    desk = await stage.desk("ana")
    session_id = await stage.conversation(desk)
    lucas = stage.customer()
    secret = lucas.writes("My code is 4711")
    answer = lucas.writes("Forget that", reply_to=secret)
    await stage.settle()
    assert len(await desk.search("4711")) == 1
    for wamid in (secret, answer):
        lucas.says("revoke", {"original_message_id": wamid})
    await stage.settle()
    rows = await stage.transcript(desk, session_id)
    everything = " ".join(heard(stage, rows, index) for index in range(len(rows)))
    assert "4711" not in everything
    assert "Lucas deleted this message" in everything
    row = desk.row(session_id)
    assert row is not None
    assert row.preview == "Deleted this message"
    assert await desk.search("4711") == []


async def test_what_was_edited_is_found_by_its_new_words_alone(stage: Stage) -> None:
    desk = await stage.desk("ana")
    session_id = await stage.conversation(desk)
    await posted(stage, "edit")
    row = desk.row(session_id)
    assert row is not None
    assert row.preview == "Blue please"
    assert await desk.search("Red") == []
    assert len(await desk.search("Blue")) == 1
