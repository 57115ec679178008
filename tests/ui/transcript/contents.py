"""Every kind of message and every state of one, as the desk would hand them over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from console.desk.rows import FileProgress, FileState, TranscriptRow
from console.domain.delivery import Delivery
from console.domain.directions import Direction, MediaKind
from console.domain.ids import MediaId, MessageId, TemplateId
from console.domain.messages import (
    Call,
    Choice,
    ContactCard,
    Contacts,
    Form,
    Interactive,
    Location,
    Media,
    NoteText,
    Order,
    OrderLine,
    TemplateMessage,
    Unsupported,
)
from console.wire.views import Quote, Reaction
from tests.ui.transcript.conversations import NOW, at, document, photo, row, said, wrote

_MB = 1024 * 1024


def files() -> list[TranscriptRow]:
    """Every state of a file's card, what can't be shown, and an upload."""
    return [*downloads(), *lost(), upload()]


def downloads() -> list[TranscriptRow]:
    """Every state of a customer's file."""
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
    video = document("Walkaround-living-room.mp4", round(14.8 * _MB), MediaKind.VIDEO)
    sheet = document("Room_measurements_and_order_list_May.xlsx", 88 * 1024)
    return [
        row(video, at("14:02"), file=moving),
        row(document("Facture_AF-88213.pdf", 214 * 1024), at("14:02"), file=saved),
        row(document("floor-plans.zip", 3 * _MB), at("14:03"), file=failed),
        said(sheet, at("14:03")),
        said(voice, at("14:06")),
    ]


def lost() -> list[TranscriptRow]:
    """What can't be shown."""
    animated = Unsupported(
        what="sticker",
        title="sent an animated sticker",
        explanation="Animated stickers can’t be shown here.",
        request="Could you send that as a photo?",
    )
    gone = Media(
        media=MediaKind.IMAGE,
        media_id=MediaId(""),
        mime="image/jpeg",
        missing="Meta didn’t hand over the file. Ask Lucas to send it again.",
    )
    return [said(animated, at("14:07")), said(gone, at("14:08"))]


def upload() -> TranscriptRow:
    """A file on its way to the hub."""
    size = round(1.2 * _MB)
    return row(
        document("Return-label-RC-20418.pdf", size),
        at("14:36"),
        Direction.OUTBOUND,
        author="You",
        state=Delivery.QUEUED,
        local=True,
        file=FileProgress(
            state=FileState.MOVING, done_bytes=size * 64 // 100, total_bytes=size
        ),
    )


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


BASKET = Order(
    lines=(
        OrderLine(product="Solvik sofa", quantity=1, price=1290.0, currency="EUR"),
        OrderLine(product="Tarn table leg", quantity=2, price=24.5, currency="EUR"),
    ),
    text="Please deliver on a *Saturday*",
)
TEMPLATE = TemplateMessage(
    template_id=TemplateId("t1"),
    name="order_delayed",
    language="en",
    title="Order delayed",
    values={},
    text="Hello Lucas, your table arrives on Monday 18 May.",
    footer="Alder & Finch customer care",
    buttons=("Call us",),
)
PICTURED = replace(TEMPLATE, header_media_id=MediaId("plan"), header_media=MediaKind.IMAGE)
PLACE = Location(
    latitude=45.764, longitude=4.8357, name="Alder & Finch Lyon", address="12 rue Mercière"
)
CARD = ContactCard(
    name="Camille Moreau", phones=("+33 6 98 76 54 32",), organisation="Moreau SARL"
)
FORM = Form(
    title="Delivery address",
    lines=(("Street", "12 rue Mercière"), ("City", "Lyon"), ("Floor", "3")),
)
BUTTONS = Interactive(
    style="buttons",
    text="Which day suits you?",
    options=(("a", "Tuesday 19 May"), ("b", "Friday 22 May")),
)
STICKER = Media(media=MediaKind.STICKER, media_id=MediaId("st"), mime="image/webp")
QUOTE = Quote(
    message_id=MessageId("x"),
    author="Maya Okafor",
    text="Photo: table corner",
    media_id="m",
)


def kinds(thumb: str = "") -> list[TranscriptRow]:
    """Every other kind of content."""
    return [*_words_and_cards(), *_pictures_and_answers(thumb)]


def _words_and_cards() -> list[TranscriptRow]:
    return [
        said(
            "*Bold*, _italic_, ~gone~, `code`. See https://alder-finch.example/tarn, please.",
            at("13:50"),
            reactions=(
                Reaction(emoji="👍", by_customer=False),
                Reaction(emoji="❤️", by_customer=True),
            ),
        ),
        said("That’s the one, yes 👍", at("13:51"), quote=QUOTE, forwarded=True),
        wrote(TEMPLATE, at("13:52")),
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
        said(PLACE, at("13:55")),
        said(Contacts(cards=(CARD,), answers_request=True), at("13:55")),
        said(FORM, at("13:56")),
        said(BASKET, at("13:57")),
    ]


def _pictures_and_answers(thumb: str) -> list[TranscriptRow]:
    return [
        said(Call(answered=False), at("13:58")),
        wrote(BUTTONS, at("13:59"), author="Order-status bot", by_bot=True),
        said(Choice(title="Tuesday 19 May", description="8–12"), at("14:00")),
        row(photo(thumb), at("14:01"), picture=thumb),
        row(STICKER, at("14:02"), picture=thumb),
        said("Sent before the last one", at("14:03"), late=True),
    ]
