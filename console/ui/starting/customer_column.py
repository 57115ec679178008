"""The first step: the customer, found by name or number, and what they agreed to."""

from __future__ import annotations

import re
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from console.domain.texts import _
from console.ui.starting.consent_card import ConsentCard, LastContact
from console.ui.starting.hit_list import HitLine, HitList
from console.ui.starting.step_head import StepHead
from console.ui.theme.style import set_kind
from console.ui.widgets.search_field import SearchField
from console.ui.widgets.text import PlainLabel
from console.wire.notifications import CustomerHit
from console.wire.views import CustomerView

_NUMBER = re.compile(r"(\+|00)[\d\s()./-]{7,}")


class CustomerColumn(QWidget):
    """Search, list, consent.

    Signals:
        searched: what is looked for; empty clears the list.
        chosen: another line, or None.
        record_wanted: consent is to be put on record.
    """

    searched = Signal(str)
    chosen = Signal(object)
    record_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "pane")
        self.search = SearchField(_("Name or number with country code"), parent=self)
        self.hits = HitList(self)
        self.nobody = PlainLabel(parent=self, kind="secondary", wrap=True)
        self.consent = ConsentCard(self)
        self.last = LastContact(self)
        self.search.searched.connect(self.searched)
        self.search.left.connect(self.hits.setFocus)
        self.hits.chosen.connect(self.chosen)
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

    def _lay_out(self) -> None:
        page = QWidget()
        set_kind(page, "pane")
        inner = QVBoxLayout(page)
        inner.setContentsMargins(14, 0, 24, 20)
        inner.setSpacing(12)
        for widget in (self.hits, self.nobody):
            inner.addWidget(widget)
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
