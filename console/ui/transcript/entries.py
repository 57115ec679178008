"""Rows of a conversation seen with their neighbours: days, groups and who is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from console.desk.rows import TranscriptRow
from console.domain.delivery import NOT_SENT, Delivery
from console.domain.directions import Direction
from console.domain.messages import Call, NoteText
from console.ui.transcript.sounds import Heard
from console.ui.transcript.wording import day_title

GROUP_GAP = timedelta(minutes=30)
_TROUBLED = NOT_SENT | {Delivery.RETRYING, Delivery.UNKNOWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row with what its neighbours decide.

    Attributes:
        day: the title of the divider above it; empty if it is the same day.
        first, last: of its group; the last one has the tail.
        sender: the name above it; empty if it goes without saying.
        waiting: ids that wait for the connection, on the last of them.
        quoted_picture: a local file with the picture of the message it answers.
        can_play: sounds are played in place; `heard` is how far this one is.
    """

    row: TranscriptRow
    day: str = ""
    first: bool = True
    last: bool = True
    sender: str = ""
    waiting: tuple[str, ...] = ()
    quoted_picture: str = ""
    can_play: bool = False
    heard: Heard | None = None


def entry_at(rows: Sequence[TranscriptRow], index: int, today: date, own_id: str = "") -> Entry:
    """The row at `index` among its neighbours; `today` is the reader's day."""
    row = rows[index]
    before = rows[index - 1] if index else None
    after = rows[index + 1] if index + 1 < len(rows) else None
    first = before is None or not joined(before, row)
    return Entry(
        row=row,
        day=_divider(before, row, today),
        first=first,
        last=after is None or not joined(row, after),
        sender=_sender(row, own_id) if first else "",
        waiting=_waiting(rows, index, after),
    )


def joined(above: TranscriptRow, below: TranscriptRow) -> bool:
    """Whether two neighbours stand in one group: same writer, at most five minutes apart."""
    one, two = above.message, below.message
    return (
        is_bubble(above)
        and is_bubble(below)
        and (one.direction, one.author_id, one.author)
        == (two.direction, two.author_id, two.author)
        and two.at - one.at <= GROUP_GAP
        and one.at.astimezone().date() == two.at.astimezone().date()
        and one.state not in _TROUBLED
        and not isinstance(one.body, NoteText)
    )


def is_bubble(row: TranscriptRow) -> bool:
    """Whether it is shown at one side; events and calls stand in the middle."""
    message = row.message
    return message.direction is not Direction.EVENT and not isinstance(message.body, Call)


def _divider(before: TranscriptRow | None, row: TranscriptRow, today: date) -> str:
    day = row.message.at.astimezone().date()
    if before is not None and before.message.at.astimezone().date() == day:
        return ""
    return day_title(day, today)


def _sender(row: TranscriptRow, own_id: str) -> str:
    message = row.message
    if message.direction is not Direction.OUTBOUND or row.local:
        return ""
    own = message.author == "You" or (own_id != "" and message.author_id == own_id)
    return "" if own else message.author


def _waiting(
    rows: Sequence[TranscriptRow], index: int, after: TranscriptRow | None
) -> tuple[str, ...]:
    if not rows[index].waits_for_connection or (after and after.waits_for_connection):
        return ()
    start = index
    while start and rows[start - 1].waits_for_connection:
        start -= 1
    return tuple(row.message.message_id for row in rows[start : index + 1])
