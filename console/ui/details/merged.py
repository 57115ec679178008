"""Records that were merged into the customer on show, each to be split off again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.domain.names import shown_name
from console.domain.texts import _
from console.ui.titles import moment
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel

if TYPE_CHECKING:
    from console.wire.identities import MergeView


class MergedLine(QWidget):
    """Who was merged, when and by whom.

    Signals:
        split_wanted: the id of the merge.
    """

    split_wanted = Signal(str)

    def __init__(
        self, merged: MergeView, now: datetime, parent: QWidget, *, newest: bool
    ) -> None:
        super().__init__(parent)
        name = shown_name(merged.name)
        by = merged.by or _("WhatsApp’s webhooks")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel(name, self, weight=500, elide="right"))
        detail = f"{moment(merged.at, now)} · {by}"
        words.addWidget(PlainLabel(detail, self, step="caption", kind="tertiary"))
        split = PushButton(_("Split"), "link", self, size="small")
        split.setAccessibleName(_("Split {name} off again").format(name=name))
        split.setVisible(newest)  # what lies below it has to wait until it is gone
        split.clicked.connect(lambda: self.split_wanted.emit(merged.merge_id))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(split)
