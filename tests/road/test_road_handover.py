"""Stories: another app of the business takes a customer's thread and gives it back."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from console.desk.desk import Desk
from console.desk.rows import TranscriptRow
from console.domain.errors import NotAllowed, RuleBroken
from console.domain.ids import SessionId
from console.domain.messages import Text
from console.domain.policy import ComposerMode
from console.simulator.incidents import Incidents
from console.ui.header.banner import BannerText
from console.ui.header.banner_words import banner_for
from tests.road.telling import events
from tests.stage import LUCAS, Stage


@pytest.fixture(autouse=True)
def _application(qtbot: QtBot) -> None:
    """Colours need an application."""


def _banner(desk: Desk, session_id: SessionId) -> BannerText | None:
    row = desk.row(session_id)
    assert row is not None
    return banner_for(
        desk.link,
        row,
        desk.session(session_id),
        waiting=0,
        now=desk.now(),
        may_take_over=False,
    )


async def _taken(stage: Stage) -> tuple[Desk, SessionId]:
    """Ana has Lucas' session, and the AI agent has taken his thread."""
    desk = await stage.desk("ana")
    session_id = await stage.conversation(desk)
    Incidents(stage.simulator.world).another_app_takes(LUCAS, "ai_agent")
    await stage.settle()
    return desk, session_id


async def _said(stage: Stage, desk: Desk, session_id: SessionId) -> list[tuple[str, str]]:
    rows = await stage.transcript(desk, session_id)
    messages = [row.message for row in rows]
    return [(one.author, one.body.text) for one in messages if isinstance(one.body, Text)]


def _is_asked(row: TranscriptRow) -> bool:
    body = row.message.body
    return isinstance(body, Text) and body.text == "Where is my sofa?"


async def test_the_composer_says_which_app_answers_and_the_rep_reads_along(
    stage: Stage,
) -> None:
    desk, session_id = await _taken(stage)
    verdict = desk.composer(session_id)
    assert verdict.mode is ComposerMode.BLOCKED
    assert "Another app is answering this customer" in verdict.reason
    banner = _banner(desk, session_id)
    assert banner is not None
    assert banner.title.strip("\u2068\u2069").startswith("The AI agent is answering")
    assert [name for name, _, _ in banner.buttons] == ["take_thread"]
    assert not stage.session(desk, session_id).customer_waits  # for anybody here
    stage.customer().writes("Where is my sofa?")
    await stage.settle()
    Incidents(stage.simulator.world).another_app_says(LUCAS, "It is on its way.")
    await stage.settle()
    assert (await _said(stage, desk, session_id))[1:] == [
        ("", "Where is my sofa?"),
        ("The AI agent", "It is on its way."),
    ]
    view = stage.session(desk, session_id)
    assert (view.unread, view.customer_waits) == (1, False)  # the one of before
    (message,) = [one for one in await stage.transcript(desk, session_id) if _is_asked(one)]
    desk.seen(session_id, message.message.message_id)
    await stage.until(lambda: stage.session(desk, session_id).unread == 0)
    await stage.settle()
    assert not stage.simulator.world.read_marks  # it was the other app that was asked
    with pytest.raises(RuleBroken, match="Take the conversation back to write"):
        desk.send(session_id, Text(text="Hello?"))


async def test_the_thread_is_taken_back_and_written_to(stage: Stage) -> None:
    desk, session_id = await _taken(stage)
    await desk.take_thread(session_id)
    await stage.settle()
    assert desk.composer(session_id).mode is ComposerMode.FREE_FORM
    assert _banner(desk, session_id) is None
    desk.send(session_id, Text(text="It is me again"))
    await stage.pass_time(seconds=10)
    assert stage.reached() == ["It is me again"]
    assert events(await stage.transcript(desk, session_id))[-2:] == [
        "The AI agent answers this customer now",
        "Ana Beatriz Costa took the conversation back",
    ]


async def test_an_app_that_may_not_take_threads_is_refused_in_words_and_asks_no_more(
    stage: Stage,
) -> None:
    desk, session_id = await _taken(stage)
    stage.simulator.world.is_escalation_partner = False
    with pytest.raises(NotAllowed, match="can’t be interrupted"):
        await desk.take_thread(session_id)
    await stage.settle()
    banner = _banner(desk, session_id)
    assert banner is not None
    assert banner.buttons == ()
    assert "when it hands the customer over" in banner.detail
    await stage.restart_hub()  # as after our app was given another role
    assert stage.session(desk, session_id).may_take


async def test_a_customer_handed_over_to_us_is_work_with_what_the_other_app_says(
    stage: Stage,
) -> None:
    desk, session_id = await _taken(stage)
    await desk.end(session_id)
    stage.customer().writes("I want to talk to a person")
    await stage.settle()
    assert desk.offers() == []  # a copy is no work
    Incidents(stage.simulator.world).another_app_hands_over(LUCAS, "Lucas wants a person.")
    await stage.settle()
    session_id = await stage.accept(desk)
    assert desk.composer(session_id).mode is ComposerMode.FREE_FORM
    assert stage.session(desk, session_id).customer_waits
    lines = events(await stage.transcript(desk, session_id))
    assert "The AI agent handed the customer over: “Lucas wants a person.”" in lines
