from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain import errors
from console.domain.ids import Fence, MessageId, Seq, SessionId
from console.domain.messages import Text
from console.wire import problems
from console.wire.codec import from_json, to_json
from console.wire.events import Beat, FeedEvent, SessionGone, heard
from console.wire.requests import SendMessage
from console.wire.sse import beat_frame, event_frame, reset_frame

NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)


@given(st.text(), st.integers(0, 2**60))
def test_a_request_reads_as_it_was_written(text: str, fence: int) -> None:
    request = SendMessage(
        message_id=MessageId("m"),
        session_id=SessionId("s"),
        fence=Fence(fence),
        body=Text(text=text.encode("utf-8", "ignore").decode()),
    )
    assert from_json(SendMessage, to_json(request)) == request


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ("{", "Invalid JSON"),
        ("{}", "message_id"),
        ('{"message_id":"m","session_id":"s","fence":"x","body":{"kind":"text"}}', "fence"),
    ],
)
def test_a_wrong_request_names_the_field(data: str, field: str) -> None:
    with pytest.raises(errors.InvalidInput, match=field):
        from_json(SendMessage, data)


def test_an_event_frame_carries_its_place_and_one_line_of_data() -> None:
    event = FeedEvent(
        seq=Seq(7), prev=Seq(5), at=NOON, data=SessionGone(session_id=SessionId("s\ns"))
    )
    frame = event_frame(event)
    head, kind, data, *rest = frame.split(b"\n")
    assert (head, kind, rest) == (b"id: 7", b"event: event", [b"", b""])
    assert from_json(FeedEvent, data.removeprefix(b"data: ")) == event


def test_a_beat_does_not_move_the_place() -> None:
    frame = beat_frame(Beat(now=NOON, clock_rate=1.0, epoch="e"))
    assert b"id:" not in frame
    assert reset_frame("gap") == b'event: reset\ndata: "gap"\n\n'


@pytest.mark.parametrize("kind", errors.ALL, ids=lambda kind: kind.code)
def test_every_refusal_crosses_the_wire_with_its_words_and_facts(
    kind: type[errors.RuleBroken],
) -> None:
    sent = kind("Words for people.", owner="Tomás", fence=3)
    got = problems.decode(problems.encode(sent), sent.status)
    assert type(got) is kind
    assert (got.message, got.facts) == (sent.message, sent.facts)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"code":"x"}'])
def test_a_reply_that_is_no_problem_document_becomes_words(body: bytes) -> None:
    assert "HTTP 502" in problems.decode(body, 502).message


def test_f27_an_event_of_an_unknown_kind_moves_the_place_alone() -> None:
    frame = '{"seq":7,"prev":5,"at":"2026-05-14T12:00:00Z","data":{"kind":"hologram","x":1}}'
    assert heard(frame) == FeedEvent(seq=Seq(7), prev=Seq(5), at=NOON, data=None)


def test_f27_fields_that_only_newer_desks_know_do_no_harm() -> None:
    frame = (
        '{"seq":7,"prev":5,"at":"2026-05-14T12:00:00Z","sent_by":"hub-2",'
        '"data":{"kind":"session_gone","session_id":"s","because":"x"}}'
    )
    gone = SessionGone(session_id=SessionId("s"))
    assert heard(frame) == FeedEvent(seq=Seq(7), prev=Seq(5), at=NOON, data=gone)


@pytest.mark.parametrize(
    "frame",
    [
        "{",
        "[]",
        '{"seq":7,"prev":5,"at":"2026-05-14T12:00:00Z","data":{"kind":"session_gone"}}',
        '{"seq":7,"at":"2026-05-14T12:00:00Z","data":{"kind":"hologram"}}',
        '{"seq":7,"prev":5,"at":"2026-05-14T12:00:00Z","data":{"kind":["hologram"]}}',
    ],
)
def test_an_event_in_another_shape_is_refused(frame: str) -> None:
    with pytest.raises(errors.InvalidInput):
        heard(frame)
