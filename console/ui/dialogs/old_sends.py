"""What waited long for the connection, with what has come since: send all, or keep all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from console.desk.rows import OldSend
from console.domain.texts import _, ngettext
from console.ui.dialogs.dialog import Dialog
from console.ui.theme.style import set_kind
from console.ui.titles import moment
from console.ui.widgets.overlay_scroll import OverlayScrollBar
from console.ui.widgets.text import PlainLabel

_WIDTH_PX, _MOST_H, _QUOTED = 560, 340, 3


class OldSendsDialog(Dialog):
    """Enter alone sends nothing; Escape keeps everything as drafts."""

    def __init__(
        self, waiting: Sequence[OldSend], now: datetime, parent: QWidget | None
    ) -> None:
        count = len(waiting)
        super().__init__(
            ngettext(
                "{count} message waited for the connection",
                "{count} messages waited for the connection",
                count,
            ).format(count=count),
            parent,
            sentence=_("Look at what has come since before they go."),
            confirm=ngettext("Send {count} message", "Send {count} messages", count).format(
                count=count
            ),
            width_px=_WIDTH_PX,
        )
        self.cancel.setText(_("Keep as drafts"))
        self.cancel.setAccessibleName(_("Keep as drafts"))
        cards = QWidget(self)
        column = QVBoxLayout(cards)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for one in waiting:
            column.addWidget(_Card(one, now, cards))
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(_("What waited"))
        area.setWidget(cards)
        cards.setAutoFillBackground(False)  # the dialog's own ground shows
        area.viewport().setAutoFillBackground(False)
        area.setFixedHeight(min(cards.sizeHint().height() + 4, _MOST_H))
        OverlayScrollBar(area)
        self.body.addWidget(area)
        self.confirm.setFocus()


class _Card(QFrame):
    """One message: to whom, from when, what it says, and what came since."""

    def __init__(self, one: OldSend, now: datetime, parent: QWidget) -> None:
        super().__init__(parent)
        set_kind(self, "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(3)
        at = _("written at {moment}").format(moment=moment(one.written_at, now))
        column.addWidget(PlainLabel(f"{one.name} · {at}", self, step="caption", weight=500))
        column.addWidget(PlainLabel(one.text, self, wrap=True))
        if one.arrived:
            words = ngettext(
                "{count} message has come since:",
                "{count} messages have come since:",
                len(one.arrived),
            ).format(count=len(one.arrived))
            column.addWidget(
                PlainLabel(words, self, step="caption", weight=500, kind="warning")
            )
            for said in one.arrived[-_QUOTED:]:
                column.addWidget(PlainLabel(f"“{said}”", self, kind="secondary", elide="right"))
        if one.lapsed:
            lapsed = _("The window has lapsed: the text is kept and offered for a template.")
            column.addWidget(PlainLabel(lapsed, self, kind="warning", wrap=True))
