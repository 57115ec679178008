"""Strangers' pictures are decoded by a process that may die, and by nothing else."""

import asyncio
import io
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
import sqlalchemy as sa
from PIL import Image

from console.hub import previews as previews_module
from console.hub.files import FileStore
from console.hub.filetypes import sniff
from console.hub.previews import Made, Previews, Refused, WorkerDied
from console.hub.store import schema
from console.wire import requests
from tests import bombs
from tests.given import GivenHub, a_hub

_RSS_BOUND_BYTES = 24 * 1024 * 1024


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "media")


@pytest.fixture
async def previews(files: FileStore) -> AsyncIterator[Previews]:
    made = Previews(files)
    yield made
    made.close()


def kept(files: FileStore, content: bytes) -> tuple[str, str]:
    """The digest of a file that is kept now, and its type."""
    with files.incoming() as incoming:
        incoming.write(content)
        sha256 = incoming.keep().sha256
    return sha256, sniff(content[:512], "image/png")


async def test_t6_a_bomb_is_refused_in_words_and_costs_the_hub_no_memory(
    files: FileStore, previews: Previews
) -> None:
    all_of_them = {name: kept(files, content) for name, content in bombs.BOMBS.items()}
    assert isinstance(await previews.make(*kept(files, bombs.photo())), Made)
    before = psutil.Process().memory_info().rss
    for name, (sha256, mime) in all_of_them.items():
        outcome = await previews.make(sha256, mime)
        assert isinstance(outcome, Refused), name
        assert outcome.words.endswith("."), name
        assert previews.path(sha256) is None, name
    assert psutil.Process().memory_info().rss - before < _RSS_BOUND_BYTES
    too_large = await previews.make(*all_of_them["30,000² in one bit"])
    assert too_large == Refused("Too large to be shown: 30,000 × 30,000 pixels.")


@pytest.mark.parametrize("content", [bombs.gif(100_000), bombs.apng(10_000)])
async def test_t6_of_many_frames_only_the_first_is_looked_at(
    files: FileStore, previews: Previews, content: bytes
) -> None:
    sha256, mime = kept(files, content)
    assert await previews.make(sha256, mime) == Made(1, 1)
    path = previews.path(sha256)
    assert path is not None
    with Image.open(path) as image:
        assert not getattr(image, "is_animated", False)


async def test_t6_a_picture_that_takes_for_ever_is_out_of_time_and_the_next_is_made(
    files: FileStore, previews: Previews
) -> None:
    endless = kept(files, bombs.many_scans())
    if sys.platform == "win32":
        with pytest.raises(WorkerDied):
            await previews.make(*endless)
    else:
        outcome = await previews.make(*endless)
        assert outcome == Refused("Can’t be shown: it takes too long to read.")
    assert isinstance(await previews.make(*kept(files, bombs.photo())), Made)


