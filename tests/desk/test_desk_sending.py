"""Sending: durable at once, once to the hub, and back to the draft when it can't go."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from console.desk.changes import (
    DraftChanged,
    FilesChanged,
    OldSendsWait,
    OutboxChanged,
    Refusal,
)
from console.desk.desk import Desk
from console.desk.inbox_row import InboxRow
from console.desk.rows import Draft, LinkState
from console.domain.delivery import Delivery
from console.domain.errors import InvalidInput, NotOwner, RuleBroken, Unavailable, WindowLapsed
from console.domain.ids import ConversationId, Fence, MessageId, SessionId
from console.domain.messages import Media, NoteText, Text
from tests.conftest import ExpectedLogs
from tests.desk.conftest import Place, running
from tests.desk.small_hub import SmallHub
from tests.desk.views import START, message, returned, session
from tests.fakes import until

SOFA, TALK = SessionId("sofa"), ConversationId("sofa-talk")


def text(words: str) -> Text:
    return Text(text=words)


def texts_of(hub: SmallHub) -> list[str]:
    return [m.body.text for m in hub.messages.values() if isinstance(m.body, Text)]


async def offline(desk: Desk, hub: SmallHub) -> None:
    hub.down = True
    hub.drop_streams()
    await until(lambda: desk.link.state is LinkState.OFFLINE)


async def online(desk: Desk, hub: SmallHub, place: Place) -> None:
    hub.down = False
    await place.eventually(lambda: desk.link.state is LinkState.CONNECTED)


async def test_a_message_goes_to_the_hub_and_comes_back_as_its_own(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    desk.save_draft(SOFA, Draft(text="It ships today."))
    message_id = desk.send(SOFA, text("It ships today."), reply_to=MessageId("asked"))
    assert desk.draft(SOFA) == Draft()
    assert desk.waiting_to_send(SOFA) == 1
    await until(lambda: desk.waiting_to_send() == 0)
    assert list(hub.messages) == [message_id]
    thread = await desk.thread(TALK)
    assert [(row.message.message_id, row.local) for row in thread.rows] == [(message_id, False)]
    assert thread.rows[0].message.state is Delivery.ACCEPTED_BY_HUB
    assert json.loads(hub.bodies[0])["reply_to"] == "asked"
    assert OutboxChanged(1) in place.notices
    assert place.notices[-1] != OutboxChanged(1)


async def test_what_waits_for_the_connection_is_shown_and_goes_in_order(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    await offline(desk, hub)
    sent = [desk.send(SOFA, text(words)) for words in ("one", "two", "three")]
    rows = (await desk.thread(TALK)).rows
    assert [row.message.message_id for row in rows] == sent
    assert all(row.local and row.waits_for_connection for row in rows)
    assert rows[0].message.state is Delivery.QUEUED
    await online(desk, hub, place)
    await place.eventually(lambda: desk.waiting_to_send() == 0)
    assert texts_of(hub) == ["one", "two", "three"]
    assert hub.posted == sent


def row_of_sofa(desk: Desk) -> InboxRow:
    row = desk.row(SOFA)
    assert row is not None
    return row


async def test_without_a_connection_the_row_shows_what_was_written_and_waits_no_more(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    before = row_of_sofa(desk)
    await offline(desk, hub)
    desk.send(SOFA, text("one"))
    newest = desk.send(SOFA, text("It ships today."))
    desk.send(SOFA, NoteText(text="not for the customer"))
    row = row_of_sofa(desk)
    assert (row.preview, row.state, row.customer_waits) == (
        "It ships today.",
        Delivery.QUEUED,
        False,
    )
    await desk.cancel(newest)
    assert row_of_sofa(desk).preview == "one"
    await online(desk, hub, place)
    assert row_of_sofa(desk).state is not Delivery.QUEUED
    assert before.customer_waits


async def test_a_message_survives_a_kill_and_is_sent_once(
    desk: Desk, hub: SmallHub, place: Place, tmp_path: Path, url: str
) -> None:
    await offline(desk, hub)
    desk.save_draft(SOFA, Draft(text="Hello"))
    message_id = desk.send(SOFA, text("Hello"))
    killed = place.after_a_kill(tmp_path / "killed")
    await desk.cancel(message_id)  # the first desk is only still here because a test can't die
    hub.down = False
    async with running(killed.desk()) as again:
        assert await again.resume(url)
        assert again.draft(SOFA) == Draft()
        await killed.eventually(lambda: again.waiting_to_send() == 0)
    assert hub.posted == [message_id]
    assert texts_of(hub) == ["Hello"]


async def test_a_lost_answer_is_asked_for_again_with_the_same_id(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    hub.loses_answers = True
    message_id = desk.send(SOFA, text("Hello"))
    await place.eventually(lambda: desk.waiting_to_send() == 0)
    assert hub.posted == [message_id, message_id]
    assert texts_of(hub) == ["Hello"]
    assert [row.message.message_id for row in (await desk.thread(TALK)).rows] == [message_id]


async def test_a_session_that_somebody_else_has_gives_the_text_back(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    await offline(desk, hub)
    desk.send(SOFA, text("one"))
    desk.send(SOFA, text("two"))
    desk.save_draft(SOFA, Draft(text="three"))
    hub.elsewhere(SOFA, "Bo")
    await online(desk, hub, place)
    await place.eventually(lambda: desk.waiting_to_send() == 0)
    assert desk.draft(SOFA).text == "one\ntwo\nthree"
    assert hub.messages == {}
    refusals = [notice for notice in place.notices if isinstance(notice, Refusal)]
    assert len(refusals) == 1
    assert isinstance(refusals[0].problem, NotOwner)
    assert "Bo is handling this" in refusals[0].problem.message
    assert refusals[0].problem.facts["owner"] == "Bo"
    assert DraftChanged(SOFA) in place.notices


async def test_what_waited_past_the_lapse_comes_back_one_per_line(
    desk: Desk, hub: SmallHub, place: Place, tmp_path: Path
) -> None:
    hub.put(replace(hub.sessions[SOFA], window_expires_at=START + timedelta(minutes=1)))
    await until(lambda: desk.inbox()[0].expires_at == START + timedelta(minutes=1))
    await offline(desk, hub)
    desk.send(SOFA, text("one"))
    desk.send(SOFA, text("two"))
    await place.clock.advance(minutes=2)
    await online(desk, hub, place)
    await place.eventually(lambda: desk.waiting_to_send() == 0)
    assert desk.draft(SOFA).text == "one\ntwo"
    problems = [notice.problem for notice in place.notices if isinstance(notice, Refusal)]
    assert [type(problem) for problem in problems] == [WindowLapsed]
    killed = place.after_a_kill(tmp_path / "killed").desk()
    assert await killed.resume()
    assert killed.draft(SOFA).text == "one\ntwo"
    await killed.close()


async def test_what_the_hub_gives_back_is_in_the_draft_once(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    desk.save_draft(SOFA, Draft(text="typing"))
    hub.say(returned("m1", "sofa-talk", 1, "one"))
    hub.say(returned("m2", "sofa-talk", 2, "two"))
    hub.say(replace(hub.messages[MessageId("m1")], trouble="again"))
    await until(lambda: desk.draft(SOFA).text == "one\ntwo\ntyping")
    hub.say(replace(hub.messages[MessageId("m2")], trouble="again"))
    hub.put(replace(hub.sessions[SOFA], unread=9))
    await until(lambda: desk.inbox()[0].unread == 9)
    assert desk.draft(SOFA).text == "one\ntwo\ntyping"


async def test_what_can_not_go_is_refused_before_it_is_kept(desk: Desk, hub: SmallHub) -> None:
    desk.save_draft(SOFA, Draft(text="  "))
    with pytest.raises(InvalidInput):
        desk.send(SOFA, text("  "))
    hub.put(replace(hub.sessions[SOFA], window_expires_at=START))
    await until(lambda: desk.inbox()[0].expires_at == START)
    desk.save_draft(SOFA, Draft(text="late"))
    with pytest.raises(WindowLapsed):
        desk.send(SOFA, text("late"))
    with pytest.raises(RuleBroken):
        desk.send(SessionId("nobody"), text("hello"))
    assert desk.draft(SOFA).text == "late"
    assert desk.waiting_to_send() == 0


async def test_a_waiting_message_can_be_canceled(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    await offline(desk, hub)
    kept, dropped = desk.send(SOFA, text("kept")), desk.send(SOFA, text("dropped"))
    await desk.cancel(dropped)
    await online(desk, hub, place)
    await place.eventually(lambda: desk.waiting_to_send() == 0)
    assert hub.posted == [kept]


async def test_files_are_uploaded_first_and_the_text_is_the_first_ones_caption(
    desk: Desk, hub: SmallHub, place: Place, tmp_path: Path
) -> None:
    papers = [tmp_path / "invoice.pdf", tmp_path / "terms.pdf"]
    for number, paper in enumerate(papers):
        paper.write_bytes(b"%PDF " + b"x" * 200_000 * (number + 1))
    desk.send(SOFA, text("Here you are"), files=tuple(str(paper) for paper in papers))
    local = (await desk.thread(TALK)).rows
    assert [row.file is not None for row in local] == [True, True]
    await until(lambda: desk.waiting_to_send() == 0)
    bodies = [m.body for m in hub.messages.values() if isinstance(m.body, Media)]
    assert [(body.name, body.caption) for body in bodies] == [
        ("invoice.pdf", "Here you are"),
        ("terms.pdf", ""),
    ]
    assert [hub.media[body.media_id] for body in bodies] == [p.read_bytes() for p in papers]
    assert any(isinstance(notice, FilesChanged) for notice in place.notices)


async def test_a_file_that_went_away_comes_back_with_its_text(
    desk: Desk, hub: SmallHub, place: Place, tmp_path: Path
) -> None:
    paper = tmp_path / "invoice.pdf"
    paper.write_bytes(b"%PDF")
    await offline(desk, hub)
    desk.send(SOFA, text("Here"), files=(str(paper),))
    paper.unlink()
    await online(desk, hub, place)
    await place.eventually(lambda: desk.waiting_to_send() == 0)
    assert (desk.draft(SOFA).text, desk.draft(SOFA).files) == ("Here", (str(paper),))
    problems = [notice.problem for notice in place.notices if isinstance(notice, Refusal)]
    assert "invoice.pdf" in problems[0].message


def test_a_file_that_the_channel_does_not_take_is_said_in_words(
    place: Place, tmp_path: Path
) -> None:
    (tmp_path / "run.exe").write_bytes(b"MZ")
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "good.png").write_bytes(b"png")
    desk = place.desk()
    assert "doesn’t take this type" in desk.check_file(str(tmp_path / "run.exe"))
    assert "empty" in desk.check_file(str(tmp_path / "empty.pdf"))
    assert "can’t be read" in desk.check_file(str(tmp_path / "nothing.pdf"))
    assert desk.check_file(str(tmp_path / "good.png")) == ""


async def test_sessions_do_not_wait_for_each_other(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    hub.put(session("lamp", **hub.here()))
    await until(lambda: desk.row(SessionId("lamp")))
    hub.loses_answers = True
    desk.send(SOFA, text("slow"))
    await until(lambda: hub.posted)
    desk.send(SessionId("lamp"), text("quick"))
    await until(lambda: "quick" in texts_of(hub))
    await place.eventually(lambda: desk.waiting_to_send() == 0)


async def test_a_refused_note_never_comes_into_the_customers_composer(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    desk.save_draft(SOFA, Draft(text="Dear Lucas"))
    hub.sessions[SOFA] = replace(hub.sessions[SOFA], fence=Fence(9))
    desk.send(SOFA, NoteText(text="He is cross"))
    await place.eventually(lambda: desk.waiting_to_send() == 0)
    assert desk.draft(SOFA).text == "Dear Lucas"
    problems = [notice.problem for notice in place.notices if isinstance(notice, Refusal)]
    assert len(problems) == 1
    assert "He is cross" in problems[0].message


async def test_what_another_version_wrote_is_left_on_the_disk(
    place: Place, url: str, expected_logs: ExpectedLogs
) -> None:
    expected_logs("can't be read and is left alone")
    desk = place.desk()
    await desk.sign_in(url, "ana", "secret", stay=True)
    desk.save_draft(SOFA, Draft(text="kept"))
    await desk.close()
    path = next((place.folder / "desk").glob("*.sealed"))
    seal = await place.seal()
    with closing(sqlite3.connect(path)) as store, store:
        odd = seal.shut(b'{"words": 1, "text": 2}', "draft old")
        store.execute("insert into draft values ('old', ?)", [odd])
        store.execute("insert into draft values ('older', 'in the open')")
        store.execute("insert into outgoing values (1, 'm', 's', ?)", [odd])
    again = place.desk()
    assert await again.resume()
    assert again.draft(SOFA).text == "kept"
    assert again.waiting_to_send() == 0
    await again.close()
    with closing(sqlite3.connect(path)) as store:
        assert store.execute("select count(*) from outgoing").fetchone() == (1,)


async def test_f23_a_full_disk_refuses_a_message_and_keeps_the_text(desk: Desk) -> None:
    desk.save_draft(SOFA, Draft(text="Hello"))
    desk._seated().store._conn.execute("pragma query_only = on")
    with pytest.raises(Unavailable, match="Nothing was sent and your text is kept"):
        desk.send(SOFA, text("Hello"))
    assert desk.draft(SOFA).text == "Hello"
    assert desk.waiting_to_send() == 0
    desk._seated().store._conn.execute("pragma query_only = off")


async def long_offline(desk: Desk, hub: SmallHub, place: Place, *words: str) -> list[MessageId]:
    """Messages that were written six minutes before the hub is back."""
    await offline(desk, hub)
    sent = [desk.send(SOFA, text(each)) for each in words]
    await place.clock.advance(minutes=6)
    return sent


async def test_f15_what_waited_long_is_asked_about_once_with_what_came_since(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    sent = await long_offline(desk, hub, place, "one", "two")
    hub.say(message("never-mind", TALK, 9, at=place.clock.now()))
    await online(desk, hub, place)
    await place.eventually(lambda: OldSendsWait() in place.notices)
    assert hub.posted == []
    asked = await desk.old_sends()
    assert [(one.message_id, one.text) for one in asked] == list(
        zip(sent, ("one", "two"), strict=True)
    )
    assert all(len(one.arrived) == 1 and not one.lapsed for one in asked)
    await place.clock.advance(seconds=30)
    assert hub.posted == []  # without an answer nothing goes
    desk.send_old(sent)
    await place.eventually(lambda: desk.waiting_to_send() == 0)
    assert hub.posted == sent
    assert place.notices.count(OldSendsWait()) == 1


async def test_f15_kept_back_it_is_a_draft_and_nothing_is_sent(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    sent = await long_offline(desk, hub, place, "one", "two")
    await online(desk, hub, place)
    await place.eventually(lambda: OldSendsWait() in place.notices)
    await desk.keep_old(sent)
    await place.clock.advance(seconds=30)
    assert (hub.posted, desk.waiting_to_send()) == ([], 0)
    assert desk.draft(SOFA).text == "one\ntwo"
    young = desk.send(SOFA, text("three"))
    await place.eventually(lambda: desk.waiting_to_send() == 0)
    assert hub.posted == [young]


async def test_f15_short_waits_go_without_a_question(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    await offline(desk, hub)
    sent = desk.send(SOFA, text("one"))
    await place.clock.advance(minutes=4)
    await online(desk, hub, place)
    await place.eventually(lambda: desk.waiting_to_send() == 0)
    assert hub.posted == [sent]
    assert OldSendsWait() not in place.notices


async def test_f15_what_the_hub_has_already_is_not_asked_about(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    (sent,) = await long_offline(desk, hub, place, "one")
    hub.say(replace(returned(sent, TALK, 9, "one"), state=Delivery.SENT))
    await online(desk, hub, place)
    await place.eventually(lambda: desk.waiting_to_send() == 0)
    assert desk.draft(SOFA) == Draft()
