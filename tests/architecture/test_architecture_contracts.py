"""Who may import whom: the contracts of pyproject.toml, kept by import-linter."""

from __future__ import annotations

import subprocess
import sys

from tests.architecture.sources import ROOT


def test_every_import_keeps_the_contracts() -> None:
    look = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    command = [sys.executable, "-c", look]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_command_line_imports_nothing_heavy() -> None:
    heavy = ["asyncio", "PySide6", "qasync", "httpx", "pydantic", "fastapi", "sqlalchemy"]
    look = (
        "import sys, console.__main__, console.app.cli, console.app.ready; "
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    command = [sys.executable, "-c", look]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_first_picture_imports_nothing_slow() -> None:
    slow = [
        "asyncio",
        "qasync",
        "httpx",
        "pydantic",
        "keyring",
        "sqlite_utils",
        "PySide6.QtSvg",
    ]
    look = (
        "import sys, console.ui.theme.theme, console.ui.inbox.view; "
        f"print([name for name in {slow!r} if name in sys.modules])"
    )
    command = [sys.executable, "-c", look]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
