"""What a look at one number found: each finding with its next step, and the way in."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console.domain.findings import Finding, Kind
from console.domain.texts import N_, _
from console.ui.numbers.qr_code import QrCode
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.style import set_kind
from console.ui.titles import moment
from console.ui.widgets.overlay_scroll import OverlayScrollBar
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel
from console.wire.numbers import ChannelReport

_WIDTH_PX, _ICON_PX = 720, 18
_LOOKS = {
    Kind.OK: ("status.ok", "success.fill", N_("In order")),
    Kind.NOTE: ("status.info", "warning.fill", N_("Note")),
    Kind.MISSING: ("status.error", "danger.fill", N_("Missing")),
    Kind.TROUBLE: ("status.error", "danger.fill", N_("Trouble")),
}


class Report(QScrollArea):
    """The right pane.

    Signals:
        copy_wanted: this link.
        save_wanted: the QR code on show.
    """

    copy_wanted = Signal(str)
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("What was found"))
        OverlayScrollBar(self)
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
        while (row := self._findings.takeAt(0)) is not None:
            widget = row.widget()
            if widget is not None:
                widget.deleteLater()
        for number, finding in enumerate(_sorted(report.findings)):
            self._findings.addWidget(_Row(finding, first=number == 0, parent=self))
        self._show_cards(shown=True)

    def link(self) -> str:
        """The link on show."""
        return self._link.full_text

    def _show_cards(self, *, shown: bool) -> None:
        for card in self._cards:
            card.setVisible(shown)

    def _arrange(self) -> None:
        page = QWidget(self)
        set_kind(page, "surface")
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(16)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._summary)
        head.addWidget(self._when)
        column.addLayout(head)
        column.addWidget(self._checks(page))
        column.addWidget(self._way_in(page))
        column.addStretch(1)
        outer = QWidget(self)
        row = QHBoxLayout(outer)
        row.setContentsMargins(0, 0, 0, 0)
        page.setMaximumWidth(_WIDTH_PX)
        row.addWidget(page, 1)
        row.addStretch(0)
        self.setWidget(outer)
        outer.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
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


class _Row(Restyled, QWidget):
    """One finding: a sign, what was found, and below it what to do."""

    def __init__(self, finding: Finding, *, first: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._glyph, self._ink, name = _LOOKS[finding.kind]
        self._sign = PlainLabel("", self)
        self._sign.setFixedSize(_ICON_PX, 20)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(PlainLabel(finding.what, self, wrap=True))
        if finding.advice:
            words.addWidget(
                PlainLabel(finding.advice, self, step="caption", kind="secondary", wrap=True)
            )
        row = QHBoxLayout()
        row.setContentsMargins(0, 9, 0, 9)
        row.setSpacing(12)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if not first:
            line = QFrame(self)
            set_kind(line, "line")
            column.addWidget(line)
        column.addLayout(row)
        self.setAccessibleName(f"{_(name)}: {finding.what} {finding.advice}".strip())
        self.restyle()

    def restyle(self) -> None:
        """Tint the sign for the theme in use."""
        self._sign.setPixmap(icon_pixmap(self._glyph, _ICON_PX, self._ink, "fill"))


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
