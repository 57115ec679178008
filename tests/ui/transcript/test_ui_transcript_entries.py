"""Rows know their day, their group and who wrote them."""

from __future__ import annotations

from datetime import timedelta

from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.ids import RepId
from console.ui.transcript.entries import Entry, entry_at
from tests.ui.transcript.conversations import NOW, amina, at, lukasz, row, said, wrote

TODAY = NOW.date()


def _entries(rows: list[object]) -> list[Entry]:
    return [entry_at(rows, index, TODAY) for index in range(len(rows))]  # type: ignore[arg-type]


def test_days_are_named_as_people_name_them() -> None:
    rows = [
        said("a", at("12:00", 400)),
        said("b", at("12:00", 2)),
        said("c", at("12:00", 1)),
        said("d", NOW),
    ]
    assert [entry.day for entry in _entries([*rows])] == [
        "Wednesday 9 April 2025",
        "Tuesday 12 May",
        "Yesterday",
        "Today",
    ]


def test_messages_of_one_writer_within_half_an_hour_form_a_group() -> None:
    rows = [
        said("a", NOW),
        said("b", NOW + timedelta(minutes=30)),
        said("c", NOW + timedelta(minutes=61)),
    ]
    assert [(e.first, e.last) for e in _entries([*rows])] == [
        (True, False),
        (False, True),
        (True, True),
    ]


def test_an_event_or_a_failure_ends_a_group() -> None:
    rows = [wrote("a", NOW, Delivery.FAILED), wrote("b", NOW)]
    assert all(entry.first for entry in _entries([*rows]))
    assert [entry.last for entry in _entries([*lukasz()])][1] is True


def test_a_colleague_is_named_above_the_first_bubble_and_oneself_is_not() -> None:
    by = {"author": "Tomás Rivera", "author_id": RepId("tomas")}
    rows = [
        row("a", NOW, Direction.OUTBOUND, **by),  # type: ignore[arg-type]
        row("b", NOW, Direction.OUTBOUND, **by),  # type: ignore[arg-type]
    ]
    assert [entry_at(rows, i, TODAY).sender for i in (0, 1)] == ["Tomás Rivera", ""]
    assert entry_at(rows, 0, TODAY, own_id="tomas").sender == ""


def test_the_last_of_those_waiting_speaks_for_all() -> None:
    waiting = [entry.waiting for entry in _entries([*amina()])]
    assert [len(ids) for ids in waiting[-2:]] == [0, 2]
