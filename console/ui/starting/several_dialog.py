"""Several customers: from a table or by a label, checked before it begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from console.domain.notification_lists import ListState
from console.domain.notifications import State
from console.domain.texts import N_, _, ngettext, number
from console.ui.dialogs.dialog import Dialog, labelled
from console.ui.theme.style import set_kind
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel
from console.wire.notifications import ListReport, ListView

_WIDTH_PX, _REPORT_H, _SHOWN, _LISTS = 560, 160, 200, 4
_STATES = {
    ListState.RUNNING: N_("under way"),
    ListState.PAUSED: N_("paused"),
    ListState.CANCELED: N_("canceled"),
    ListState.DONE: N_("done"),
}


class SeveralDialog(Dialog):
    """Begins a list once it has been checked; lists that run can be steered.

    Signals:
        table_wanted: choose a table.
        label_given: all who have this label.
        change_wanted: a list's id and the state it is to have.
        results_wanted: of this list.
    """

    table_wanted = Signal()
    label_given = Signal(str)
    change_wanted = Signal(str, ListState)
    results_wanted = Signal(str)

    def __init__(self, title: str, columns: Sequence[str], parent: QWidget | None) -> None:
        names = ", ".join(("number", "name", *columns))
        super().__init__(
            _("“{title}” to several customers").format(title=title),
            parent,
            sentence=_(
                "A table in CSV (UTF-8) whose first line names the columns: {columns}. "
                "Without columns for the template all get what is filled in on the page."
            ).format(columns=names),
            confirm=_("Start"),
            width_px=_WIDTH_PX,
        )
        self._good = 0
        self.name = QLineEdit(self)
        self.name.setMaxLength(120)
        self.name.setText(title)
        self.table = PushButton(_("Choose a table…"), parent=self, icon_name="file-csv")
        self.table.clicked.connect(self.table_wanted)
        self.label = QLineEdit(self)
        self.label.setPlaceholderText(_("or all with this label"))
        self.label.setAccessibleName(_("Label"))
        self.label.editingFinished.connect(self._on_label)
        self.pace = QSpinBox(self)
        self.pace.setRange(1, 600)
        self.pace.setValue(30)
        a_minute = _("a minute")
        self.pace.setSuffix(f" {a_minute}")
        self._count = PlainLabel(parent=self, weight=500, wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self._lists = QVBoxLayout()
        self._lists.setSpacing(6)
        self._arrange()

    def show_report(self, report: ListReport) -> None:
        """Show how many would be written to, and each line that would not."""
        self._good = report.good
        good = ngettext(
            "{count} customer will be written to.",
            "{count} customers will be written to.",
            report.good,
        ).format(count=number(report.good))
        bad = ngettext(
            "{count} line is left out:", "{count} lines are left out:", len(report.refused)
        ).format(count=number(len(report.refused)))
        self._count.setText(f"{good} {bad}" if report.refused else good)
        _emptied(self._lines)
        for place, shown, why in report.refused[:_SHOWN]:
            words = f"{place} · {shown} · {why}"
            self._lines.addWidget(
                PlainLabel(words, self, step="caption", kind="danger", wrap=True)
            )
        self._lines.addStretch(1)
        self.foot_words.setText("")

    def complain(self, problem: str) -> None:
        """Say what is wrong with the table or the label."""
        self._good = 0
        self._count.setText("")
        _emptied(self._lines)
        set_kind(self.foot_words, "danger")
        self.foot_words.setText(problem)

    def show_lists(self, lists: Iterable[ListView]) -> None:
        """Show the newest lists, with what can be done to each."""
        _emptied(self._lists)
        for one in list(lists)[:_LISTS]:
            self._lists.addLayout(self._row(one))

    def problem(self) -> str:
        """Nothing begins before it was checked."""
        return "" if self._good else _("Choose a table or a label first.")

    def _row(self, one: ListView) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        total = sum(one.counts.values())
        sent = one.counts.get(State.STARTED, 0)
        words = _("{name}: {sent} of {total} sent, {state}").format(
            name=one.name, sent=number(sent), total=number(total), state=_(_STATES[one.state])
        )
        row.addWidget(PlainLabel(words, self, elide="right"), 1)
        for text, state in _offers(one.state):
            button = PushButton(text, "ghost", self, size="small")
            button.clicked.connect(
                lambda _on=False, to=state: self.change_wanted.emit(one.list_id, to)
            )
            row.addWidget(button)
        save = PushButton(_("Save results…"), "ghost", self, size="small")
        save.clicked.connect(lambda: self.results_wanted.emit(one.list_id))
        row.addWidget(save)
        return row

    def _on_label(self) -> None:
        if self.label.text().strip():
            self.label_given.emit(self.label.text().strip())

    def _arrange(self) -> None:
        who = QHBoxLayout()
        who.setSpacing(8)
        who.addWidget(self.table)
        who.addWidget(self.label, 1)
        page = QWidget()
        page.setLayout(self._lines)
        self._lines.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFixedHeight(_REPORT_H)
        scroll.setWidget(page)
        pace = QHBoxLayout()
        pace.addLayout(labelled(_("Name of the list"), self.name, self), 1)
        pace.addLayout(labelled(_("At most"), self.pace, self))
        self.body.addLayout(self._lists)
        self.body.addLayout(pace)
        self.body.addLayout(who)
        self.body.addWidget(self._count)
        self.body.addWidget(scroll)


def _offers(state: ListState) -> list[tuple[str, ListState]]:
    """What can be done to a list that stands so."""
    if state is ListState.RUNNING:
        return [(_("Pause"), ListState.PAUSED), (_("Cancel"), ListState.CANCELED)]
    if state is ListState.PAUSED:
        return [(_("Go on"), ListState.RUNNING), (_("Cancel"), ListState.CANCELED)]
    return []


def _emptied(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        inner = item.layout()
        if (widget := item.widget()) is not None:
            widget.deleteLater()
        elif isinstance(inner, QHBoxLayout):
            while (part := inner.takeAt(0)) is not None:
                if (piece := part.widget()) is not None:
                    piece.deleteLater()
