"""One finding: a sign, what was found, and below it what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from console.domain.findings import Finding, Kind
from console.domain.texts import N_, _
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.style import set_kind
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel

_ICON_PX = 18
_LOOKS = {
    Kind.OK: ("status.ok", "success.fill", N_("In order")),
    Kind.NOTE: ("status.info", "warning.fill", N_("Note")),
    Kind.MISSING: ("status.error", "danger.fill", N_("Missing")),
    Kind.TROUBLE: ("status.error", "danger.fill", N_("Trouble")),
}


class FindingRow(Restyled, QWidget):
    """A line between two of them unless it is the first."""

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


def show_findings(column: QVBoxLayout, findings: list[Finding], parent: QWidget) -> None:
    """The column holds these and nothing else."""
    while (row := column.takeAt(0)) is not None:
        widget = row.widget()
        if widget is not None:
            widget.deleteLater()
    for number, finding in enumerate(findings):
        column.addWidget(FindingRow(finding, first=number == 0, parent=parent))
