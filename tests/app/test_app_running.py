"""One application per person and home: second starts, crashes and races of real programs."""

from __future__ import annotations

import subprocess
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from console.app.running import Lock, take_lock
from tests.app.second_start import TOLD, console, environment, running, said_by, started


def test_a_second_start_tells_the_first_says_so_and_ends(tmp_path: Path) -> None:
    with running(tmp_path) as first:
        assert said_by(tmp_path, "repconsole://s/AAAAAAAAAAAAAAAAAAAAAA") == (0, TOLD, "")
        assert first.poll() is None


def test_t29_the_application_listens_at_no_port(tmp_path: Path) -> None:
    with running(tmp_path) as first:
        process = psutil.Process(first.pid)
        ports = [one for one in process.net_connections("inet") if one.status == "LISTEN"]
        assert ports == []


def test_after_a_crash_the_next_start_is_the_application(tmp_path: Path) -> None:
    with running(tmp_path) as first:
        first.kill()
        first.wait()
    stale = Path((tmp_path / "state" / "running").read_text())
    assert stale.is_socket()
    with running(tmp_path) as next_one:
        assert said_by(tmp_path) == (0, TOLD, "")
        assert next_one.poll() is None


def test_a_race_of_two_starts_ends_in_one_application(tmp_path: Path) -> None:
    with started(tmp_path) as one, started(tmp_path) as other:
        loser = _first_to_end(one, other)
        assert loser.communicate() == (TOLD, "")
        assert loser.returncode == 0
        winner = other if loser is one else one
        assert winner.poll() is None


def _first_to_end(
    one: subprocess.Popen[str], other: subprocess.Popen[str]
) -> subprocess.Popen[str]:
    for _ in range(300):
        for process, beside in ((one, other), (other, one)):
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
            assert beside.poll() is None
            return process
    pytest.fail("both went on")


def test_an_application_that_does_not_answer_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    holder = Lock(tmp_path)
    assert holder.take()
    assert take_lock(tmp_path, within_s=0.1) == 1
    assert "does not answer" in capsys.readouterr().err
    holder.close()
    heir = take_lock(tmp_path, within_s=0.1)
    assert isinstance(heir, Lock)
    heir.close()


def test_a_start_while_the_other_one_ends_becomes_the_application(tmp_path: Path) -> None:
    holder = Lock(tmp_path)
    assert holder.take()
    waits = (
        "from pathlib import Path; from console.app.running import Lock, take_lock; "
        f"print('begun', flush=True); print(type(take_lock(Path({str(tmp_path)!r}))).__name__)"
    )
    command = [console()[0], "-c", waits]
    with subprocess.Popen(
        command, env=environment(tmp_path), stdout=subprocess.PIPE, text=True
    ) as second:
        assert second.stdout is not None
        assert second.stdout.readline() == "begun\n"
        holder.close()
        assert second.communicate()[0] == "Lock\n"


def test_a_second_start_loads_no_screens(tmp_path: Path) -> None:
    look = (
        "import sys; from console.__main__ import main; code = main(); "
        "print(code, 'PySide6.QtWidgets' in sys.modules, 'PySide6.QtGui' in sys.modules, "
        "'console.ui.window' in sys.modules)"
    )
    with running(tmp_path):
        done = subprocess.run(
            [console()[0], "-c", look],
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
    assert done.stdout == TOLD + "0 False False False\n"
