"""Conversations of the furniture shop, as the desk would hand them over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TypedDict, Unpack

from console.desk.rows import FileProgress, TranscriptRow
from console.domain.delivery import Delivery
from console.domain.directions import Direction, MediaKind
from console.domain.ids import ConversationId, MediaId, MessageId, RepId, SessionId
from console.domain.messages import Body, EventKind, Media, SystemEvent, Text, Unsupported
from console.wire.views import MessageView, Quote, Reaction

NOW = datetime(2026, 5, 14, 14, 36, tzinfo=UTC)
_orders = count(1)
_MB = 1024 * 1024


class Facts(TypedDict, total=False):
    late: bool
    author: str
    author_id: RepId
    by_bot: bool
    state: Delivery
    state_at: datetime
    retry_at: datetime
    trouble: str
    trouble_code: str
    attempts: int
    quote: Quote
    reactions: tuple[Reaction, ...]
    forwarded: bool


def at(clock: str, days_ago: int = 0) -> datetime:
    """A time of day before NOW."""
    hour, minute = map(int, clock.split(":"))
    return NOW.replace(hour=hour, minute=minute) - timedelta(days=days_ago)


def row(
    body: Body | str,
    when: datetime,
    direction: Direction = Direction.INBOUND,
    *,
    message_id: str = "",
    local: bool = False,
    waits: bool = False,
    file: FileProgress | None = None,
    picture: str = "",
    **facts: Unpack[Facts],
) -> TranscriptRow:
    """A message; a plain text stands for itself."""
    order = next(_orders)
    message = MessageView(
        message_id=MessageId(message_id or f"m{order}"),
        conversation_id=ConversationId("c1"),
        session_id=SessionId("s1"),
        direction=direction,
        body=Text(text=body) if isinstance(body, str) else body,
        at=when,
        order=order,
        **facts,
    )
    return TranscriptRow(
        message=message,
        local=local,
        waits_for_connection=waits,
        file=file,
        picture_path=picture,
    )


def said(body: Body | str, when: datetime, **facts: Unpack[Facts]) -> TranscriptRow:
    """Written by the customer."""
    return row(body, when, **facts)


def wrote(
    body: Body | str, when: datetime, reached: Delivery = Delivery.READ, **facts: Unpack[Facts]
) -> TranscriptRow:
    """Written by the rep at this desk."""
    facts.setdefault("author", "You")
    facts["state"] = reached
    return row(body, when, Direction.OUTBOUND, **facts)


def event(kind: EventKind, actor: str, text: str, when: datetime) -> TranscriptRow:
    """A line in the middle."""
    return row(SystemEvent(event=kind, actor=actor, text=text), when, Direction.EVENT)


def photo(picture: str, caption: str = "", size: tuple[int, int] = (1440, 1080)) -> Media:
    return Media(
        media=MediaKind.IMAGE,
        media_id=MediaId(f"media-{picture}"),
        mime="image/jpeg",
        name="IMG-20260513-WA0007.jpg",
        caption=caption,
        size_bytes=395_000,
        width_px=size[0],
        height_px=size[1],
    )


def document(name: str, size_bytes: int, kind: MediaKind = MediaKind.DOCUMENT) -> Media:
    return Media(
        media=kind,
        media_id=MediaId(f"media-{name}"),
        mime="application/octet-stream",
        name=name,
        size_bytes=size_bytes,
    )


POLL = Unsupported(
    what="poll_creation",
    title="sent a poll",
    explanation="Polls can’t be shown here. Ask for it as text or a photo.",
    request="I can’t see polls here. Could you write it to me, or send a photo?",
)


def lucas(table_corner: str = "") -> list[TranscriptRow]:
    """A split table top: picture, quote, invoice, poll, delivery date."""
    asked = "Sorry to see that, Lucas. Could you send the invoice too?"
    question = row(
        asked,
        at("17:38", 1),
        Direction.OUTBOUND,
        author="Tomás Rivera",
        state=Delivery.READ,
    )
    quote = Quote(message_id=question.message.message_id, author="Tomás Rivera", text=asked)
    return [
        event(
            EventKind.WINDOW_OPENED,
            "Window open again",
            "– Lucas wrote",
            at("17:31", 1),
        ),
        row(
            photo(table_corner, "One corner arrived split 😕", (1440, 652)),
            at("17:31", 1),
            picture=table_corner,
        ),
        question,
        said(document("Facture_AF-88213.pdf", 214 * 1024), at("17:45", 1), quote=quote),
        said(POLL, at("17:48", 1)),
        event(
            EventKind.TRANSFERRED,
            "Tomás Rivera",
            "transferred this to you – “Claim approved, needs a delivery date”",
            at("09:12"),
        ),
        wrote(
            "Good news, Lucas: your claim is approved. A new table top leaves our warehouse "
            "on Monday.",
            at("14:31"),
        ),
        wrote("Would Tuesday 19 May, 8–12, suit you for the delivery?", at("14:33")),
    ]


def lukasz() -> list[TranscriptRow]:
    """Two legs missing, and the window lapsed."""
    return [
        event(
            EventKind.RETURNED_TO_QUEUE,
            "Order-status bot",
            "handed over to Repairs & warranty",
            at("15:58", 2),
        ),
        said(
            "Hello, the box with my Solvik sofa has only two legs. Two are missing 🤔",
            at("16:02", 2),
        ),
        wrote(
            "Sorry about that, Łukasz. The warehouse is looking for the missing legs.",
            at("16:20", 2),
        ),
        said("Thank you, I can wait until the weekend.", at("12:06", 1)),
        event(
            EventKind.WINDOW_LAPSED,
            "The 24-hour window lapsed.",
            "Only approved templates can be sent now.",
            at("12:06"),
        ),
    ]


def amina(underside: str = "") -> list[TranscriptRow]:
    """A wobbly leg, in Arabic, with two messages waiting for the connection."""
    return [
        said("السلام عليكم، ساق الطاولة الخلفية تهتز ولا أستطيع استخدامها.", at("14:41", 1)),
        row(
            photo(underside, "هكذا تبدو من الأسفل", (800, 440)),
            at("14:42", 1),
            picture=underside,
        ),
        wrote("شكرًا لكِ أمينة، سأحجز لكِ فنيًا اليوم.", at("14:50", 1)),
        said("متى سيصل الفني لإصلاح ساق الطاولة؟", at("15:00", 1)),
        row(
            "أهلًا أمينة، يصل الفني يوم السبت بين التاسعة والثانية عشرة.",
            at("14:30"),
            Direction.OUTBOUND,
            author="You",
            state=Delivery.QUEUED,
            local=True,
            waits=True,
        ),
        row(
            "هل يناسبك هذا الموعد؟",
            at("14:31"),
            Direction.OUTBOUND,
            author="You",
            state=Delivery.QUEUED,
            local=True,
            waits=True,
        ),
    ]
