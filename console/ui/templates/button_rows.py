"""The buttons of a template in the editor: one row each, added and taken away."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console.domain.template_buttons import LABEL_LIMIT, MOST
from console.domain.templates import Button
from console.domain.texts import N_, _
from console.ui.widgets.icon_button import IconButton
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel

_KINDS = {
    "quick_reply": N_("Quick reply"),
    "url": N_("Link"),
    "phone_number": N_("Phone number"),
    "copy_code": N_("Code to copy"),
}
_HINTS = {
    "url": N_("https://example.com/orders/{{1}}"),
    "phone_number": N_("+31201234567"),
}


class ButtonRow(QWidget):
    """One button.

    Signals:
        edited: something of it changed.
        removed: it is not wanted.
    """

    edited = Signal()
    removed = Signal()

    def __init__(self, button: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(_("Kind of the button"))
        for kind, words in _KINDS.items():
            self.kind.addItem(_(words), kind)
        self.kind.setCurrentIndex(max(self.kind.findData(button.kind), 0))
        self.words = QLineEdit(button.text, self)
        self.words.setAccessibleName(_("What the button says"))
        self.words.setPlaceholderText(_("What it says"))
        self.words.setMaxLength(2 * LABEL_LIMIT)
        self.target = QLineEdit(button.url or button.phone_number, self)
        self.remove = IconButton("common.close", _("Take the button away"), self, icon_px=16)
        self._problem = PlainLabel("", self, step="caption", kind="danger", wrap=True)
        self._problem.hide()
        self.kind.activated.connect(self._on_kind)
        self.words.textEdited.connect(self.edited)
        self.target.textEdited.connect(self.edited)
        self.remove.clicked.connect(self.removed)
        self._arrange()
        self._show_kind()

    def button(self) -> Button:
        """The button as it is written."""
        kind, target = str(self.kind.currentData()), self.target.text().strip()
        return Button(
            kind=kind,
            text=self.words.text().strip() if kind != "copy_code" else _CODE_LABEL,
            url=target if kind == "url" else "",
            phone_number=target if kind == "phone_number" else "",
        )

    def complain(self, problem: str) -> None:
        """Say what is wrong; empty takes it back."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def _on_kind(self) -> None:
        self.target.clear()
        self._show_kind()
        self.edited.emit()

    def _show_kind(self) -> None:
        kind = self.kind.currentData()
        self.words.setVisible(kind != "copy_code")
        self.target.setVisible(kind in _HINTS)
        self.target.setPlaceholderText(_HINTS.get(kind, ""))
        self.target.setAccessibleName(_("Where the button leads"))

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.kind.setFixedWidth(132)
        row.addWidget(self.kind)
        row.addWidget(self.words, 1)
        row.addWidget(self.target, 1)
        row.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._problem)


_CODE_LABEL = "Copy offer code"  # Meta writes it in the customer's language


class ButtonRows(QWidget):
    """All buttons.

    Signals:
        edited: one changed, came or went.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ButtonRow] = []
        self.add = PushButton(_("Add a button"), "link", self, icon_name="common.add")
        self.add.clicked.connect(self._on_add)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._column)
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addStretch(1)
        column.addLayout(foot)

    def show_buttons(self, buttons: tuple[Button, ...]) -> None:
        """Show these for editing."""
        for row in self.rows:
            row.deleteLater()
        self.rows = []
        for button in buttons:
            self._append(button)

    def buttons(self) -> tuple[Button, ...]:
        """The buttons as they are written."""
        return tuple(row.button() for row in self.rows)

    def controls(self) -> list[QWidget]:
        """Everything that takes the keyboard, in its order."""
        rows = [(row.kind, row.words, row.target, row.remove) for row in self.rows]
        return [*(control for row in rows for control in row), self.add]

    def complain(self, problems: dict[int, str]) -> None:
        """Say what is wrong with each."""
        for place, row in enumerate(self.rows):
            row.complain(problems.get(place, ""))

    def _on_add(self) -> None:
        row = self._append(Button(kind="quick_reply", text=""))
        row.words.setFocus()
        self.edited.emit()

    def _append(self, button: Button) -> ButtonRow:
        row = ButtonRow(button, self)
        row.edited.connect(self.edited)
        row.removed.connect(partial(self._on_removed, row))
        self.rows.append(row)
        self._column.addWidget(row)
        self.add.setEnabled(len(self.rows) < MOST)
        return row

    def _on_removed(self, row: ButtonRow) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self.add.setEnabled(True)
        self.add.setFocus()
        self.edited.emit()
