"""Files from customers: fetched, named, marked, and gone on with after a break."""

import os
import sys
from pathlib import Path

import pytest

from console.desk.changes import FilesChanged
from console.desk.desk import Desk
from console.desk.rows import FileState
from console.domain.errors import InvalidInput
from console.domain.ids import MediaId
from tests.desk.conftest import Place
from tests.desk.small_hub import SmallHub
from tests.desk.views import file_body, message
from tests.fakes import until

PAPER = MediaId("paper")
DATA = bytes(range(256)) * 2000


def content(path: Path) -> bytes:
    return path.read_bytes()


def state(desk: Desk) -> FileState:
    return desk.file(PAPER).state


async def test_a_file_comes_to_the_downloads_folder_and_is_marked(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    hub.media[PAPER] = DATA
    view = message("m1", "sofa-talk", 1, body=file_body(PAPER, "../bill.pdf", len(DATA)))
    (place.downloads / "bill.pdf").write_text("another one")
    desk.download(view)
    assert state(desk) is FileState.MOVING
    await until(lambda: state(desk) is FileState.SAVED)
    saved = Path(desk.file(PAPER).path)
    assert saved == place.downloads / "bill (2).pdf"
    assert content(saved) == DATA
    assert [path.name for path in place.downloads.glob(".*")] == []
    assert FilesChanged(frozenset({PAPER})) in place.notices
    if sys.platform == "linux" and "user.xdg.origin.url" in _marks(saved):
        assert os.getxattr(saved, "user.xdg.origin.url").startswith(b"http://127.0.0.1")


def _marks(path: Path) -> list[str]:
    try:
        return os.listxattr(path)
    except OSError:  # not every file system has them
        return []


async def test_a_broken_download_says_so_and_goes_on_where_it_broke(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    hub.media[PAPER], hub.break_after = DATA, 100_000
    view = message("m1", "sofa-talk", 1, body=file_body(PAPER, "bill.pdf", len(DATA)))
    desk.download(view)
    await until(lambda: state(desk) is FileState.FAILED)
    assert "broke" in desk.file(PAPER).trouble
    part = next(place.downloads.glob(".*.part"))
    assert 0 < part.stat().st_size < len(DATA)
    desk.download(view)
    await until(lambda: state(desk) is FileState.SAVED)
    assert content(Path(desk.file(PAPER).path)) == DATA


async def test_a_file_that_the_hub_has_not_is_said_in_its_words(desk: Desk) -> None:
    desk.download(message("m1", "sofa-talk", 1, body=file_body(PAPER, "bill.pdf", 5)))
    await until(lambda: state(desk) is FileState.FAILED)
    assert desk.file(PAPER).trouble == "The file isn’t there any more."
    with pytest.raises(InvalidInput):
        desk.download(message("m2", "sofa-talk", 2))


async def test_a_canceled_download_can_be_taken_up_again(desk: Desk, hub: SmallHub) -> None:
    hub.media[PAPER] = DATA
    view = message("m1", "sofa-talk", 1, body=file_body(PAPER, "bill.pdf", len(DATA)))
    desk.download(view)
    desk.cancel_download(PAPER)
    assert state(desk) is FileState.AT_HUB
    desk.download(view)
    await until(lambda: state(desk) is FileState.SAVED)


async def test_downloads_are_listed_newest_first_until_they_are_canceled(
    desk: Desk, hub: SmallHub
) -> None:
    hub.media[PAPER] = DATA
    first = message("m1", "sofa-talk", 1, body=file_body(PAPER, "bill.pdf", len(DATA)))
    plan = file_body(MediaId("plan"), "plan.pdf", len(DATA))
    second = message("m2", "sofa-talk", 2, body=plan)
    desk.download(first)
    desk.download(second)
    assert [row.message.message_id for row in desk.downloads()] == ["m2", "m1"]
    desk.cancel_download(MediaId("plan"))
    await until(lambda: state(desk) is FileState.SAVED)
    (left,) = desk.downloads()
    assert left.file == desk.file(PAPER)


async def test_what_was_saved_is_known_at_the_next_start(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    hub.media[PAPER] = DATA
    view = message("m1", "sofa-talk", 1, body=file_body(PAPER, "bill.pdf", len(DATA)))
    hub.messages[view.message_id] = view
    desk.download(view)
    await until(lambda: state(desk) is FileState.SAVED)
    await desk._seated().cache.load()  # what was told before is written now
    again = place.desk()
    await again.resume()
    assert again.file(PAPER).state is FileState.SAVED
    rows = (await again.thread(view.conversation_id)).rows
    assert rows[0].file == again.file(PAPER)
    await again.close()


async def test_t6_what_is_shown_is_the_hubs_small_picture_fetched_once(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    hub.media["photo"], hub.previews["photo"] = b"the customer's own bytes", b"a preview"
    photo = MediaId("photo")
    assert desk.picture(photo) == ""
    assert desk.picture(photo) == ""
    await until(lambda: FilesChanged(frozenset({"photo"})) in place.notices)
    assert desk.opened(desk.picture(photo)) == b"a preview"
    assert [path for path in hub.asked if "photo" in path] == ["/v1/media/photo/preview"]


async def test_a_picture_still_on_its_way_is_asked_for_again(desk: Desk, hub: SmallHub) -> None:
    photo = MediaId("photo")
    assert desk.picture(photo) == ""
    await until(lambda: "/v1/media/photo/preview" in hub.asked)
    hub.previews["photo"] = b"a preview"
    await until(lambda: desk.picture(photo))
