"""Conversations of the furniture shop, as the desk would hand them over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TypedDict, Unpack

from console.desk.rows import FileProgress, FileState, TranscriptRow
from console.domain.delivery import Delivery
from console.domain.ids import ConversationId, MediaId, MessageId, RepId, SessionId, TemplateId
from console.domain.messages import (
    Body,
    Call,
    Choice,
    ContactCard,
    Contacts,
    Direction,
    EventKind,
    Form,
    Interactive,
    Location,
    Media,
    MediaKind,
    NoteText,
    Order,
    OrderLine,
    SystemEvent,
    TemplateMessage,
    Text,
    Unsupported,
)
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
            "– Lucas wrote at 17:31",
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
            "The 24-hour window lapsed at 12:06 today.",
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


def files() -> list[TranscriptRow]:
    """Every state of a file's card, and what can't be shown."""
    moving = FileProgress(
        state=FileState.MOVING,
        done_bytes=round(6.4 * _MB),
        total_bytes=round(14.8 * _MB),
        seconds_left=4,
    )
    saved = FileProgress(state=FileState.SAVED, path="/downloads/Facture_AF-88213.pdf")
    failed = FileProgress(state=FileState.FAILED, trouble="The hub closed the connection")
    voice = Media(
        media=MediaKind.AUDIO,
        media_id=MediaId("voice"),
        mime="audio/ogg",
        size_bytes=96 * 1024,
        duration_s=42,
        voice=True,
    )
    upload = FileProgress(
        state=FileState.MOVING, done_bytes=64 * _MB // 100, total_bytes=round(1.2 * _MB)
    )
    animated = Unsupported(
        what="sticker",
        title="sent an animated sticker",
        explanation="Animated stickers can’t be shown here.",
        request="Could you send that as a photo?",
    )
    lost = Media(
        media=MediaKind.IMAGE,
        media_id=MediaId(""),
        mime="image/jpeg",
        missing="Meta didn’t hand over the file. Ask Lucas to send it again.",
    )
    video = document("Walkaround-living-room.mp4", round(14.8 * _MB), MediaKind.VIDEO)
    sheet = document("Room_measurements_and_order_list_May.xlsx", 88 * 1024)
    return [
        row(video, at("14:02"), file=moving),
        row(document("Facture_AF-88213.pdf", 214 * 1024), at("14:02"), file=saved),
        row(document("floor-plans.zip", 3 * _MB), at("14:03"), file=failed),
        said(sheet, at("14:03")),
        said(voice, at("14:06")),
        said(animated, at("14:07")),
        said(lost, at("14:08")),
        row(
            document("Return-label-RC-20418.pdf", round(1.2 * _MB)),
            at("14:36"),
            Direction.OUTBOUND,
            author="You",
            state=Delivery.QUEUED,
            local=True,
            file=upload,
        ),
    ]


def deliveries() -> list[TranscriptRow]:
    """Every delivery state with its words."""
    gave_up = at("10:31")
    return [
        wrote(
            "Your voucher: FINCH-20", at("10:12"), Delivery.DEAD, attempts=3, state_at=gave_up
        ),
        wrote("Queued on this computer", at("10:30"), Delivery.QUEUED),
        wrote("Sent to Meta", at("10:40"), Delivery.SENT),
        wrote("On the customer’s phone", at("10:50"), Delivery.DELIVERED),
        wrote(
            "He arrives around 16:30. Please keep the lift free.",
            at("14:31"),
            Delivery.RETRYING,
            retry_at=NOW + timedelta(minutes=4),
            trouble="Meta slows messages down.",
        ),
        wrote(
            "Here’s the invoice with the corrected VAT.",
            at("14:33"),
            Delivery.FAILED,
            trouble="Not delivered: too many messages to this customer within a minute. "
            "Send it again shortly.",
            trouble_code="131056",
        ),
        wrote("Did my last message reach you?", at("14:34"), Delivery.UNKNOWN),
        wrote("Taken back", at("14:35"), Delivery.CANCELED),
    ]


def kinds(thumb: str = "") -> list[TranscriptRow]:
    """Every other kind of content."""
    basket = Order(
        lines=(
            OrderLine(product="Solvik sofa", quantity=1, price=1290.0, currency="EUR"),
            OrderLine(product="Tarn table leg", quantity=2, price=24.5, currency="EUR"),
        ),
        text="Please deliver on a *Saturday*",
    )
    template = TemplateMessage(
        template_id=TemplateId("t1"),
        name="order_delayed",
        language="en",
        title="Order delayed",
        values={},
        text="Hello Lucas, your table arrives on Monday 18 May.",
        footer="Alder & Finch customer care",
        buttons=("Call us",),
    )
    place = Location(
        latitude=45.764, longitude=4.8357, name="Alder & Finch Lyon", address="12 rue Mercière"
    )
    card = ContactCard(
        name="Camille Moreau", phones=("+33 6 98 76 54 32",), organisation="Moreau SARL"
    )
    form = Form(
        title="Delivery address",
        lines=(("Street", "12 rue Mercière"), ("City", "Lyon"), ("Floor", "3")),
    )
    buttons = Interactive(
        style="buttons",
        text="Which day suits you?",
        options=(("a", "Tuesday 19 May"), ("b", "Friday 22 May")),
    )
    sticker = Media(media=MediaKind.STICKER, media_id=MediaId("st"), mime="image/webp")
    quote = Quote(
        message_id=MessageId("x"),
        author="Maya Okafor",
        text="Photo: table corner",
        media_id="m",
    )
    return [
        said(
            "*Bold*, _italic_, ~gone~, `code`. See https://alder-finch.example/tarn, please.",
            at("13:50"),
            reactions=(
                Reaction(emoji="👍", by_customer=False),
                Reaction(emoji="❤️", by_customer=True),
            ),
        ),
        said("That’s the one, yes 👍", at("13:51"), quote=quote, forwarded=True),
        wrote(template, at("13:52")),
        row(
            NoteText(text="Offer €60 or free assembly.", whisper=True),
            at("13:53"),
            Direction.NOTE,
            author="Ruth Adeyemi",
        ),
        row(
            NoteText(text="Prefers mornings."),
            at("13:54"),
            Direction.NOTE,
            author="Tomás Rivera",
        ),
        said(place, at("13:55")),
        said(Contacts(cards=(card,), answers_request=True), at("13:55")),
        said(form, at("13:56")),
        said(basket, at("13:57")),
        said(Call(answered=False), at("13:58")),
        wrote(buttons, at("13:59"), author="Order-status bot", by_bot=True),
        said(Choice(title="Tuesday 19 May", description="8–12"), at("14:00")),
        row(photo(thumb), at("14:01"), picture=thumb),
        row(sticker, at("14:02"), picture=thumb),
        said("Sent before the last one", at("14:03"), late=True),
    ]
