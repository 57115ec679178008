"""What doctor says of this machine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from console.app import doctor, locked, machine
from console.domain.findings import Kind, missing

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REPCONSOLE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_a_machine_that_runs_the_tests_lacks_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = doctor.main([])
    lines = capsys.readouterr().out.splitlines()
    assert code == 0, lines
    assert lines[-1] == "Nothing essential is missing."
    assert all(line.split()[0] in {"ok", "note"} for line in lines[:-2])


def test_a_package_that_is_not_there_is_missing(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("no-such-package==1.0 \\\n    --hash=sha256:00\npytest==0.1 \\\n")
    gone, older = locked.packages(lock)
    assert (gone.kind, gone.what) == (Kind.MISSING, "package no-such-package 1.0")
    assert older.kind is Kind.NOTE
    assert "tested with 0.1" in older.what


def test_where_nothing_was_set_up_the_packages_are_one_finding(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    names = [f"no-such-package-{n}" for n in range(6)]
    lock.write_text("".join(f"{name}==1.0 \\\n" for name in (*names, "pytest")))
    (finding,) = locked.packages(lock)
    assert (finding.kind, finding.what) == (Kind.MISSING, "6 of 7 packages")
    assert "python3 -m console" in finding.advice


def test_packages_of_other_systems_are_not_wanted() -> None:
    other = "win32" if sys.platform != "win32" else "linux"
    text = f"one==1.0 ; sys_platform == '{other}' \\\ntwo==2.0 ; sys_platform != '{other}' \\\n"
    assert locked.locked(text) == {"two": "2.0"}


@pytest.mark.parametrize(
    ("marker", "holds"),
    [
        ("", True),
        ("python_full_version < '3.9'", False),
        ("python_full_version >= '3.11'", True),
        ("platform_python_implementation != 'Other'", True),
        ("something_new == 'x'", True),
    ],
)
def test_markers_of_the_lock_are_read(marker: str, holds: bool) -> None:
    assert locked.applies(marker) is holds


def test_no_screen_is_a_note_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    (finding,) = machine.screen()
    assert finding.kind is Kind.NOTE
    assert finding.advice


def test_a_screen_that_does_not_answer_is_not_called_a_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":4711")
    (finding,) = machine.screen()
    assert "does not answer" in finding.what


def test_a_folder_that_cannot_be_made_is_missing(home: Path) -> None:
    home.write_text("a file stands where the folder should be")
    (finding,) = doctor.folders()
    assert finding.kind is Kind.MISSING
    assert "REPCONSOLE_HOME" in finding.advice


def test_a_finding_is_one_line() -> None:
    assert doctor.line(missing("a thing", "do this")) == "missing  a thing → do this"
