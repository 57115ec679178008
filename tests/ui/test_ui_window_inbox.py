"""The list and the figure on the rail follow each single change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.desk.changes import InboxChanged
from console.domain.ids import SessionId
from console.domain.people import Role
from console.domain.sessions import OPEN, SessionStatus
from tests.ui.given_window import InWindow, Screens

LUCAS, AMINA = SessionId("s-Lucas Moreau"), SessionId("s-أمينة السيد")


def assert_true_to_the_desk(screens: Screens) -> None:
    desk = screens.desk
    own = [row for row in desk.rows.values() if row.mine and row.status in OPEN]
    unread = sum(row.unread > 0 for row in own)
    spoken = screens.window.rail.inbox.accessibleName()
    assert spoken == (f"Inbox, {unread} unread" if unread else "Inbox")
    everybody = desk.me is not None and desk.me.role.sees_all
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
