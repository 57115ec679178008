"""The Qt bindings keep None and True alive; a later release loses them and aborts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

CALLS = 200
#: Other code takes and gives back a few references while the calls run.
SLACK = 20


class _Switch(QObject):
    turned = Signal(bool)


def _lost(value: object, call: Callable[[], object]) -> int:
    call()
    before = sys.getrefcount(value)
    for _ in range(CALLS):
        call()
    return before - sys.getrefcount(value)


def test_calls_that_return_nothing_lose_no_reference_to_none(qapp: object) -> None:
    timer = QTimer()
    assert _lost(None, lambda: timer.setInterval(1000)) < SLACK


def test_emitting_true_loses_no_reference_to_it(qapp: object) -> None:
    switch = _Switch()
    assert _lost(True, lambda: switch.turned.emit(True)) < SLACK