async def test_t6_a_worker_that_is_stopped_or_hangs_is_replaced(
    files: FileStore, previews: Previews, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = kept(files, bombs.photo())
    await previews.make(*photo)
    worker = previews._worker
    assert worker is not None
    with monkeypatch.context() as hurried:
        hurried.setattr(previews_module, "WALL_S", 0.01)
        with pytest.raises(WorkerDied):
            await previews.make(*kept(files, bombs.photo(size=(6000, 6000))))
    assert worker.poll() is not None
    assert isinstance(await previews.make(*photo), Made)
    next_one = previews._worker
    assert next_one is not None
    next_one.kill()
    next_one.wait()
    assert isinstance(await previews.make(*photo), Made)


async def test_t6_a_preview_is_small_upright_and_tells_nothing_of_where_it_was_taken(
    files: FileStore, previews: Previews
) -> None:
    notes = Image.Exif()
    notes[0x0112] = 6  # turn it by 90 degrees
    notes[0x8825] = {1: "N", 2: (52.0, 22.0, 12.0)}  # where it was taken
    content = bombs.photo(size=(3200, 2000), exif=notes, comment=b"by Lucas")
    sha256, mime = kept(files, content)
    assert await previews.make(sha256, mime) == Made(2000, 3200)
    path = previews.path(sha256)
    assert path is not None
    with Image.open(path) as image:
        assert (image.format, image.size) == ("WEBP", (1000, 1600))
        assert dict(image.getexif()) == {}
    assert b"Lucas" not in path.read_bytes()


@pytest.mark.parametrize("content", [bombs.JPEG_AND_PAGE, bombs.PNG_AND_ZIP])
async def test_t7_what_hangs_on_a_picture_does_not_come_along(
    files: FileStore, previews: Previews, content: bytes
) -> None:
    sha256, mime = kept(files, content)
    assert isinstance(await previews.make(sha256, mime), Made)
    path = previews.path(sha256)
    assert path is not None
    assert b"script" not in path.read_bytes()
    assert b"PK\x03\x04" not in path.read_bytes()


@pytest.mark.parametrize("mime", ["image/svg+xml", "image/tiff", "application/pdf", ""])
async def test_t7_only_four_formats_are_ever_opened(
    files: FileStore, previews: Previews, mime: str
) -> None:
    outcome = await previews.make(kept(files, bombs.photo())[0], mime)
    assert outcome == Refused("Can’t be shown: it isn’t really a picture.")
    assert previews._worker is None


async def test_t7_a_picture_of_another_type_than_was_sniffed_is_not_opened(
    files: FileStore, previews: Previews
) -> None:
    sha256, _ = kept(files, bombs.photo())
    assert isinstance(await previews.make(sha256, "image/png"), Refused)


def test_t6_the_worker_has_no_network_where_the_system_can_take_it_away() -> None:
    worker = previews_module._WORKER
    attempt = (
        "import runpy, socket, sys\n"
        "listening = socket.create_server(('127.0.0.1', 0))\n"
        f"worker = runpy.run_path({str(worker)!r})\n"
        "confined = worker['confine']()\n"
        "try:\n"
        "    socket.create_connection(listening.getsockname(), timeout=2)\n"
        "    reached = True\n"
        "except OSError:\n"
        "    reached = False\n"
        "print(confined, reached)\n"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", attempt], capture_output=True, text=True, check=True
    )
    confined, reached = run.stdout.split()
    assert {confined, reached} == {"True", "False"}


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[GivenHub]:
    async with a_hub(tmp_path) as given:
        await given.rep("maya")
        yield given


async def uploaded(hub: GivenHub, content: bytes) -> str:
    async with hub.client("maya") as client:
        answer = await client.post(requests.MEDIA_UP, content=content, params={"name": "a.png"})
    return str(answer.json()["media_id"])


async def test_t6_the_hub_keeps_answering_while_bombs_are_looked_at(hub: GivenHub) -> None:
    ids = [await uploaded(hub, content) for content in (*bombs.BOMBS.values(), bombs.gif(50))]
    async with hub.client("maya") as client:
        slowest_s = 0.0
        working = asyncio.get_running_loop().create_future()
        async with asyncio.TaskGroup() as tasks:
            work = tasks.create_task(hub.settle())
            work.add_done_callback(working.set_result)
            while not working.done():
                began = time.perf_counter()
                assert (await client.get("/healthz")).status_code == 200
                slowest_s = max(slowest_s, time.perf_counter() - began)
        codes = [
            (await client.get(requests.PREVIEW.format(media_id=one))).status_code for one in ids
        ]
    assert codes == [404] * len(bombs.BOMBS) + [200]
    assert slowest_s < 2.0  # what others do on this machine included


async def test_a_preview_is_made_by_durable_work_and_again_if_it_is_lost(
    hub: GivenHub, tmp_path: Path
) -> None:
    media_id = await uploaded(hub, bombs.photo())
    path = requests.PREVIEW.format(media_id=media_id)
    async with hub.client("maya") as client:
        early = await client.get(path)
        assert (early.status_code, early.headers["retry-after"]) == (503, "5")
        await hub.settle()
        there = await client.get(path)
        assert (there.status_code, there.headers["content-type"]) == (200, "image/webp")
        with Image.open(io.BytesIO(there.content)) as image:
            assert image.size == (64, 48)
        (preview,) = (tmp_path / "media").rglob("*.preview")
        os.unlink(preview)  # noqa: PTH108 - as a person would
        assert (await client.get(path)).status_code == 503
        await hub.settle()
        assert (await client.get(path)).status_code == 200


async def test_a_worker_that_keeps_dying_is_asked_three_times(
    hub: GivenHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews_module, "WALL_S", 0.0)
    media_id = await uploaded(hub, bombs.photo(size=(3000, 3000)))
    await hub.settle()
    async with hub.hub.store.reading() as connection:
        job = await connection.execute(sa.select(schema.job.c.attempts, schema.job.c.kind))
        assert [row.attempts for row in job if row.kind == "make_preview"] == [1]
    await hub.pass_time(minutes=2)
    async with hub.client("maya") as client:
        refused = await client.get(requests.PREVIEW.format(media_id=media_id))
    assert (refused.status_code, refused.json()["detail"]) == (
        404,
        "Can’t be shown: it takes too long to read.",
    )
