"""Who may import whom: the contracts of pyproject.toml, kept by import-linter."""

from __future__ import annotations

import ast
import subprocess
import sys

from tests.architecture.sources import ROOT, Source, sources


def test_every_import_keeps_the_contracts() -> None:
    look = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    command = [sys.executable, "-c", look]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_t4_only_the_gateway_calls_out_of_the_hub() -> None:
    clients = {"httpx", "requests", "aiohttp", "urllib3", "http.client", "urllib.request"}
    clients |= {"socket", "ftplib", "smtplib", "telnetlib", "websockets", "httpcore", "pycurl"}
    found = {
        (source.name, name)
        for source in sources("console/hub", "console/channels", "console/wire")
        for name in imported(source)
        if name in clients or name.partition(".")[0] in clients
    }
    # a server listens, and calls nobody
    assert found == {
        ("console/hub/gateway.py", "httpx"),
        ("console/hub/http/server.py", "socket"),
    }


def imported(source: Source) -> set[str]:
    """The modules a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if not name.startswith("console.")} - {"httpx.AsyncClient"}


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
