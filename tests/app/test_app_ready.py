"""What a Python without our packages is told."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The command line alone, as an installation that lost its packages."""
    (tmp_path / "console").mkdir()
    for name in ("__init__.py", "__main__.py"):
        shutil.copy(ROOT / "console" / name, tmp_path / "console")
    ignored = shutil.ignore_patterns("__pycache__")
    for folder in ("app", "domain", "ui/theme"):
        shutil.copytree(
            ROOT / "console" / folder, tmp_path / "console" / folder, ignore=ignored
        )
    return tmp_path


def run(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs the copy on a Python that sees the standard library alone."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("REPCONSOLE", "PYTHON"))}
    env["REPCONSOLE_LANGUAGE"] = "en"
    env["XDG_CACHE_HOME"] = str(copy / "cache")
    command = [sys.executable, "-S", "-m", "console", *words]
    return subprocess.run(
        command, cwd=copy, env=env, capture_output=True, text=True, check=False
    )


def test_an_installation_without_packages_says_so_in_one_sentence(copy: Path) -> None:
    done = run(copy, "demo")
    assert done.returncode == 1
    assert done.stderr.startswith("This installation lacks PySide6")
    assert len(done.stderr.splitlines()) == 1


def test_help_needs_no_package(copy: Path) -> None:
    done = run(copy, "--help")
    assert done.returncode == 0
    assert "simulate" in done.stdout


def test_doctor_examines_a_bare_machine_without_installing(copy: Path) -> None:
    shutil.copytree(ROOT / "packaging", copy / "packaging")
    done = run(copy, "doctor")
    assert done.returncode == 1, done.stderr
    assert re.search(r"^missing  \d+ of \d+ packages", done.stdout, re.M)
    assert done.stdout.splitlines()[-1].endswith("missing.")
    assert not (copy / ".venv").exists()
