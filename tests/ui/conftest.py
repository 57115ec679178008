"""A window for each test that asks for one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from console.domain.people import Role
from tests.ui.given_window import InWindow, Screens, given_window

if TYPE_CHECKING:
    from tests.conftest import QtLoop


@pytest.fixture
def in_window(qt_loop: QtLoop, tmp_path: Path) -> InWindow:
    """Runs a coroutine in a window of its own, on Qt's loop: `in_window(work)`."""

    def run(work: Callable[[Screens], Awaitable[None]], role: Role = Role.REP) -> None:
        async def whole() -> None:
            async with given_window(tmp_path, role) as screens:
                await work(screens)

        qt_loop(whole())

    return run
