"""The sheet of all shortcuts, made from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from console.domain.texts import _
from console.ui.actions import ACTIONS, Action, Group
from console.ui.dialogs.dialog import Dialog
from console.ui.widgets.key_caps import KeyCaps
from console.ui.widgets.search_field import SearchField
from console.ui.widgets.text import PlainLabel

_COLUMNS = 3
_ROW_H = 29


class ShortcutsDialog(Dialog):
    """Headings in three columns; the filter keeps what matches."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(
            _("Keyboard shortcuts"),
            parent,
            sentence=_("Press F1 anywhere to see them."),
            width_px=980,
        )
        self._lines: list[tuple[Action, QWidget]] = []
        self._filter = SearchField(_("Filter"), parent=self)
        self._filter.setFixedWidth(200)
        self.head.insertWidget(1, self._filter)
        grid = QGridLayout()
        grid.setHorizontalSpacing(40)
        grid.setVerticalSpacing(20)
        groups = [group for group in Group if any(_has_keys(a, group) for a in ACTIONS)]
        for place, group in enumerate(groups):
            grid.addLayout(self._group(group), place // _COLUMNS, place % _COLUMNS)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
        self._filter.searched.connect(self._on_searched)
        self._filter.setFocus()

    def _group(self, group: Group) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        heading = PlainLabel(_(group.value), self, step="caption", weight=600, kind="link")
        column.addWidget(heading)
        column.addSpacing(6)
        for action in ACTIONS:
            if _has_keys(action, group):
                column.addWidget(self._line(action))
        column.addStretch(1)
        return column

    def _line(self, action: Action) -> QWidget:
        line = QWidget(self)
        line.setFixedHeight(_ROW_H)
        caps = KeyCaps("+".join(action.key_caps), line)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(PlainLabel(action.title, line), 1)
        row.addWidget(caps, 0, Qt.AlignmentFlag.AlignVCenter)
        self._lines.append((action, line))
        return line

    def _on_searched(self, text: str) -> None:
        word = text.casefold()
        for action, line in self._lines:
            keys = "+".join(action.key_caps)
            line.setVisible(word in f"{action.title} {keys}".casefold())


def _has_keys(action: Action, group: Group) -> bool:
    return action.group is group and bool(action.keys or action.shown)
