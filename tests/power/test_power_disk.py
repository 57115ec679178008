"""The disk after a power cut: what was synced stays, the rest may be there, torn, or lost."""

import random
from pathlib import Path

from tests.power.disk import SECTOR, Act, Disk, read


def test_f22_what_was_synced_survives_every_cut_and_the_rest_some() -> None:
    found = Disk({"w": bytearray()})
    found.take(Act("w", "w", 0, b"a" * 4))
    found.take(Act("s", "w"))
    found.take(Act("w", "w", 4, b"b" * 4 * SECTOR))
    left = [found.cut(random.Random(seed))["w"] for seed in range(200)]
    assert all(image.startswith(b"aaaa") for image in left)
    sizes = {(len(image) - 4) / SECTOR for image in left}
    assert sizes == {0.0, 1.0, 2.0, 3.0, 4.0}
    assert found.whole()["w"] == b"aaaa" + b"b" * 4 * SECTOR


def test_f22_a_sync_of_one_file_keeps_nothing_of_another() -> None:
    found = Disk({})
    found.take(Act("w", "d", 0, b"x"))
    found.take(Act("s", "w"))
    assert {found.cut(random.Random(seed))["d"] for seed in range(50)} == {b"", b"x"}


def test_f22_a_disk_that_lies_loses_what_it_said_it_had_synced() -> None:
    found = Disk({}, honest=False)
    found.take(Act("w", "w", 0, b"x"))
    found.take(Act("s", "w"))
    assert b"" in {found.cut(random.Random(seed))["w"] for seed in range(50)}


def test_a_file_is_cut_off_and_grown_as_the_system_does_it() -> None:
    found = Disk({"w": bytearray(b"abcdef")})
    found.take(Act("t", "w", 2))
    found.take(Act("w", "w", 4, b"z"))
    assert found.whole()["w"] == b"ab\0\0z"


def test_notes_that_were_cut_off_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    one = b"ww\0\0" + (3).to_bytes(4, "little") + (7).to_bytes(8, "little") + b"abc"
    notes.write_bytes(one + one[:-1])
    assert list(read(notes)) == [Act("w", "w", 7, b"abc", len(one))]
