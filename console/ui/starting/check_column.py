"""The third step: what the customer will see, the limit, what speaks against it, Send."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console.domain.notifications import Verdict
from console.domain.templates import Template
from console.domain.texts import _, number
from console.ui.paint.meters import draw_limit_bar
from console.ui.picker.categories import category_name
from console.ui.picker.choices import language_name
from console.ui.picker.preview import TemplatePreview
from console.ui.starting.step_head import StepHead
from console.ui.starting.wording import cost_words, passed_words, reach_note
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.titles import called
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel
from console.wire.notifications import Outlook

_BAR_H = 6


class _Bar(Restyled, QWidget):
    """How much of the limit is used."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.share = 0.0
        self.setFixedHeight(_BAR_H)

    def sizeHint(self) -> QSize:
        return QSize(100, _BAR_H)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            bar = QRectF(0, 0, self.width(), _BAR_H)
            draw_limit_bar(painter, bar, self.share, current_theme())


class _Cost(QWidget):
    """What the message costs, below a line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sum = PlainLabel(parent=self, weight=500, tabular=True)
        self._note = PlainLabel(parent=self, step="caption", kind="secondary", wrap=True)
        line = QFrame(self)
        set_kind(line, "line")
        head = QHBoxLayout()
        head.addWidget(PlainLabel(_("Cost"), self, weight=500), 1)
        head.addWidget(self._sum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addWidget(line)
        column.addLayout(head)
        column.addWidget(self._note)

    def show_cost(self, words: str, note: str) -> None:
        """Show the sum and what it is for; empty hides it all."""
        self.setVisible(bool(words))
        self._sum.setText(words)
        self._note.setText(note)


class ReachCard(QFrame):
    """How many customers were written to first in 24 hours, this one included."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "card")
        self._count = PlainLabel(parent=self, weight=500, tabular=True)
        self._note = PlainLabel(parent=self, step="caption", kind="secondary", wrap=True)
        self._bar = _Bar(self)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(_("Customers reached in 24 h"), self, weight=500), 1)
        head.addWidget(self._count)
        self._cost = _Cost(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        for widget in (self._bar, self._note, self._cost):
            column.addWidget(widget)

    def show_reach(self, outlook: Outlook, name: str, category: str, now: datetime) -> None:
        """Show the count with this customer, and what the message costs."""
        reached = outlook.reached + outlook.counts
        limit = outlook.reach_limit
        words = number(reached) if limit is None else f"{number(reached)} / {number(limit)}"
        self._count.setText(words)
        self._bar.setVisible(limit is not None)
        self._bar.share = reached / limit if limit else 0.0
        self._bar.update()
        self._note.setText(reach_note(outlook, name, now))
        self._cost.show_cost(*cost_words(outlook, category))
        self.setAccessibleName(f"{words}. {self._note.full_text}")


class VerdictLine(Restyled, QWidget):
    """One check: a green tick, or what speaks against it."""

    def __init__(self, words: str, *, passed: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._passed = passed
        self._glyph = PlainLabel(parent=self)
        self._glyph.setFixedWidth(16)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        column = QVBoxLayout()
        column.setContentsMargins(0, 2, 0, 0)
        column.addWidget(self._glyph)
        column.addStretch(1)
        row.addLayout(column)
        kind = "" if passed else "danger"
        row.addWidget(PlainLabel(words, self, wrap=True, kind=kind), 1)
        self.setAccessibleName(words)
        self.restyle()

    def restyle(self) -> None:
        """Tint the glyph for the theme in use."""
        good = ("status.ok", 16, "success.fill", "fill")
        bad = ("status.error", 16, "danger.fill", "fill")
        self._glyph.setPixmap(icon_pixmap(*(good if self._passed else bad)))


class CheckColumn(QWidget):
    """What is about to happen.

    Signals:
        send_wanted: the button.
        save_wanted: keep it for later.
        session_wanted: of a colleague's session or one's own, its id.
    """

    send_wanted = Signal()
    save_wanted = Signal()
    session_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "pane")
        self.preview = TemplatePreview()
        self.reach = ReachCard(self)
        self._verdicts = QVBoxLayout()
        self._verdicts.setSpacing(8)
        self.open = PushButton(
            _("Open the conversation"), parent=self, icon_name="session.openConversation"
        )
        self.open.clicked.connect(self._on_open)
        self._session_id = ""
        self.hint = PlainLabel(parent=self, kind="secondary", wrap=True)
        self.buttons = QHBoxLayout()
        self.send = PushButton(
            _("Send"),
            "primary",
            self,
            icon_name="composer.send",
            icon_weight="fill",
            hint="Ctrl+Enter",
        )
        self.send.clicked.connect(self.send_wanted)
        self.save = PushButton(_("Save for later"), parent=self)
        self.save.clicked.connect(self.save_wanted)
        self.preview.hide()
        self._lay_out()
        self.show_outlook(None, "", None, datetime.min)  # noqa: DTZ901 - nothing of it is shown

    def show_name(self, name: str) -> None:
        """Whose message it is, on the button that sends it."""
        words = _("Send to {name}").format(name=called(name)) if name else _("Send")
        self.send.set_text(words)
        self.send.setAccessibleName(words)

    def show_outlook(
        self,
        outlook: Outlook | None,
        name: str,
        template: Template | None,
        now: datetime,
    ) -> None:
        """Show every check; None while there is nobody or nothing to check."""
        while (item := self._verdicts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.reach.setVisible(outlook is not None)
        self._session_id = (outlook.session_id or "") if outlook else ""
        self.open.setVisible(bool(self._session_id))
        if outlook is None:
            return
        language = language_name(template.language) if template else ""
        category = category_name(template.category) if template else ""
        self.reach.show_reach(outlook, name, category, now)
        for verdict in outlook.verdicts:
            self._add(verdict, language)

    def _add(self, verdict: Verdict, language: str) -> None:
        words = verdict.words or passed_words(verdict, language)
        if words:
            self._verdicts.addWidget(VerdictLine(words, passed=verdict.passed, parent=self))

    def _on_open(self) -> None:
        self.session_wanted.emit(self._session_id)

    def _lay_out(self) -> None:
        page = QWidget()
        set_kind(page, "pane")
        inner = QVBoxLayout(page)
        inner.setContentsMargins(24, 0, 24, 12)
        inner.setSpacing(16)
        for widget in (self.preview, self.reach):
            inner.addWidget(widget)
        inner.addLayout(self._verdicts)
        inner.addWidget(self.open)
        inner.addWidget(self.hint)
        inner.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        head = QVBoxLayout()
        head.setContentsMargins(24, 18, 24, 10)
        head.addWidget(StepHead(3, _("Check and send"), self))
        self.buttons.setContentsMargins(24, 8, 24, 20)
        self.buttons.setSpacing(8)
        self.buttons.addWidget(self.save)
        self.buttons.addWidget(self.send, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        column.addLayout(self.buttons)
