"""Very many sessions, the same in every run."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from console.desk.inbox_row import InboxRow
from console.domain.ids import ConversationId, CustomerId, SessionId
from console.domain.sessions import SessionStatus
from tests.ui.inbox.furniture_shop import NOW, given_row

_NAMES = ("Lucas Moreau", "Priya Raghunathan", "Zoë van der Berg", "田中 美咲", "أمينة السيد")
_WORDS = ("sofa", "invoice", "Tuesday", "delivery", "table leg", "refund", "armchair", "sample")


def made_rows(count: int, later: timedelta = timedelta(0)) -> list[InboxRow]:
    """Sessions of every section: 1 in 10 waits for the rep, 1 in 10 is quiet, 2 lapsed.

    Their day is the shop's, or so much later.
    """
    random = Random(1)
    plain = given_row()
    return [_made_row(plain, number, random, NOW + later) for number in range(count)]


def _made_row(plain: InboxRow, number: int, random: Random, now: datetime) -> InboxRow:
    section = number % 10
    name = f"{_NAMES[number % len(_NAMES)]} {number}"
    preview = f"About the {random.choice(_WORDS)} and the {random.choice(_WORDS)}, {number}"
    since = now - timedelta(seconds=random.randrange(1, 40_000))
    left_s = -random.randrange(1, 90_000) if section in (1, 2) else random.randrange(60, 86_000)
    if number < 200 and section == 0:
        left_s = random.randrange(600, 3_500)  # counts every second, at the top of the list
    return replace(
        plain,
        session_id=SessionId(f"s{number}"),
        conversation_id=ConversationId(f"c{number}"),
        customer_id=CustomerId(f"u{number}"),
        name=name,
        number=f"+33 6 {number:08}",
        preview=preview,
        at=since,
        unread=1 if section == 0 else 0,
        customer_waits=section == 0,
        waiting_since=since if section == 0 else None,
        status=SessionStatus.INACTIVE if section == 3 else SessionStatus.ACTIVE,
        quiet_at=now + timedelta(hours=1) if section == 3 else None,
        expires_at=now + timedelta(seconds=left_s),
        found_by=f"{name}\n+33 6 {number:08}\n{preview}\n{plain.queue}".casefold(),
    )
