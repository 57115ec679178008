"""The kept draft beside the form: copy it, or put it into a field."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from console.domain.texts import _
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.style import set_kind
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel


class DraftCard(Restyled, QFrame):
    """Hidden while there is no draft.

    Signals:
        copy_wanted, insert_wanted: its two links.
    """

    copy_wanted = Signal()
    insert_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph = PlainLabel(parent=self)
        title = PlainLabel(_("Draft kept"), self, weight=600)
        self._copy = PushButton(_("Copy"), "link", self, size="small")
        self._insert = PushButton(_("Insert"), "link", self, size="small")
        self._text = PlainLabel(parent=self, kind="secondary", elide="right")
        self._copy.clicked.connect(self.copy_wanted)
        self._insert.clicked.connect(self.insert_wanted)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._glyph)
        head.addWidget(title, 1)
        head.addWidget(self._copy)
        head.addWidget(self._insert)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 4, 10, 7)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._text)
        set_kind(self, "card")
        self.restyle()
        self.hide()

    def show_draft(self, text: str, field_number: int) -> None:
        """Show the draft; `field_number` is where it can go, 0 for nowhere."""
        self._text.setText(" ".join(text.split()))
        self._insert.setText(_("Insert in {field_number}").format(field_number=field_number))
        self._insert.setAccessibleName(
            _("Insert the draft in field {field_number}").format(field_number=field_number)
        )
        self._insert.setVisible(field_number > 0)
        self.setVisible(bool(text.strip()))

    def restyle(self) -> None:
        """Tint the glyph for the theme in use."""
        self._glyph.setPixmap(icon_pixmap("composer.draftKept", 14, "icon.default"))
