"""Coroutines that live as long as their widget, and dialogs that are awaited."""

from __future__ import annotations

import asyncio
import gc
import weakref
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from console.ui.dialogs.confirm import TextDialog
from console.ui.garbage import GuiThreadGarbage
from console.ui.tasks import TaskScope, ask
from tests.fakes import until
from tests.ui.given_window import turns

if TYPE_CHECKING:
    from tests.conftest import QtLoop


def test_the_end_of_the_owner_cancels_what_runs(qt_loop: QtLoop) -> None:
    async def work() -> None:
        owner = QObject()
        failures: list[BaseException] = []
        ended: list[str] = []

        async def wait() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                ended.append("waiting")

        TaskScope(owner, failures.append).start("wait", wait())
        await turns()
        owner.deleteLater()
        await until(lambda: ended)
        await turns()
        assert failures == []

    qt_loop(work())


def test_errors_are_told_and_a_replaced_task_is_not_an_error(qt_loop: QtLoop) -> None:
    async def work() -> None:
        owner = QObject()
        failures: list[BaseException] = []
        scope = TaskScope(owner, failures.append)

        async def fail() -> None:
            raise ValueError("told")

        scope.start("search", asyncio.Event().wait(), replace=True)
        await turns()
        scope.start("search", fail(), replace=True)
        await turns()
        assert [str(error) for error in failures] == ["told"]

    qt_loop(work())


@pytest.mark.qt_log_ignore("does not support propagateSizeHints")
def test_a_dialog_is_awaited_while_other_tasks_go_on(qt_loop: QtLoop) -> None:
    async def work() -> None:
        window = QWidget()
        window.resize(800, 600)
        window.show()
        dialog = TextDialog("A note", "Note", "Add", window, needed="Write it first.")
        asked: list[object] = []

        async def question() -> None:
            asked.append(await ask(dialog))

        async with asyncio.TaskGroup() as group:
            group.create_task(question())
            await turns()
            dialog.try_accept()
            await turns()
            assert asked == []
            dialog.reject()
        assert asked == [None]
        window.hide()
        window.deleteLater()
        await turns()

    qt_loop(work())


def test_garbage_is_left_to_the_gui_thread_while_the_window_stands(qtbot: object) -> None:
    gc.enable()
    keeper = GuiThreadGarbage()
    try:
        assert not gc.isenabled()
        gc.collect()
        cycles: list[list[object]] = [[] for _ in range(2000)]
        assert gc.get_count()[0] > gc.get_threshold()[0]
        keeper.collect()
        assert gc.get_count()[0] <= gc.get_threshold()[0]
        assert len(cycles) == 2000
    finally:
        keeper.release()
    assert gc.isenabled()


def test_who_kept_the_garbage_before_keeps_it_afterwards(qtbot: object) -> None:
    assert not gc.isenabled()  # so it is in every test with a window
    GuiThreadGarbage().release()
    assert not gc.isenabled()


def test_what_has_settled_is_not_searched_for_garbage_again(qtbot: object) -> None:
    keeper = GuiThreadGarbage()
    try:
        keeper.settle()
        lasting = [[number] for number in range(2000)]
        keeper.settle()
        assert gc.get_freeze_count() > len(lasting)
        gc.collect()
        assert len(gc.get_objects()) < len(lasting)
    finally:
        keeper.release()
    assert gc.get_freeze_count() == 0


def test_what_comes_in_a_flood_is_set_aside_instead_of_searched(qtbot: object) -> None:
    keeper = GuiThreadGarbage()
    try:
        keeper.settle()
        before = gc.get_freeze_count()
        loaded = [[number] for number in range(30_000)]
        keeper.collect()
        assert gc.get_freeze_count() - before >= len(loaded)
    finally:
        keeper.release()


def test_what_was_set_aside_is_searched_once_the_rep_looks_away(qtbot: object) -> None:
    keeper, app = GuiThreadGarbage(), QApplication.instance()
    assert isinstance(app, QApplication)
    try:
        keeper.settle()
        circle = Circle()
        gone = weakref.ref(circle)
        loaded = [[number] for number in range(30_000)]
        keeper.collect()
        del circle
        app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
        assert gone() is not None
        app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
        assert gone() is None
        assert len(loaded) == 30_000
    finally:
        keeper.release()


def test_what_was_set_aside_is_searched_when_it_has_doubled(qtbot: object) -> None:
    keeper = GuiThreadGarbage()
    try:
        keeper.settle()
        most = gc.get_freeze_count() + 200_000
        loaded = [[number] for number in range(25_000)]
        gone = weakref.ref(Circle())
        while gone() is not None:
            loaded += [[number] for number in range(25_000)]
            keeper.collect()
            assert len(loaded) < most
    finally:
        keeper.release()


class Circle:
    """Refers to itself, so only a search finds that nobody needs it."""

    def __init__(self) -> None:
        self.itself = self
