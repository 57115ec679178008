"""The loop that tests of screens run on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from tests.conftest import ExpectedLogs, QtLoop


def test_a_coroutine_on_qt_sees_qt_timers_fire(qt_loop: QtLoop) -> None:
    async def work() -> str:
        fired = asyncio.Event()
        QTimer.singleShot(1, fired.set)
        await fired.wait()
        return "fired"

    assert qt_loop(work()) == "fired"
    assert qt_loop(work()) == "fired"


def test_a_coroutine_that_hangs_is_ended(qt_loop: QtLoop) -> None:
    with pytest.raises(TimeoutError):
        qt_loop(asyncio.Event().wait(), within_s=0.02)


def test_a_task_that_is_left_behind_fails_the_test(qt_loop: QtLoop) -> None:
    left: list[asyncio.Task[bool]] = []

    async def work() -> None:
        loop = asyncio.get_running_loop()
        left.append(loop.create_task(asyncio.Event().wait(), name="forgotten"))

    with pytest.raises(pytest.fail.Exception, match="forgotten"):
        qt_loop(work())
    # its loop is gone, so it can't be cancelled; when it is collected is no news
    setattr(left[0], "_log_destroy_pending", False)  # noqa: B010 - asyncio's own switch


async def test_plain_coroutines_run_without_qt(expected_logs: ExpectedLogs) -> None:
    await asyncio.sleep(0)
    assert "Qt" not in type(asyncio.get_running_loop()).__name__
