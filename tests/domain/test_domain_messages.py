import pytest

from console.domain.directions import MediaKind
from console.domain.ids import MediaId, TemplateId
from console.domain.messages import (
    Body,
    Call,
    Choice,
    ContactCard,
    Contacts,
    EventKind,
    Form,
    Interactive,
    Location,
    Media,
    NoteText,
    Order,
    OrderLine,
    SystemEvent,
    TemplateMessage,
    Text,
    Unsupported,
    preview,
    retold,
)
from console.domain.texts import spoken
from console.wire.codec import from_plain, to_plain
from tests.fakes import LOUD


def _media(kind: MediaKind, **facts: object) -> Media:
    return Media(media=kind, media_id=MediaId("m"), mime="x/y", **facts)  # type: ignore[arg-type]


EXAMPLES: list[tuple[Body, str]] = [
    (Text(text="Hello *there*"), "Hello *there*"),
    (_media(MediaKind.IMAGE), "Photo"),
    (_media(MediaKind.IMAGE, caption="One corner"), "One corner"),
    (_media(MediaKind.AUDIO, voice=True, duration_s=42), "Voice message · 0:42"),
    (_media(MediaKind.AUDIO, voice=True), "Voice message"),
    (_media(MediaKind.AUDIO), "Audio"),
    (_media(MediaKind.VIDEO), "Video"),
    (_media(MediaKind.STICKER), "Sticker"),
    (_media(MediaKind.DOCUMENT, name="Facture.pdf"), "Facture.pdf"),
    (Location(latitude=52.1, longitude=5.1, name="Store"), "Location · Store"),
    (Location(latitude=52.1, longitude=5.1), "Location · on the map"),
    (Contacts(cards=(ContactCard(name="Ana"), ContactCard(name="Ben"))), "Contact · Ana, Ben"),
    (Choice(title="Tuesday"), "Tuesday"),
    (Form(title="Delivery form", lines=(("Floor", "3"),)), "Delivery form"),
    (
        Order(lines=(OrderLine(product="bed", quantity=2, price=129.0, currency="EUR"),)),
        "Order · 2 items",
    ),
    (Interactive(style="buttons", text="When?", options=(("1", "Now"),)), "When?"),
    (
        TemplateMessage(
            template_id=TemplateId("t"),
            name="t",
            language="en",
            title="T",
            values={},
            text="Hi",
        ),
        "Hi",
    ),
    (Call(), "Missed call"),
    (Call(answered=True, duration_s=30), "Call"),
    (Unsupported(what="poll", title="sent a poll", explanation="…"), "Sent a poll"),
    (
        SystemEvent(event=EventKind.ENDED, actor="Maya", text="ended the session"),
        "Maya ended the session",
    ),
    (NoteText(text="Third floor"), "Third floor"),
]


@pytest.mark.parametrize(("body", "line"), EXAMPLES, ids=lambda v: getattr(v, "kind", "line"))
def test_every_body_has_one_line_for_lists(body: Body, line: str) -> None:
    assert preview(body) == line


@pytest.mark.parametrize("body", [body for body, _ in EXAMPLES], ids=lambda body: body.kind)
def test_every_body_survives_the_way_to_the_database_and_back(body: Body) -> None:
    assert from_plain(Body, to_plain(body, Body)) == body


def test_what_happened_is_told_with_the_words_of_people_untouched() -> None:
    event = SystemEvent(
        event=EventKind.TRANSFERRED,
        actor="Ana {x}",
        text="transferred this to {name} – “{note}”",
        values={"name": "Billing", "note": "she said {name}"},
    )
    plain = SystemEvent(event=EventKind.ENDED, actor="Ana", text="a {brace} of an old hub")
    assert event.told()[1] == "transferred this to Billing – “she said {name}”"
    assert plain.told() == ("Ana", "a {brace} of an old hub")


@pytest.mark.parametrize(
    "body",
    [
        _media(MediaKind.IMAGE),
        _media(MediaKind.AUDIO, voice=True, duration_s=42),
        Location(latitude=1.0, longitude=2.0),
        Location(latitude=1.0, longitude=2.0, name="Oudegracht 12"),
        Contacts(cards=(ContactCard(name="Ana"),)),
        Call(answered=False),
    ],
    ids=lambda body: preview(body),
)
def test_a_preview_of_a_hub_is_retold_as_it_would_be_told_here(body: Body) -> None:
    assert retold(preview(body)) == preview(body)
    with spoken(LOUD):
        told = preview(body)
    english = preview(body)
    with spoken(LOUD):
        assert retold(english) == told
