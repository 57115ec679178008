"""A segmented control: one of a few choices, all in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from console.ui.theme.style import set_kind


class Segmented(QFrame):
    """Buttons side by side of which exactly one is on; arrows walk them.

    Signals:
        chosen: the value the rep chose.
    """

    chosen = Signal(str)

    def __init__(
        self, choices: Sequence[tuple[str, str]], name: str, parent: QWidget | None = None
    ) -> None:
        """`choices` are pairs of value and words."""
        super().__init__(parent)
        set_kind(self, "segmented")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._values = [value for value, _ in choices]
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for place, (_, words) in enumerate(choices):
            button = QPushButton(words, self)
            set_kind(button, "segment")
            button.setCheckable(True)
            button.setAutoDefault(False)
            self._group.addButton(button, place)
            row.addWidget(button)
        self._group.idClicked.connect(self._on_clicked)
        self.set_value(self._values[0])

    def value(self) -> str:
        """The value that is on."""
        return self._values[self._group.checkedId()]

    def set_value(self, value: str) -> None:
        """Turn this value on, silently."""
        self._group.button(self._values.index(value)).setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        place = min(max(self._group.checkedId() + step, 0), len(self._values) - 1)
        button = self._group.button(place)
        button.setFocus(Qt.FocusReason.TabFocusReason)
        button.click()

    def _on_clicked(self, place: int) -> None:
        self.chosen.emit(self._values[place])
