"""Every kind a rep sends: from the desk over the hub to the customer's phone and back."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from console.desk.desk import Desk
from console.desk.rows import Draft
from console.domain.consent import Purpose
from console.domain.delivery import Delivery
from console.domain.directions import Direction, MediaKind
from console.domain.ids import SessionId
from console.domain.messages import (
    Body,
    Choice,
    ContactCard,
    Contacts,
    Interactive,
    Location,
    Media,
    TemplateMessage,
    Text,
)
from console.domain.templates import Template, variables
from console.ui.picker.choices import message_of
from tests.road.inbound import heard, painted
from tests.stage import Stage


def png() -> bytes:
    made = BytesIO()
    Image.new("RGB", (8, 8), "tomato").save(made, "PNG")
    return made.getvalue()


DAYS = (("1", "Friday"), ("2", "Monday"))
KINDS: tuple[Body, ...] = (
    Text(text="*See* https://example.com", preview_url=True),
    Location(latitude=52.09, longitude=5.12, name="The shop", address="Oak Street 1"),
    Contacts(
        cards=(
            ContactCard(name="The Workshop", phones=("+31301234567",)),
            ContactCard(name="The Carrier", emails=("post@example.com",)),
        )
    ),
    Interactive(style="buttons", text="When?", options=DAYS, header="Delivery", footer="Shop"),
    Interactive(
        style="list", text="When?", options=DAYS, descriptions=("from 9", ""), button="Days"
    ),
    Interactive(
        style="list",
        text="When?",
        options=(*DAYS, ("3", "Sunday")),
        sections=("This week", "Next week", ""),
        button="Days",
    ),
    Interactive(style="link", text="See", options=(("https://example.com/t", "Track it"),)),
    Interactive(style="location_request", text="Where are you?"),
    Interactive(style="contact_request", text="What is your number?"),
)


VOICE_NOTE = Path(__file__).parents[2] / "resources" / "simulator" / "files" / "voice-note.ogg"
SAMPLES = {
    MediaKind.IMAGE: ("sofa.png", png()),
    MediaKind.VIDEO: ("sofa.mp4", b"\0\0\0\x18ftypmp42" + bytes(32)),
    MediaKind.DOCUMENT: ("manual.pdf", b"%PDF-1.4\n%%EOF\n"),
}


async def arrived(stage: Stage, desk: Desk, session_id: SessionId) -> list[Body]:
    """What the rep sent, as the transcript shows it; all of it was delivered."""
    await stage.settle()
    await stage.pass_time(seconds=5)
    rows = await stage.transcript(desk, session_id)
    ours = [row.message for row in rows if row.message.direction is Direction.OUTBOUND]
    assert {one.state for one in ours} == {Delivery.DELIVERED}
    return [one.body for one in ours]


async def test_a_long_text_goes_as_several_messages_in_order(stage: Stage) -> None:
    desk = await stage.desk("maya")
    session_id = await stage.conversation(desk)
    words = " ".join(f"word{number}" for number in range(1200))
    desk.send(session_id, Text(text=words), split=True)
    bodies = await arrived(stage, desk, session_id)
    assert len(bodies) == 3
    assert " ".join(stage.reached()) == words


async def test_every_free_form_kind_reaches_the_phone_and_is_shown_as_it_was_sent(
    either_stage: Stage,
) -> None:
    stage = either_stage
    desk = await stage.desk("maya")
    session_id = await stage.conversation(desk)
    for body in KINDS:
        desk.send(session_id, body)
    assert await arrived(stage, desk, session_id) == list(KINDS)
    received = [one.type for one in stage.customer().received()]
    assert received == ["text", "location", "contacts", *["interactive"] * 6]


async def test_a_sticker_and_a_document_go_as_what_they_are(
    stage: Stage, tmp_path: Path
) -> None:
    desk = await stage.desk("maya")
    session_id = await stage.conversation(desk)
    sticker, manual = tmp_path / "thanks.webp", tmp_path / "manual.pdf"
    Image.new("RGBA", (64, 64), "tomato").save(sticker)
    manual.write_bytes(b"%PDF-1.4\n%%EOF\n")
    desk.send(session_id, Text(text="Here it is"), files=(str(manual), str(sticker)))
    document, picture = await arrived(stage, desk, session_id)
    assert isinstance(document, Media)
    assert isinstance(picture, Media)
    assert (document.caption, document.name) == ("Here it is", "manual.pdf")
    assert (picture.media, picture.caption) == (MediaKind.STICKER, "")
    sent = [one.body for one in stage.customer().received()]
    assert [one["type"] for one in sent] == ["document", "sticker"]
    assert (
        sent[0]["document"].items()
        >= {"caption": "Here it is", "filename": "manual.pdf"}.items()
    )
    assert sent[1]["sticker"].keys() == {"id"}


@pytest.mark.parametrize("kind", [MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.DOCUMENT])
@pytest.mark.usefixtures("qtbot")
async def test_a_file_above_buttons_reaches_the_phone_and_is_said_and_painted(
    stage: Stage, tmp_path: Path, kind: MediaKind
) -> None:
    desk = await stage.desk("maya")
    session_id = await stage.conversation(desk)
    name, content = SAMPLES[kind]
    file = tmp_path / name
    file.write_bytes(content)
    asked = Interactive(style="buttons", text="This one?", options=DAYS, header_media=kind)
    desk.send(session_id, asked, files=(str(file),))
    (shown,) = await arrived(stage, desk, session_id)
    assert isinstance(shown, Interactive)
    assert (shown.header_media, shown.header_file) == (kind, name)
    (received,) = stage.customer().received()
    header = received.body["interactive"]["header"]
    named = {"filename": name} if kind is MediaKind.DOCUMENT else {}
    assert header["type"] == kind.value
    assert header[kind.value] == {"id": header[kind.value]["id"]} | named
    above = {MediaKind.VIDEO: "With a video", MediaKind.DOCUMENT: name}
    words = above.get(kind, "With a picture")
    rows = await stage.transcript(desk, session_id)
    said = f"Maya Okafor: {words}. This one? Buttons: Friday, Monday, "
    assert heard(stage, rows, len(rows) - 1).startswith(said)
    shown_words = painted(stage, rows, len(rows) - 1)
    assert "This one?" in shown_words
    assert kind is MediaKind.IMAGE or words in shown_words


async def test_a_sound_above_buttons_is_refused_and_the_words_come_back(
    stage: Stage, tmp_path: Path
) -> None:
    desk = await stage.desk("maya")
    session_id = await stage.conversation(desk)
    sound = tmp_path / "song.mp3"
    sound.write_bytes(b"ID3" + bytes(64))
    asked = Interactive(
        style="buttons", text="This one?", options=DAYS, header_media=MediaKind.IMAGE
    )
    desk.send(session_id, asked, files=(str(sound),))
    await stage.settle()
    assert stage.customer().received() == []
    draft = desk.draft(session_id)
    assert (draft.text, draft.files) == ("This one?", (str(sound),))


async def test_the_rep_decides_whether_a_link_is_previewed(stage: Stage) -> None:
    desk = await stage.desk("maya")
    session_id = await stage.conversation(desk)
    for preview in (True, False):
        desk.send(session_id, Text(text="https://example.com/a", preview_url=preview))
    await arrived(stage, desk, session_id)
    told = [one.body["text"].get("preview_url") for one in stage.customer().received()]
    assert told == [True, None]


async def test_a_template_with_a_place_above_reaches_the_phone_and_shows_its_name(
    stage: Stage,
) -> None:
    desk = await stage.desk("maya")
    session_id = await stage.conversation(desk)
    template = next(one for one in desk.templates() if one.header_format == "location")
    values = {one.key: one.example or "Oak Street" for one in variables(template)}
    values["header.where"] = "https://maps.google.com/?q=52.09,5.12"
    desk.send(session_id, message_of(template, values))
    (shown,) = await arrived(stage, desk, session_id)
    assert isinstance(shown, TemplateMessage)
    assert shown.header_text == "Oak Street"
    (received,) = stage.customer().received()
    header = received.body["template"]["components"][0]["parameters"]
    assert header[0]["location"] == {
        "latitude": 52.09,
        "longitude": 5.12,
        "name": "Oak Street",
        "address": "Oak Street",
    }


async def test_a_tap_on_a_button_comes_back_as_the_choice(stage: Stage) -> None:
    desk = await stage.desk("maya")
    session_id = await stage.conversation(desk)
    desk.send(session_id, KINDS[3])
    await arrived(stage, desk, session_id)
    lucas = stage.customer()
    lucas.taps(lucas.received()[-1].wamid, "Monday")
    await stage.settle()
    rows = await stage.transcript(desk, session_id)
    (choice,) = [r.message for r in rows if isinstance(r.message.body, Choice)]
    assert choice.body == Choice(title="Monday", choice_id="2")
    assert choice.quote is not None
    assert choice.quote.text == "When?"


def named_template(desk: Desk, name: str) -> Template:
    return next(one for one in desk.templates() if one.name == name)


@pytest.mark.usefixtures("qtbot")
async def test_a_recording_reaches_the_phone_as_a_voice_note_and_leaves_the_draft_alone(
    stage: Stage,
) -> None:
    desk = await stage.desk("maya")
    session_id = await stage.conversation(desk)
    desk.save_draft(session_id, Draft(text="Later"))
    desk.send_file(session_id, str(VOICE_NOTE))
    (shown,) = await arrived(stage, desk, session_id)
    assert isinstance(shown, Media)
    assert (shown.voice, shown.duration_s) == (True, 12.0)
    (received,) = stage.customer().received()
    assert received.body["audio"]["voice"] is True
    assert desk.draft(session_id).text == "Later"
    rows = await stage.transcript(desk, session_id)
    assert "Voice message · 0:12" in heard(stage, rows, len(rows) - 1)


@pytest.mark.usefixtures("qtbot")
async def test_a_carousel_goes_with_a_picture_on_every_card_and_says_which_was_tapped(
    either_stage: Stage, tmp_path: Path
) -> None:
    stage = either_stage
    desk = await stage.desk("maya")
    session_id = await stage.conversation(desk)
    template = named_template(desk, "choose_a_fabric")
    values = {"body.1": "Lucas", "card.0.body.1": "Moss", "card.0.button.1": "moss"}
    values |= {"card.1.body.1": "Grey", "card.1.button.1": "grey"}
    files = [tmp_path / name for name in ("moss.png", "grey.png")]
    for file, colour in zip(files, ("green", "grey"), strict=True):
        Image.new("RGB", (8, 8), colour).save(file)
    desk.send(session_id, message_of(template, values), files=tuple(map(str, files)))
    (shown,) = await arrived(stage, desk, session_id)
    assert isinstance(shown, TemplateMessage)
    assert [card.text for card in shown.cards] == [
        "Moss, hard-wearing and washable at home.",
        "Grey, soft and warm to the touch.",
    ]
    assert len({card.media_id for card in shown.cards}) == 2
    rows = await stage.transcript(desk, session_id)
    last = len(rows) - 1
    assert "Card 2: Grey, soft and warm to the touch., This one, See it" in heard(
        stage, rows, last
    )
    assert "Card 1 | Moss, hard-wearing and washable at home." in painted(stage, rows, last)
    (received,) = stage.customer().received()
    second = received.body["template"]["components"][1]["cards"][1]
    assert second["card_index"] == 1
    assert second["components"][0]["parameters"][0]["type"] == "image"
    stage.customer().taps(received.wamid, "This one")
    await stage.settle()
    rows = await stage.transcript(desk, session_id)
    assert rows[-1].message.body == Choice(title="This one", choice_id="1: This one")


async def test_a_carousel_with_a_file_missing_or_of_the_wrong_kind_is_refused_in_words(
    stage: Stage, tmp_path: Path
) -> None:
    desk = await stage.desk("maya")
    session_id = await stage.conversation(desk)
    template = named_template(desk, "choose_a_fabric")
    values = {one.key: "moss" for one in variables(template)}
    picture, film = tmp_path / "moss.png", tmp_path / "moss.mp4"
    picture.write_bytes(png())
    film.write_bytes(SAMPLES[MediaKind.VIDEO][1])
    for files in ((str(picture),), (str(picture), str(film))):
        desk.send(session_id, message_of(template, values), files=files)
        await stage.settle()
        assert stage.customer().received() == []
        assert desk.draft(session_id).files[-len(files) :] == files


@pytest.mark.usefixtures("qtbot")
async def test_an_offer_says_until_when_it_holds(stage: Stage, tmp_path: Path) -> None:
    desk = await stage.desk("maya")
    session_id = await stage.conversation(desk)
    session = desk.session(session_id)
    assert session is not None
    await desk.record_consent(
        session.customer_id, Purpose.MARKETING, granted=True, source="phone", wording="Yes"
    )
    template = named_template(desk, "weekend_offer")
    ends_at = (desk.now() + timedelta(days=2)).replace(microsecond=0)
    values = {"body.1": "Lucas", "button.0": "CHAIR15", "button.1": "lucas"}
    values["offer.ends"] = ends_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    file = tmp_path / "chair.png"
    file.write_bytes(png())
    desk.send(session_id, message_of(template, values), files=(str(file),))
    (shown,) = await arrived(stage, desk, session_id)
    assert isinstance(shown, TemplateMessage)
    assert (shown.offer, shown.offer_ends_at) == ("Weekend offer", ends_at)
    (received,) = stage.customer().received()
    offer = received.body["template"]["components"][1]["parameters"][0]
    told = {"expiration_time_ms": int(ends_at.timestamp() * 1000)}
    assert offer == {"type": "limited_time_offer", "limited_time_offer": told}
    rows = await stage.transcript(desk, session_id)
    assert "Weekend offer · until" in painted(stage, rows, len(rows) - 1)
    assert "Weekend offer · until" in heard(stage, rows, len(rows) - 1)


async def test_a_flow_opens_with_the_data_the_rep_wrote(stage: Stage) -> None:
    desk = await stage.desk("maya")
    session_id = await stage.conversation(desk)
    template = named_template(desk, "book_a_visit")
    for data in ("order=AF-88213, city=Lyon", ""):
        values = {"body.1": "Lucas", "button.0": data}
        desk.send(session_id, message_of(template, values))
    await arrived(stage, desk, session_id)
    actions = [
        one.body["template"]["components"][1]["parameters"][0]["action"]
        for one in stage.customer().received()
    ]
    assert [action.get("flow_action_data") for action in actions] == [
        {"order": "AF-88213", "city": "Lyon"},
        None,
    ]
    assert all(action["flow_token"] for action in actions)
