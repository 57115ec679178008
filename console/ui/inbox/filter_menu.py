"""The menus behind the filter button and the channel chip."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QWidget

from console.domain.texts import N_, _
from console.ui.inbox.filters import InboxFilter, Scope, Sort
from console.ui.paint.marks import channel_name
from console.ui.widgets.menu import Menu

_SCOPES = {
    Scope.ALL: N_("All sessions"),
    Scope.MINE: N_("My sessions"),
    Scope.QUEUED: N_("Waiting in queues"),
}
_SORTS = {Sort.SECTION_RULE: N_("Usual order"), Sort.TIME_LEFT: N_("Time left, least first")}


class FilterMenu(Menu):
    """Whose sessions, and in which order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scopes = self._group({str(scope): words for scope, words in _SCOPES.items()})
        self.addSeparator()
        self._sorts = self._group({str(sort): words for sort, words in _SORTS.items()})

    def show_filter(self, wanted: InboxFilter) -> None:
        """Check what is chosen."""
        self._scopes[wanted.scope].setChecked(True)
        self._sorts[wanted.sort].setChecked(True)

    def chosen(self, action: QAction, before: InboxFilter) -> InboxFilter:
        """The filter after this action was chosen."""
        value = str(action.data())
        if action in self._scopes.values():
            return before._replace(scope=Scope(value))
        return before._replace(sort=Sort(value))

    def _group(self, choices: dict[str, str]) -> dict[str, QAction]:
        group = QActionGroup(self)
        made = {}
        for value, words in choices.items():
            action = QAction(_(words), group)
            action.setCheckable(True)
            action.setData(value)
            self.addAction(action)
            made[value] = action
        return made


class ChannelMenu(Menu):
    """All channels, or one of those in the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offer((), "")

    def offer(self, kinds: Iterable[str], chosen: str) -> None:
        """Offer these channel kinds."""
        self.clear()
        choices = {"": _("All channels")} | {kind: channel_name(kind) for kind in kinds}
        for value, words in choices.items():
            action = self.addAction(words)
            action.setCheckable(True)
            action.setData(value)
        self.show_channel(chosen)

    def show_channel(self, chosen: str) -> None:
        """Check the chosen channel."""
        for action in self.actions():
            action.setChecked(action.data() == chosen)
