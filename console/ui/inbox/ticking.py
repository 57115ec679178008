"""When the picture of the list changes by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from console.desk.inbox_row import InboxRow
from console.domain.care_window import next_change
from console.domain.sessions import Section
from console.ui.inbox.geometry import Placed
from console.ui.inbox.order import Group, InboxOrder
from console.ui.inbox.wording import shows_end


def next_picture(
    entries: Iterable[Placed], order: InboxOrder, now: datetime
) -> datetime | None:
    """The first moment after `now` at which one of these entries shows something else."""
    moments = [order.next_change()]
    for placed in entries:
        if placed.entry.is_header:
            moments.append(_next_note(placed.entry.section, order, now))
        else:
            moments.extend(_next_of(order.rows[placed.entry.session_id], now))
    return min((moment for moment in moments if moment is not None), default=None)


def _next_of(row: InboxRow, now: datetime) -> tuple[datetime | None, datetime | None]:
    pill = next_change(row.expires_at, now) if row.has_window else None
    if not shows_end(row) or row.quiet_at is None or row.quiet_at <= now:
        return pill, None
    left = row.quiet_at - now
    step = timedelta(seconds=1) if left < timedelta(hours=1) else timedelta(minutes=1)
    return pill, now + (left % step or step)


def _next_note(section: Group, order: InboxOrder, now: datetime) -> datetime | None:
    since = order.oldest_wait() if section == Section.WAITING_FOR_ME else None
    if since is None:
        return None
    minute = timedelta(minutes=1)
    return now + (minute - (now - since) % minute)
