"""What a look at one number found: each finding with its next step, and the way in."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from console.domain.findings import Finding, Kind
from console.domain.texts import _
from console.ui.numbers.finding_row import show_findings
from console.ui.numbers.pane import Pane
from console.ui.numbers.qr_code import QrCode
from console.ui.theme.style import set_kind
from console.ui.titles import moment
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel
from console.wire.numbers import ChannelReport


class Report(Pane):
    """The right pane.

    Signals:
        copy_wanted: this link.
        save_wanted: the QR code on show.
    """

    copy_wanted = Signal(str)
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("What was found"))
        self._summary = PlainLabel("", self, step="title", wrap=True)
        self._when = PlainLabel("", self, step="caption", kind="tertiary")
        self.qr = QrCode(self)
        self._link = PlainLabel("", self, elide="middle")
        self._findings = QVBoxLayout()
        self._findings.setSpacing(0)
        self._cards: list[QWidget] = []
        self._arrange()

    def show_asking(self, name: str) -> None:
        """Meta is being asked."""
        self._summary.setText(_("Asking Meta about {name}…").format(name=name))
        self._when.setText("")
        self._show_cards(shown=False)

    def show_nothing(self) -> None:
        """Nothing could be found out."""
        self._summary.setText("")
        self._show_cards(shown=False)

    def show_report(self, report: ChannelReport, now: datetime) -> None:
        """Show this."""
        self._summary.setText(_verdict(report.findings))
        at = moment(report.checked_at, now)
        self._when.setText(_("Checked {moment}").format(moment=at))
        self._link.setText(report.chat_link)
        self.qr.show_text(
            report.chat_link, _("QR code of {link}").format(link=report.chat_link)
        )
        show_findings(self._findings, _sorted(report.findings), self)
        self._show_cards(shown=True)

    def link(self) -> str:
        """The link on show."""
        return self._link.full_text

    def _show_cards(self, *, shown: bool) -> None:
        for card in self._cards:
            card.setVisible(shown)

    def _arrange(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._summary)
        head.addWidget(self._when)
        self.column.addLayout(head)
        self.column.addWidget(self._checks(self.page))
        self.column.addWidget(self._way_in(self.page))
        self.column.addStretch(1)
        self._show_cards(shown=False)

    def _checks(self, parent: QWidget) -> QWidget:
        card = _card(parent)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 4, 16, 4)
        column.addLayout(self._findings)
        self._cards.append(card)
        return card

    def _way_in(self, parent: QWidget) -> QWidget:
        card = _card(parent)
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(16)
        row.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(PlainLabel(_("Link to a chat"), card, weight=600))
        words = _(
            "Customers open a chat with this number by the link or the code. Put it on your "
            "site, on receipts, or in the shop."
        )
        column.addWidget(PlainLabel(words, card, kind="secondary", wrap=True))
        column.addWidget(self._link)
        buttons = QHBoxLayout()
        copy = PushButton(_("Copy link"), "secondary", card, icon_name="composer.copy")
        copy.clicked.connect(lambda: self.copy_wanted.emit(self.link()))
        save = PushButton(_("Save code…"), "secondary", card, icon_name="viewer.download")
        save.clicked.connect(self.save_wanted)
        buttons.addWidget(copy)
        buttons.addWidget(save)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        row.addLayout(column, 1)
        self._cards.append(card)
        return card


def _card(parent: QWidget) -> QFrame:
    card = QFrame(parent)
    set_kind(card, "card")
    return card


def _sorted(findings: tuple[Finding, ...]) -> list[Finding]:
    """What keeps the number from working comes first; else as it was found."""
    ranks = {Kind.TROUBLE: 0, Kind.MISSING: 0, Kind.NOTE: 1, Kind.OK: 2}
    return sorted(findings, key=lambda finding: ranks[finding.kind])


def _verdict(findings: tuple[Finding, ...]) -> str:
    kinds = {finding.kind for finding in findings}
    if kinds & {Kind.TROUBLE, Kind.MISSING}:
        return _("Something keeps this number from working")
    if Kind.NOTE in kinds:
        return _("The number works; something could be better")
    return _("The number works")
