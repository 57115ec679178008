"""What the chosen customer has agreed to, with the proof; or that nothing is on record."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from console.domain.consent import Consent, Purpose
from console.domain.texts import _
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.style import set_kind
from console.ui.titles import day_of, moment
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel
from console.wire.notifications import CustomerHit
from console.wire.views import CustomerView, PastSession

_LABEL_W = 80


class ConsentCard(Restyled, QFrame):
    """Made anew by who owns it whenever somebody else is chosen.

    Signals:
        record_wanted: somebody has told the rep what they agree to.
    """

    record_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "card")
        self._glyph = PlainLabel(parent=self)
        self._title = PlainLabel(parent=self, step="title", weight=600)
        self._given = False
        self._proof = QGridLayout()
        self._proof.setContentsMargins(0, 0, 0, 0)
        self._proof.setHorizontalSpacing(12)
        self._proof.setVerticalSpacing(4)
        self._proof.setColumnMinimumWidth(0, _LABEL_W)
        self._proof.setColumnStretch(1, 1)
        self._offers = PlainLabel(parent=self, weight=500, wrap=True)
        self._effect = PlainLabel(parent=self, step="caption", kind="secondary", wrap=True)
        self.record = PushButton(_("Record consent…"), parent=self, icon_name="consent.granted")
        self.record.clicked.connect(self.record_wanted)
        self._lay_out()

    def show_consent(
        self, hit: CustomerHit | None, customer: CustomerView | None, now: datetime
    ) -> None:
        """Show what is on record of this customer; `hit` is None for somebody new."""
        self._given = hit is not None and hit.service
        offers = hit is not None and hit.offers
        said = _newest(customer, Purpose.SERVICE)
        title = _("Consent is recorded") if self._given else _("No consent on record")
        self._title.setText(title)
        self._fill(said if self._given else None, customer, now)
        self._offers.setText(
            _("Offers and news: given") if offers else _("Offers and news: not given")
        )
        self._effect.setText(_effect(given=self._given, offers=offers))
        self.record.setVisible(not (self._given and offers))
        self.setAccessibleName(f"{title}. {self._offers.full_text}. {self._effect.full_text}")
        self.restyle()

    def restyle(self) -> None:
        """Tint the seal for the theme in use."""
        seal = ("consent.granted", 18, "success.fill", "fill")
        none = ("consent.notGranted", 18, "danger.fg", "regular")
        self._glyph.setPixmap(icon_pixmap(*(seal if self._given else none)))

    def _fill(self, said: Consent | None, customer: CustomerView | None, now: datetime) -> None:
        while (item := self._proof.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        rows = [(_("For"), _("Service messages"))] if self._given else []
        if said is not None:
            rows += [(_("Given"), moment(said.at, now)), (_("Where"), _(said.source))]
            rows += [(_("Words"), f"“{said.wording}”")] if said.wording else []
            rows += [(_("By"), said.recorded_by)] if said.recorded_by else []
        elif self._given and customer is not None:
            known = next((e for e in customer.consent if e[0] == Purpose.SERVICE), None)
            rows += [(_("Given"), known[2])] if known else []
        for place, (label, words) in enumerate(rows):
            name = PlainLabel(label, self, step="caption", kind="tertiary")
            self._proof.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
            self._proof.addWidget(PlainLabel(words, self, wrap=True), place, 1)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._glyph)
        head.addWidget(self._title, 1)
        line = QFrame(self)
        set_kind(line, "line")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._proof)
        column.addWidget(line)
        column.addWidget(self._offers)
        column.addWidget(self._effect)
        column.addWidget(self.record, 0, Qt.AlignmentFlag.AlignLeft)


class LastContact(QFrame):
    """When the customer was last seen to, what about and how it ended."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "card")
        self._when = PlainLabel(parent=self, step="caption", kind="secondary")
        self._what = PlainLabel(parent=self, step="caption", kind="tertiary", elide="right")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 9)
        column.setSpacing(2)
        column.addWidget(self._when)
        column.addWidget(self._what)

    def show_session(self, last: PastSession | None, now: datetime) -> None:
        """Show this ended session; None hides it all."""
        self.setVisible(last is not None)
        if last is not None:
            day = day_of(last.opened_at, now)
            self._when.setText(_("Last contact {day}").format(day=day))
            self._what.setText(f"{last.title} · {_(last.outcome)}")


def _newest(customer: CustomerView | None, purpose: Purpose) -> Consent | None:
    said = customer.consents if customer else ()
    return next((one for one in said if one.purpose is purpose), None)


def _effect(*, given: bool, offers: bool) -> str:
    if not given:
        return _("Nobody may be written to first without it. Record what they have told you.")
    if offers:
        return _("Marketing templates can be chosen too.")
    return _("Marketing templates are left out of the list.")
