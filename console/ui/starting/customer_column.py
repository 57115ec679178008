"""The first step: the customer, found by name or number, and what they agreed to."""

from __future__ import annotations

import re
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from console.domain.notifications import State
from console.domain.texts import _
from console.ui.starting.consent_card import ConsentCard, LastContact
from console.ui.starting.hit_list import HitLine, HitList
from console.ui.starting.kept_list import KeptLine, KeptList
from console.ui.starting.step_head import StepHead
from console.ui.theme.style import set_kind
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.search_field import SearchField
from console.ui.widgets.text import PlainLabel
from console.wire.notifications import CustomerHit, NotificationView
from console.wire.views import CustomerView

_OPEN = {State.DRAFT, State.PLANNED}
_NUMBER = re.compile(r"(\+|00)[\d\s()./-]{7,}")


class CustomerColumn(QWidget):
    """Search, list, consent.

    Signals:
        searched: what is looked for; empty clears the list.
        chosen: another line, or None.
        kept_chosen: a draft is to be gone on with.
        withdraw_wanted: the chosen one is not to go.
        record_wanted: consent is to be put on record.
    """

    searched = Signal(str)
    chosen = Signal(object)
    record_wanted = Signal()
    kept_chosen = Signal(object)
    withdraw_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "pane")
        self.search = SearchField(_("Name or number with country code"), parent=self)
        self.hits = HitList(self)
        self.nobody = PlainLabel(parent=self, kind="secondary", wrap=True)
        self.kept_title = PlainLabel(_("Saved, planned and sent"), self, weight=600)
        self.kept = KeptList(self)
        self.withdraw = PushButton(_("Withdraw"), parent=self, icon_name="common.close")
        self.consent = ConsentCard(self)
        self.last = LastContact(self)
        self.search.searched.connect(self.searched)
        self.search.left.connect(self._go_to_hits)
        self.hits.chosen.connect(self.chosen)
        self.kept.chosen.connect(self._on_kept)
        self.withdraw.clicked.connect(self.withdraw_wanted)
        self.consent.record_wanted.connect(self.record_wanted)
        self._lay_out()
        self.show_hits("", [])
        self.show_customer(None, None, None)

    def show_hits(self, words: str, hits: list[CustomerHit]) -> None:
        """Show who was found for these words; a number that nobody has is offered as new."""
        lines = [HitLine(hit) for hit in hits]
        typed = words.strip()
        if not lines and _NUMBER.fullmatch(typed):
            lines.append(HitLine(number=typed))
        self.hits.show_lines(lines)
        self.hits.setVisible(bool(lines))
        self._show_lists()
        self.nobody.setVisible(not lines)
        if len(typed) > 1:
            self.nobody.setText(
                _(
                    "Nobody is called “{words}”. For somebody new type the whole number, "
                    "such as +45 20 12 34 56."
                ).format(words=typed)
            )
        else:
            self.nobody.setText(_("Look for who you want to write to."))

    def _go_to_hits(self) -> None:
        self.hits.setFocus()
        if self.hits.current() is None:
            self.hits.setCurrentIndex(self.hits.model().index(0, 0))

    def line(self) -> HitLine | None:
        """Who is chosen."""
        return self.hits.current()

    def show_customer(
        self, line: HitLine | None, customer: CustomerView | None, now: datetime | None
    ) -> None:
        """Show what is known of who is chosen; None hides it."""
        shown = line is not None and now is not None
        self.consent.setVisible(shown)
        past = customer.past_sessions[:1] if customer else ()
        if line is not None and now is not None:
            self.consent.show_consent(line.hit, customer, now)
            self.last.show_session(past[0] if past else None, now)
        self.last.setVisible(shown and bool(past))

    def show_kept(self, kept: list[NotificationView], now: datetime) -> None:
        """Show what was saved, is planned or has gone, while nobody is looked for."""
        self.kept.show_kept(kept, now)
        self._show_lists()

    def _show_lists(self) -> None:
        free = not self.search.text().strip() and bool(self.kept.lines())
        for widget in (self.kept_title, self.kept):
            widget.setVisible(free)
        line = self.kept.current() if free else None
        self.withdraw.setVisible(line is not None and line.view.state in _OPEN)

    def _on_kept(self, line: KeptLine) -> None:
        self._show_lists()
        if line.view.state is State.DRAFT:
            self.kept_chosen.emit(line.view)

    def _lay_out(self) -> None:
        page = QWidget()
        set_kind(page, "pane")
        inner = QVBoxLayout(page)
        inner.setContentsMargins(14, 0, 24, 20)
        inner.setSpacing(12)
        for widget in (self.hits, self.nobody, self.kept_title, self.kept):
            inner.addWidget(widget)
        inner.addWidget(self.withdraw, 0, Qt.AlignmentFlag.AlignLeft)
        self.kept_title.setContentsMargins(10, 0, 0, 0)
        cards = QVBoxLayout()
        cards.setContentsMargins(10, 4, 0, 0)
        cards.setSpacing(12)
        cards.addWidget(self.consent)
        cards.addWidget(self.last)
        inner.addLayout(cards)
        inner.addStretch(1)
        self.nobody.setContentsMargins(10, 0, 0, 0)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        above = QVBoxLayout()
        above.setContentsMargins(24, 18, 24, 8)
        above.setSpacing(10)
        above.addWidget(StepHead(1, _("Customer"), self))
        above.addWidget(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(scroll, 1)
