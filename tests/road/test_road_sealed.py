"""A day at a desk, and then its disk in strangers' hands: nothing on it can be read."""

import asyncio
import tempfile
from base64 import b64encode
from pathlib import Path

import pytest

from console.app.shop.colleague import PASSWORD
from console.desk.credentials import MemoryCredentials
from console.desk.desk import Desk
from console.desk.rows import Draft, LinkState
from console.domain.ids import SessionId
from console.domain.messages import Media, NoteText, Text
from tests.road.test_road_files import PHOTO
from tests.stage import Stage

NUMBER, NAME = "+33 6 77 88 99 11", "Canaria Ave"
WRITTEN, ANSWERED, NOTED = "canary-of-the-customer", "canary-of-the-rep", "canary-of-the-team"
TYPED, UNSENT = "canary-still-a-draft", "canary-without-a-network"
FILES = (b"WEBPVP8", b"a recording")


def legible(folder: Path, canaries: list[str]) -> list[tuple[str, bytes]]:
    """Which of the canaries lie in which files of the folder, in any form they could have."""
    digits = "".join(filter(str.isdigit, NUMBER))
    forms = [one.encode() for one in (*canaries, digits, *map(str.casefold, canaries))]
    forms += [b64encode(digits.encode())[:12], *FILES]
    contents = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return [(name, form) for name, held in contents.items() for form in forms if form in held]


@pytest.fixture
def canaries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a day leaves behind and must be legible nowhere; temporary files lie at the desk."""
    for variable in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(variable, str(tmp_path / "maya"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "maya"))
    return [NUMBER, NAME, WRITTEN, ANSWERED, NOTED, TYPED, UNSENT, PASSWORD]


async def _day(stage: Stage, desk: Desk) -> SessionId:
    """Everything a desk keeps: rows, texts, a photo, a recording, a note, an answer."""
    canary = stage.customer(NUMBER, NAME)
    canary.writes(WRITTEN)
    await stage.settle()
    session_id = await stage.accept(desk)
    canary.sends_image(PHOTO, WRITTEN)
    desk.send(session_id, Text(text=ANSWERED))
    desk.send(session_id, NoteText(text=NOTED))
    await stage.settle()
    canary.sends_document(b"a recording of a canary", "recording.ogg")
    await stage.settle()
    photo, recording = await _media(stage, desk, session_id)
    await stage.until(lambda: desk.picture(photo.media_id))
    assert desk.opened(desk.picture(photo.media_id))[8:12] == b"WEBP"
    for _ in range(2):  # fetched, then kept
        assert await desk.sound(recording.media_id) == b"a recording of a canary"
    return session_id


async def _media(stage: Stage, desk: Desk, session_id: SessionId) -> list[Media]:
    bodies = [row.message.body for row in await stage.transcript(desk, session_id)]
    return [body for body in bodies if isinstance(body, Media)]


async def test_t14_after_a_day_nothing_on_the_disk_can_be_read(
    stage: Stage, canaries: list[str]
) -> None:
    maya = await stage.desk("maya")
    session_id = await _day(stage, maya)
    seat = stage.seat(maya)
    canaries += [part for kept in seat.credentials._tokens.values() for part in kept.split()]
    await stage.unplug(maya)
    maya.send(session_id, Text(text=UNSENT))
    maya.save_draft(session_id, Draft(text=TYPED))
    assert [hit.message.session_id for hit in await maya.search("canary-of-the-cust")]
    await stage.pass_time(seconds=1)
    assert await asyncio.to_thread(legible, seat.folder, canaries) == []
    assert await asyncio.to_thread(legible, seat.folder.parent / "hub", canaries)
    await stage.kill(maya)
    assert await asyncio.to_thread(legible, seat.folder, canaries) == []
    await seat.cable.plug()
    again = await stage.start_again(maya)
    stage.seat(again).plugged = True
    await stage.pass_time(minutes=1)
    assert again.draft(session_id).text == TYPED
    assert UNSENT in stage.reached(NUMBER)


async def test_t15_two_reps_at_one_desk_read_each_only_their_own(
    stage: Stage, canaries: list[str]
) -> None:
    desk = await stage.desk("maya")
    session_id = await _day(stage, desk)
    desk.save_draft(session_id, Draft(text=TYPED))
    await desk.sign_out()
    seat = stage.seat(desk)
    ana = stage.story.reps["ana"].user_name
    await desk.sign_in(seat.cable.url, ana, PASSWORD, stay=True)
    await stage.until(lambda: desk.link.state is LinkState.CONNECTED)
    assert desk.draft(session_id).text == ""
    assert await desk._seated().cache.search(WRITTEN, 9) == []
    (kept,) = [name for name in seat.credentials._tokens if name.endswith("files")]
    assert kept.startswith(desk._seated().key)  # no key but Ana's is in the keyring
    assert await asyncio.to_thread(legible, seat.folder, canaries) == []
    await desk.sign_out()
    maya = stage.story.reps["maya"].user_name
    await desk.sign_in(seat.cable.url, maya, PASSWORD, stay=True)
    await stage.until(lambda: desk.link.state is LinkState.CONNECTED)
    assert desk.draft(session_id).text == TYPED
    assert desk.loss == ""


async def test_t14_a_key_that_is_lost_costs_drafts_and_says_so_and_the_rest_comes_back(
    stage: Stage,
) -> None:
    maya = await stage.desk("maya")
    session_id = await _day(stage, maya)
    maya.save_draft(session_id, Draft(text=TYPED))
    await stage.pass_time(seconds=1)
    await stage.kill(maya)
    seat = stage.seat(maya)
    keys = list((seat.folder / "desk").glob("*.key"))
    keys[0].unlink()
    seat.credentials = MemoryCredentials()
    stranger = stage._seat(seat.folder.name, seat.cable, seat.credentials).desk
    assert not await stranger.resume()
    name = stage.story.reps["maya"].user_name
    await stranger.sign_in(seat.cable.url, name, PASSWORD, stay=True)
    assert "Please write them again" in stranger.loss
    assert stranger.draft(session_id).text == ""
    assert NAME in [row.name for row in stranger.inbox()]
    await stranger.close()
