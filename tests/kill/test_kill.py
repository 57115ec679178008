"""A short loop of kills on each engine: nothing is lost, nothing is done twice."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
_ENDS_WITHIN_S = 540  # on a machine that is busy with other things; a quiet one takes 30


@pytest.mark.timeout(_ENDS_WITHIN_S + 30)
def test_f19_a_hub_and_desks_killed_at_work_lose_nothing_and_send_nothing_twice() -> None:
    told = _killed("--engine", "sqlite", "--kills", "4", "--seed", "11")
    assert "killed: desk" in told
    assert "killed: hub  " in told


@pytest.mark.timeout(_ENDS_WITHIN_S + 30)
@pytest.mark.xdist_group("postgresql")
def test_f20_f21_replicas_killed_or_frozen_past_their_leases_do_nothing_twice() -> None:
    told = _killed("--engine", "postgresql", "--replicas", "2", "--kills", "4", "--seed", "14")
    assert "killed: hub  " in told
    assert "killed: hub frozen" in told


def _killed(*arguments: str) -> str:
    """What the loop told of a run in which nothing broke."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.kill", *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=_ENDS_WITHIN_S,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout
