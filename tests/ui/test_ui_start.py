"""What the first picture must not load."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("asyncio", "qasync", "httpx", "pydantic", "sqlite_utils", "PySide6.QtNetwork")


@pytest.mark.parametrize(
    "module", ["console.ui.theme.theme", "console.ui.tick", "console.ui.inbox.panel"]
)
def test_the_inbox_is_shown_without_the_heavy_libraries(module: str) -> None:
    code = f"import sys, {module}; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(done.stdout.split())
    assert loaded.isdisjoint(HEAVY)
    assert "PySide6.QtSvg" not in loaded


def test_the_pages_of_administrators_are_loaded_when_they_are_opened() -> None:
    code = "import sys, console.ui.connections; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(done.stdout.split())
    assert not [name for name in loaded if name.startswith("console.ui.templates.")]
    assert "console.domain.template_rules" not in loaded
