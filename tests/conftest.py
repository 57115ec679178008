"""What every test gets: no screen, silent logs, and Qt's loop when it asks for one."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import re
import sys
from typing import TYPE_CHECKING, Protocol, TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt
os.environ["REPCONSOLE_LANGUAGE"] = "en"  # programs that tests start speak it everywhere

import pytest

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

    from PySide6.QtWidgets import QApplication

_T = TypeVar("_T")


class ExpectedLogs:
    """The log records at WARNING or above that a test says it causes."""

    def __init__(self) -> None:
        self._patterns: list[re.Pattern[str]] = []

    def __call__(self, pattern: str) -> None:
        """Lets records pass whose `logger.name: message` the pattern is found in."""
        self._patterns.append(re.compile(pattern))

    def covers(self, record: logging.LogRecord) -> bool:
        """Whether the test said that this record would come."""
        line = f"{record.name}: {record.getMessage()}"
        return any(pattern.search(line) for pattern in self._patterns)


class _Keeper(logging.Handler):
    """Keeps the records at WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.kept: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(record)


@pytest.fixture(autouse=True, scope="session")
def quick_keys() -> None:
    """A password opens a desk's key by real scrypt, as cheap as it goes."""
    from console.desk import keys  # here: most of these tests need no cryptography

    keys.WORK = 2


@pytest.fixture(autouse=True)
def widgets_die_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test with windows leaves in cycles is collected on this thread, as in earnest.

    A worker thread of a later test would destroy objects whose timers still run here.
    """
    in_qt = "qapp" in request.fixturenames
    if in_qt:
        gc.disable()
    yield
    if in_qt or _is_an_application():
        gc.collect()
        gc.freeze()  # what is left stays, and is not looked through after every test
    if in_qt:
        gc.enable()


def _is_an_application() -> bool:
    widgets = sys.modules.get("PySide6.QtWidgets")
    return widgets is not None and widgets.QApplication.instance() is not None


@pytest.fixture(autouse=True)
def expected_logs() -> Iterator[ExpectedLogs]:
    """Fails a test that logs a warning or worse and did not announce it: expected_logs("…")."""
    expected, keeper = ExpectedLogs(), _Keeper()
    logging.getLogger().addHandler(keeper)
    yield expected
    logging.getLogger().removeHandler(keeper)
    surprises = [record for record in keeper.kept if not expected.covers(record)]
    if surprises:
        lines = [f"{r.levelname} {r.name}: {r.getMessage()}" for r in surprises]
        pytest.fail("unexpected log records:\n" + "\n".join(lines), pytrace=False)


class QtLoop(Protocol):
    """Runs a coroutine on Qt's loop and returns what it returns."""

    def __call__(self, work: Coroutine[object, object, _T], within_s: float = 30.0) -> _T:
        """Fails when the time is over or when a task is left behind."""


@pytest.fixture
def qt_loop(qapp: QApplication) -> Iterator[QtLoop]:
    """Runs coroutines of one test on Qt's loop: `qt_loop(work())`, several times if need be."""
    import qasync

    async def bounded(work: Coroutine[object, object, _T], within_s: float) -> _T:
        async with asyncio.timeout(within_s):
            result = await work
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        if left:
            names = ", ".join(sorted(task.get_name() for task in left))
            pytest.fail(f"tasks were left behind: {names}", pytrace=False)
        return result

    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(qapp)) as runner:

        def run(work: Coroutine[object, object, _T], within_s: float = 30.0) -> _T:
            return runner.run(bounded(work, within_s))

        yield run
