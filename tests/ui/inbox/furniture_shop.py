"""The made-up furniture shop's inbox: builders for rows, and the ten sessions of its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from console.desk.inbox_row import InboxRow
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.ids import ConversationId, CustomerId, RepId, SessionId, WorkId
from console.domain.sessions import SessionStatus
from console.wire.views import OfferView

NOW = datetime(2026, 5, 14, 14, 36, tzinfo=UTC)
HOUR = timedelta(hours=1)


def given_row(name: str = "Lucas Moreau", **changes: object) -> InboxRow:
    """An active WhatsApp session answered by this rep, with three hours left."""
    row = InboxRow(
        session_id=SessionId(f"s-{name}"),
        conversation_id=ConversationId(f"c-{name}"),
        customer_id=CustomerId(f"u-{name}"),
        name=name,
        number="+33 6 12 34 56 78",
        channel_kind="whatsapp",
        status=SessionStatus.ACTIVE,
        preview="Would Tuesday 19 May, 8–12, suit you for the delivery?",
        kind="text",
        direction=Direction.OUTBOUND,
        state=Delivery.DELIVERED,
        at=NOW - timedelta(minutes=3),
        unread=0,
        queue="Delivery & returns",
        owner="You",
        mine=True,
        here=True,
        has_window=True,
        expires_at=NOW + timedelta(hours=3, minutes=12),
        customer_waits=False,
        waiting_since=None,
        quiet_at=None,
        flagged=False,
        has_draft=False,
        found_by="",
    )
    row = replace(row, **changes)  # type: ignore[arg-type]
    found_by = f"{row.name}\n{row.number}\n{row.preview}\n{row.queue}".casefold()
    return replace(row, found_by=found_by)


def given_waiting(name: str, waited_min: int, left: timedelta, **changes: object) -> InboxRow:
    """A session whose customer waits for this rep."""
    since = NOW - timedelta(minutes=waited_min)
    fields: dict[str, object] = {
        "direction": Direction.INBOUND,
        "state": None,
        "unread": 1,
        "at": since,
        "customer_waits": True,
        "waiting_since": since,
        "expires_at": NOW + left,
    }
    return given_row(name, **(fields | changes))


def shop_offer(work_id: str = "w1") -> OfferView:
    """A new conversation on offer, with eighteen of thirty seconds left."""
    return OfferView(
        work_id=WorkId(work_id),
        session_id=SessionId("s-new"),
        rep_id=RepId("r-maya"),
        customer_name="Βασίλης Παπαδόπουλος",
        preview="Καλησπέρα, το τραπέζι ήρθε με γρατζουνιά. Μπορείτε να βοηθήσετε;",
        channel_kind="whatsapp",
        queue_name="Delivery & returns",
        waiting_since=NOW - timedelta(minutes=2, seconds=10),
        window_expires_at=NOW + 23.8 * HOUR,
        why="You speak Greek and have room",
        note="",
        from_name="",
        offered_at=NOW - timedelta(seconds=12),
        expires_at=NOW + timedelta(seconds=18),
        timeout_s=30,
    )


def at(clock: str, days_ago: int = 0) -> datetime:
    """A time of the shop's day."""
    hour, minute = clock.split(":")
    return NOW.replace(hour=int(hour), minute=int(minute)) - timedelta(days=days_ago)


def shop_inbox() -> list[InboxRow]:
    """The ten sessions of the shop."""
    return [*_waiting(), *_active(), *_quiet_and_lapsed()]


def _waiting() -> list[InboxRow]:
    return [
        given_waiting(
            "أمينة السيد",
            1,
            timedelta(minutes=24, seconds=7),
            at=at("15:00", 1),
            waiting_since=NOW - timedelta(minutes=3),
            preview="متى سيصل الفني لإصلاح ساق الطاولة؟",
            queue="Repairs & warranty",
        ),
        given_waiting(
            "João Figueiredo", 12, 23.8 * HOUR, kind="audio", preview="Voice message · 0:42"
        ),
        given_waiting(
            "田中 美咲",
            5,
            23.9 * HOUR,
            unread=2,
            preview="ソファの張り地サンプルを送っていただけますか?",
            queue="Product advice",
        ),
    ]


def _active() -> list[InboxRow]:
    return [
        given_row(),
        given_row(
            "Priya Raghunathan",
            at=at("14:20"),
            state=Delivery.READ,
            preview="I’ve booked Saturday 9–12 for both armchairs.",
            expires_at=NOW + 22.4 * HOUR,
        ),
        given_row(
            "Zoë van der Berg",
            at=at("14:10"),
            state=Delivery.SENT,
            preview="Yes, the Brae bed fits a 160 × 200 mattress.",
            channel_kind="webchat",
            has_window=False,
            expires_at=None,
            queue="Product advice",
        ),
        given_row(
            "Chinedu Eze",
            at=at("08:36"),
            state=Delivery.READ,
            preview="Your refund of €129.00 was sent this morning.",
            channel_kind="messenger",
            queue="Payments",
            expires_at=NOW + 18 * HOUR,
        ),
    ]


def _quiet_and_lapsed() -> list[InboxRow]:
    return [
        given_row(
            "Siân Llewellyn",
            at=at("14:10"),
            state=Delivery.READ,
            status=SessionStatus.INACTIVE,
            preview="Is there anything else I can help you with?",
            expires_at=NOW + timedelta(hours=5, minutes=48),
            quiet_at=NOW + timedelta(minutes=4, seconds=30),
        ),
        given_row(
            "Łukasz Wiśniewski",
            at=at("12:06", 1),
            direction=Direction.INBOUND,
            state=None,
            preview="Thank you, I can wait until the weekend.",
            queue="Repairs & warranty",
            expires_at=NOW - 2.5 * HOUR,
        ),
        given_row(
            "Mary-Kate O’Donnell",
            at=at("17:40", 2),
            direction=Direction.INBOUND,
            state=None,
            owner="Tomás Rivera",
            mine=False,
            preview="Thanks! I’ll measure the hallway and come back to you",
            queue="Product advice",
            expires_at=NOW - 20 * HOUR,
        ),
    ]
