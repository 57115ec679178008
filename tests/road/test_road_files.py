"""Stories: pictures and files come in and go out."""

from pathlib import Path

from console.desk.desk import Desk
from console.desk.rows import FileState
from console.domain.ids import MediaId, SessionId
from console.domain.messages import Media, Text
from console.simulator.scenarios import RESOURCES
from tests import bombs
from tests.stage import Stage

PHOTO = RESOURCES / "img" / "table-corner.jpg"


def same_bytes(path: str, other: Path) -> bool:
    return Path(path).read_bytes() == other.read_bytes()


async def test_a_picture_comes_in_and_is_previewed_and_downloaded(stage: Stage) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    stage.customer().sends_image(PHOTO, "One corner arrived split")
    await stage.settle()
    (message,) = [
        row.message
        for row in await stage.transcript(maya, session_id)
        if isinstance(row.message.body, Media)
    ]
    assert isinstance(message.body, Media)
    media_id = message.body.media_id
    assert message.body.size_bytes == PHOTO.stat().st_size
    await stage.until(lambda: maya.picture(media_id))
    assert maya.opened(maya.picture(media_id))[8:12] == b"WEBP"  # none of his bytes
    assert (await shown(stage, maya, session_id)).width_px > 0

    maya.download(message)
    await stage.until(lambda: maya.file(media_id).state is FileState.SAVED)
    assert same_bytes(maya.file(media_id).path, PHOTO)


async def test_t6_a_picture_that_is_a_bomb_becomes_a_file_with_a_sentence(stage: Stage) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    stage.customer().sends_image(bombs.png(30_000, 1, 0), "Look")
    await stage.settle()
    body = await shown(stage, maya, session_id)
    assert body.unshown == "Too large to be shown: 30,000 × 30,000 pixels."
    assert maya.picture(body.media_id) == ""


async def test_a_document_is_a_file_and_not_a_picture_that_was_refused(stage: Stage) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    stage.customer().sends_document(b"%PDF-1.4\n%%EOF\n", "invoice.pdf")
    await stage.settle()
    body = await shown(stage, maya, session_id)
    assert (body.name, body.unshown) == ("invoice.pdf", "")


async def shown(stage: Stage, desk: Desk, session_id: SessionId) -> Media:
    """The body of the one file in a transcript."""
    bodies = [row.message.body for row in await stage.transcript(desk, session_id)]
    (body,) = [body for body in bodies if isinstance(body, Media)]
    return body


async def test_a_file_goes_out_with_its_words(stage: Stage, tmp_path: Path) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    label = tmp_path / "Return-label.pdf"
    label.write_bytes(b"%PDF-1.4\n" + b"x" * 2000 + b"\n%%EOF\n")
    assert maya.check_file(str(label)) == ""
    maya.send(session_id, Text(text="Here is the label."), files=(str(label),))
    await stage.settle()
    sent = stage.simulator.sent
    documents = [one for one in sent if one.type == "document"]
    assert documents[0].body["document"]["filename"] == "Return-label.pdf"
    kept = stage.simulator.world.media.files[documents[0].body["document"]["id"]]
    assert kept.content == label.read_bytes()


async def test_a_colleague_can_have_the_file_that_a_rep_sent(
    stage: Stage, tmp_path: Path
) -> None:
    maya, ruth = await stage.desk("maya"), await stage.desk("ruth", online=False)
    session_id = await stage.conversation(maya)
    label = tmp_path / "Return-label.pdf"
    label.write_bytes(b"%PDF-1.4\n%%EOF\n")
    maya.send(session_id, Text(text=""), files=(str(label),))
    await stage.settle()
    sent = await shown(stage, maya, session_id)
    await ruth.sound(sent.media_id)  # whatever it is, its bytes come


async def test_a_file_that_cannot_be_had_says_so(stage: Stage) -> None:
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya)
    media_before = set(stage.simulator.world.media.files)
    stage.customer().sends_image(PHOTO)
    (gone,) = set(stage.simulator.world.media.files) - media_before
    del stage.simulator.world.media.files[gone]
    await stage.settle()
    await stage.pass_time(minutes=5)
    bodies = [row.message.body for row in await stage.transcript(maya, session_id)]
    (body,) = [body for body in bodies if isinstance(body, Media)]
    assert body.missing
    assert maya.picture(MediaId(body.media_id)) == ""
