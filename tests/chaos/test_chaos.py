"""Worlds of the suite: two hundred seeds, and proof that a seed replays."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chaos import world

ROOT = Path(__file__).resolve().parent.parent.parent
_CHUNKS, _A_CHUNK = 20, 10


def _steps(seed: int) -> int:
    """Most worlds are short, so that many fit; some are long enough for things to pile up."""
    return 24 if seed % 20 == 0 else 10 if seed % 5 == 0 else 5


@pytest.mark.parametrize("chunk", range(_CHUNKS))
def test_worlds_hold(chunk: int) -> None:
    for seed in range(chunk * _A_CHUNK, (chunk + 1) * _A_CHUNK):
        world.run(seed, steps=_steps(seed))


def test_a_seed_replays_to_the_same_trace() -> None:
    for seed in (2, 6, 9):
        assert world.run(seed, steps=12) == world.run(seed, steps=12)


def test_a_seed_replays_in_a_process_whose_sets_have_another_order() -> None:
    assert _trace_in_a_process("1") == _trace_in_a_process("2")


def _trace_in_a_process(hash_seed: str) -> str:
    code = "from tests.chaos import world; print(world.run(2, steps=12))"
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout
