"""How long a voice note is, read off its container."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from console.hub.lengths import opus_s
from console.simulator.scenarios import RESOURCES
from tests.floor import Floor
from tests.platform_road import LUCAS, Road, built

VOICE = RESOURCES / "files" / "voice-note.ogg"


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        yield road


def test_a_voice_note_tells_its_seconds() -> None:
    assert opus_s(VOICE) == 12.0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"OggS",
        VOICE.read_bytes()[:40],
        VOICE.read_bytes().replace(b"OpusHead", b"vorbis  "),
        VOICE.read_bytes() + b"OggS\0\0" + b"\xff" * 7 + b"\x7f",
        b"RIFF" * 100,
    ],
)
def test_a_file_that_is_broken_or_something_else_tells_none(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "sound"
    path.write_bytes(content)
    assert opus_s(path) == 0.0


async def test_the_transcript_and_the_list_say_how_long_a_voice_note_is(road: Road) -> None:
    road.simulator.customer(LUCAS, "Lucas Moreau").sends_voice(VOICE)
    await road.settle()
    (message,) = await road.inbound()
    assert (message["body"]["voice"], message["body"]["duration_s"]) == (True, 12.0)
