"""Views with everything filled in, for tests that care about one or two of their fields."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from console.domain.delivery import Delivery
from console.domain.directions import Direction, MediaKind
from console.domain.ids import (
    ChannelId,
    ConversationId,
    CustomerId,
    Fence,
    MediaId,
    MessageId,
    QueueId,
    RepId,
    SessionId,
    WorkId,
)
from console.domain.messages import Body, Media, Text
from console.domain.people import Role, Wanted
from console.domain.sessions import SessionStatus
from console.wire.views import CustomerView, MessageView, OfferView, RepView, SessionView

START = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
ME = RepId("ana")


def rep(rep_id: str, name: str) -> RepView:
    return RepView(
        rep_id=RepId(rep_id),
        name=name,
        role=Role.REP,
        wanted=Wanted.ONLINE,
        wanted_at=START,
        reachable=True,
        loaded=1,
        capacity=5,
    )


def session(ref: str, **changes: object) -> SessionView:
    made = SessionView(
        session_id=SessionId(ref),
        conversation_id=ConversationId(f"{ref}-talk"),
        channel_id=ChannelId("shop"),
        channel_kind="whatsapp",
        customer_id=CustomerId(f"{ref}-person"),
        customer_name="Lucas Moreau",
        customer_number="+33 6 12 34 56 78",
        status=SessionStatus.ACTIVE,
        queue_id=QueueId("orders"),
        queue_name="Orders",
        fence=Fence(1),
        owner_id=None,
        owner_name="",
        owner_desk_id=None,
        owner_desk_name="",
        owned_since=START,
        opened_at=START,
        ended_at=None,
        window_expires_at=START + timedelta(hours=24),
        has_window=True,
        customer_waits=True,
        waiting_since=START,
        quiet_at=None,
        nudge_at=None,
        ends_at=None,
        last_at=START,
        last_preview="Where is my sofa?",
        last_direction=Direction.INBOUND,
        last_kind="text",
        last_state=None,
        unread=1,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def message(ref: str, talk: str, order: int, **changes: object) -> MessageView:
    made = MessageView(
        message_id=MessageId(ref),
        conversation_id=ConversationId(talk),
        session_id=SessionId(talk.removesuffix("-talk")),
        direction=Direction.INBOUND,
        body=Text(text=f"message {ref}"),
        at=START + timedelta(seconds=order),
        order=order,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def returned(ref: str, talk: str, order: int, text: str) -> MessageView:
    return message(
        ref,
        talk,
        order,
        direction=Direction.OUTBOUND,
        body=Text(text=text),
        author_id=ME,
        state=Delivery.RETURNED,
    )


def file_body(media_id: str, name: str, size_bytes: int) -> Body:
    return Media(
        media=MediaKind.DOCUMENT,
        media_id=MediaId(media_id),
        mime="application/pdf",
        name=name,
        size_bytes=size_bytes,
    )


def offer(ref: str, session_ref: str) -> OfferView:
    return OfferView(
        work_id=WorkId(ref),
        session_id=SessionId(session_ref),
        rep_id=ME,
        customer_name="Lucas Moreau",
        preview="Where is my sofa?",
        channel_kind="whatsapp",
        queue_name="Orders",
        waiting_since=START,
        window_expires_at=None,
        why="You have room",
        note="",
        from_name="",
        offered_at=START,
        expires_at=START + timedelta(seconds=30),
        timeout_s=30,
    )


def customer_of(ref: str) -> CustomerView:
    return CustomerView(
        customer_id=CustomerId(ref), name="Lucas Moreau", number="+33", since=START
    )
