"""Rooms: pages between rail and status bar for those who may see them, made when opened."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject

from console.domain.errors import RuleBroken
from console.domain.people import Role
from console.domain.texts import _
from console.ui.actions import BY_NAME, keys_text
from console.ui.tasks import TaskScope
from console.ui.widgets.room_page import RoomPage
from console.ui.window import MainWindow

if TYPE_CHECKING:
    from console.desk.desk import Desk

P = TypeVar("P", bound=RoomPage)


class Room(QObject, Generic[P]):
    """Base of the rooms; nothing of a page is loaded before it is opened.

    Attributes:
        NAME: the action that leads here; its words and icon are those of the rail's button.
        ROLES: who may come in.
        SECOND: the rail's button stands right below the inbox, for rooms of everyday.
    """

    NAME = ""
    ROLES = frozenset({Role.ADMIN})
    SECOND = False

    def __init__(self, desk: Desk, scope: TaskScope, window: MainWindow) -> None:
        super().__init__(window)
        self._desk, self._scope, self._window = desk, scope, window
        self.page: P | None = None
        action = BY_NAME[self.NAME]
        self.button = window.rail.add_place(
            self.NAME,
            action.glyph,
            _(action.title),
            keys_text(self.NAME),
            second=self.SECOND,
        )
        self.button.clicked.connect(self.open)

    def open(self) -> None:
        """The page is on show; nothing happens for those who may not see it."""
        if not self._may_see():
            return
        if self.page is None:
            self.page = self._made()
            self.page.left.connect(self._window.rail.inbox.click)
        self._window.show_room(self.page)
        self._window.rail.show_place(self.NAME)
        self._show(self.page)
        self._arrive(self.page)

    def leave(self) -> None:
        """The inbox is on show again: what was asked for the page alone may end."""

    def refresh(self, *_changed: object) -> None:
        """What it shows, or who is signed in, may have changed."""
        self.button.setVisible(self._may_see())
        if self.page is not None:
            self._show(self.page)

    def close(self) -> None:
        """Nothing is shown or asked for any more."""
        self.leave()
        self.button.hide()
        if self.page is not None:
            self.page.deleteLater()
            self.page = None

    def _may_see(self) -> bool:
        return self._desk.me is not None and self._desk.me.role in self.ROLES

    def _made(self) -> P:
        """The page with its signals connected; what is dear to import belongs here."""
        raise NotImplementedError

    def _show(self, page: P) -> None:
        """Bring what the desk knows onto the page."""
        raise NotImplementedError

    def _arrive(self, page: P) -> None:
        """Somebody has just come in: where the keyboard goes, and what is asked anew."""

    def _start(self, name: str, work: Coroutine[object, object, None]) -> None:
        """Run it; what the hub won't do is said on the page, and what was written stays."""
        self._scope.start(name, work, replace=True, refused=self._on_refused)

    def _on_refused(self, problem: RuleBroken) -> None:
        if self.page is not None:
            self.page.complain(problem.message)
