"""Which widgets speak for themselves when a screen reader asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible

if TYPE_CHECKING:
    from PySide6.QtGui import QAccessibleInterface

_kinds: set[type] = set()


def speak_for(kind: type) -> None:
    """Let every widget of this kind give its own `accessible` interface once it is asked."""
    if not _kinds:
        QAccessible.installFactory(_interface_of)
    _kinds.add(kind)


def _interface_of(_class_name: str, widget: QObject) -> QAccessibleInterface | None:
    if type(widget) not in _kinds:
        return None
    made: QAccessibleInterface = widget.accessible  # type: ignore[attr-defined]
    return made
