"""When it goes: now, tomorrow morning where the customer is, or at a chosen time."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

from PySide6.QtCore import QDate, QDateTime, QTime, QTimeZone, Signal
from PySide6.QtWidgets import QDateTimeEdit, QHBoxLayout, QVBoxLayout, QWidget

from console.domain.texts import _
from console.ui.widgets.segmented import Segmented
from console.ui.widgets.text import PlainLabel

_NOW, _MORNING, _PICKED = "now", "morning", "picked"
_NINE = time(9)


class WhenRow(QWidget):
    """Times are those of the customer's clock.

    Signals:
        changed: another time.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone: tzinfo | None = None
        self.choice = Segmented(
            (
                (_NOW, _("Now")),
                (_MORNING, _("Tomorrow 09:00")),
                (_PICKED, _("Pick a time…")),
            ),
            _("When"),
            self,
        )
        self.picked = QDateTimeEdit(self)
        self.picked.setCalendarPopup(True)
        self.picked.setDisplayFormat("ddd d MMM yyyy, HH:mm")
        self.picked.setAccessibleName(_("Time on the customer’s clock"))
        self.picked.setTimeZone(QTimeZone.utc())
        self.picked.hide()
        self.choice.chosen.connect(self._on_chosen)
        self.picked.dateTimeChanged.connect(lambda _at: self.changed.emit())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.choice)
        row.addWidget(self.picked)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        label = _("When")
        column.addWidget(PlainLabel(label, self, step="caption", weight=500, kind="secondary"))
        column.addLayout(row)

    def set_zone(self, zone: tzinfo) -> None:
        """Where the customer is."""
        self._zone = zone

    def clear(self) -> None:
        """Now, as at first."""
        self.choice.set_value(_NOW)
        self.picked.hide()

    def show_moment(self, at: datetime, now: datetime) -> None:
        """Show this moment; one that is past is now."""
        if at <= now:
            self.clear()
            return
        self.choice.set_value(_PICKED)
        self._pick(at)
        self.picked.show()

    def moment(self, now: datetime) -> datetime | None:
        """When it is to go; None for now."""
        match self.choice.value():
            case "morning":
                return self._tomorrow(now)
            case "picked":
                shown = self.picked.dateTime().toPython()
                assert isinstance(shown, datetime)
                return shown.replace(tzinfo=self._zone).astimezone(now.tzinfo)
            case _:
                return None

    def _tomorrow(self, now: datetime) -> datetime:
        day = now.astimezone(self._zone).date() + timedelta(days=1)
        return datetime.combine(day, _NINE, self._zone).astimezone(now.tzinfo)

    def _on_chosen(self, value: str) -> None:
        self.picked.setVisible(value == _PICKED)
        if value == _PICKED:
            self.picked.setFocus()
        self.changed.emit()

    def suggest(self, now: datetime) -> None:
        """What stands there before a time is picked: tomorrow morning."""
        if self.picked.isHidden():
            self._pick(self._tomorrow(now))

    def _pick(self, at: datetime) -> None:
        local = at.astimezone(self._zone)
        self.picked.blockSignals(True)
        shown = QDateTime(
            QDate(local.year, local.month, local.day),
            QTime(local.hour, local.minute),
            QTimeZone.utc(),
        )
        self.picked.setDateTime(shown)
        self.picked.blockSignals(False)
