"""The list and the figure on the rail follow each single change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from console.desk.changes import InboxChanged
from console.domain.ids import SessionId
from console.domain.people import Role
from console.domain.sessions import OPEN, SessionStatus
from console.ui.widgets.chip import Chip
from console.ui.widgets.text import PlainLabel
from tests.ui.given_window import InWindow, Screens

LUCAS, AMINA = SessionId("s-Lucas Moreau"), SessionId("s-أمينة السيد")


def assert_true_to_the_desk(screens: Screens) -> None:
    desk = screens.desk
    own = [row for row in desk.rows.values() if row.mine and row.status in OPEN]
    unread = sum(row.unread > 0 for row in own)
    spoken = screens.window.rail.inbox.accessibleName()
    assert spoken == (f"Inbox, {unread} unread" if unread else "Inbox")
    everybody = desk.me is not None and desk.me.role.leads
    listed = set(screens.window.inbox.view.content.order.rows)
    assert listed == {row.session_id for row in (desk.rows.values() if everybody else own)}


@pytest.mark.parametrize("role", [Role.REP, Role.SUPERVISOR])
def test_each_change_is_counted_once(in_window: InWindow, role: Role) -> None:
    async def work(screens: Screens) -> None:
        desk = screens.desk
        assert_true_to_the_desk(screens)
        for unread in (3, 4, 0, 0, 1):
            desk.change_row(LUCAS, unread=unread)
            assert_true_to_the_desk(screens)
        desk.change_row(AMINA, unread=2)
        desk.change_row(AMINA, mine=False, owner="Tomás Rivera")
        assert_true_to_the_desk(screens)
        desk.change_row(AMINA, mine=True, owner="You")
        assert_true_to_the_desk(screens)
        del desk.rows[LUCAS]
        desk.changes.tell(InboxChanged(frozenset(), frozenset({LUCAS})))
        assert_true_to_the_desk(screens)
        desk.rows = {AMINA: replace(desk.rows[AMINA], status=SessionStatus.ACTIVE)}
        desk.changes.tell(InboxChanged(frozenset(), whole=True))
        assert_true_to_the_desk(screens)

    in_window(work, role)


class Painted(QObject):
    """Which of the watched widgets were painted."""

    def __init__(self, watched: Iterable[QWidget]) -> None:
        super().__init__()
        self.kinds: list[str] = []
        for widget in watched:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self.kinds.append(type(watched).__name__)
        return False


def test_a_new_message_that_changes_no_figure_paints_the_list_alone(
    in_window: InWindow,
) -> None:
    async def work(screens: Screens) -> None:
        window, update = screens.window, QEvent(QEvent.Type.UpdateRequest)
        QApplication.sendEvent(window, update)
        inbox, rail, status = window.inbox, window.rail, window.status
        chips = inbox.findChildren(Chip)
        shown = [inbox.view.viewport(), *chips, rail, rail.inbox, status, status.presence]
        painted = Painted(shown)
        screens.desk.change_row(AMINA, preview="Number 7, Canal Street")
        QApplication.sendPostedEvents()
        QApplication.sendEvent(window, update)
        assert painted.kinds == [type(inbox.view.viewport()).__name__]

    in_window(work)


def test_the_empty_page_says_whether_somebody_waits(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        desk, empty = screens.desk, screens.window.empty
        waiting = [row for row in desk.rows.values() if row.mine and row.customer_waits]
        for row in waiting:
            assert "Nothing is open" in words_on(empty)
            desk.change_row(row.session_id, customer_waits=False)
        assert "Nothing is waiting for you" in words_on(empty)
        desk.change_row(waiting[0].session_id, customer_waits=True)
        assert "Nothing is open" in words_on(empty)

    in_window(work)


def test_how_long_the_longest_waits_in_a_queue_counts_by_itself(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        empty = screens.window.empty
        assert "4 customers are waiting, the longest for 6:20." in words_on(empty)
        await screens.pass_time(seconds=2)
        assert "4 customers are waiting, the longest for 6:22." in words_on(empty)

    in_window(work)


def words_on(page: QWidget) -> set[str]:
    return {label.full_text for label in page.findChildren(PlainLabel)}
