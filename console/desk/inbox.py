"""Rows of the inbox, made of sessions once and kept until they change."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from console.desk.inbox_row import UNASSIGNED, YOU, InboxRow
from console.desk.model import Model
from console.desk.store import Outgoing
from console.domain.deletions import told
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.ids import DeskId, SessionId
from console.domain.messages import kind_of, preview, retold
from console.domain.names import shown_name
from console.domain.sessions import OPEN
from console.wire.views import SessionView

_WRITTEN = {"text", "note", "template", "interactive"}


class Inbox:
    """What the lists show, as this person at this desk sees it.

    `unsent` tells what the rep wrote last that can't leave the desk.
    """

    def __init__(
        self,
        model: Model,
        desk_id: DeskId,
        has_draft: Callable[[SessionId], bool],
        unsent: Callable[[SessionId], Outgoing | None],
    ) -> None:
        self._model = model
        self._desk_id = desk_id
        self._has_draft = has_draft
        self._unsent = unsent
        self._rows: dict[SessionId, InboxRow] = {}

    def forget_rows(self, changed: Iterable[SessionId] | None = None) -> None:
        """The rows are made anew when they are asked for; all of them without `changed`."""
        if changed is None:
            self._rows.clear()
            return
        for session_id in changed:
            self._rows.pop(session_id, None)

    def row(self, session_id: SessionId) -> InboxRow | None:
        """One row; None if the session isn't known."""
        made = self._rows.get(session_id)
        if made is not None:
            return made
        view = self._model.sessions.get(session_id)
        if view is None:
            return None
        row = self._make(view)
        unsent = self._unsent(session_id)
        if unsent is not None and (row.at is None or unsent.created_at >= row.at):
            row = _answered(row, unsent)
        self._rows[session_id] = row
        return row

    def all_rows(self) -> list[InboxRow]:
        """Every session this person may see."""
        return self._made(self._model.sessions)

    def own_rows(self) -> list[InboxRow]:
        """Open sessions that are this rep's or on offer to them."""
        offered = self._offered()
        return self._made(
            ref for ref, view in self._model.sessions.items() if self._is_own(view, offered)
        )

    def picture(self, touched: Iterable[SessionId]) -> dict[str, InboxRow | None]:
        """The rows of the own inbox among these sessions; None for those not in it."""
        offered = self._offered()
        found: dict[str, InboxRow | None] = {}
        for session_id in touched:
            view = self._model.sessions.get(session_id)
            row = self.row(session_id)
            shown = view is not None and row is not None and self._is_own(view, offered)
            found[session_id] = row if shown else None
        return found

    def _made(self, refs: Iterable[SessionId]) -> list[InboxRow]:
        return [row for ref in refs if (row := self.row(ref)) is not None]

    def _offered(self) -> set[SessionId]:
        return {offer.session_id for offer in self._model.offers.values()}

    def _is_own(self, view: SessionView, offered: set[SessionId]) -> bool:
        mine = self._is_mine(view) or view.session_id in offered
        return mine and view.status in OPEN

    def _is_mine(self, view: SessionView) -> bool:
        me = self._model.me
        return me is not None and view.owner_id == me.rep_id

    def _make(self, view: SessionView) -> InboxRow:
        mine = self._is_mine(view)
        name = shown_name(view.customer_name)
        said = (name, view.customer_number, view.last_preview, view.queue_name)
        return InboxRow(
            session_id=view.session_id,
            conversation_id=view.conversation_id,
            customer_id=view.customer_id,
            name=name,
            number=view.customer_number,
            channel_kind=view.channel_kind,
            status=view.status,
            preview=_preview(view),
            kind=view.last_kind,
            direction=view.last_direction,
            state=view.last_state,
            at=view.last_at or view.opened_at,
            unread=view.unread,
            queue=view.queue_name,
            owner=YOU if mine else view.owner_name or UNASSIGNED,
            mine=mine,
            here=mine and view.owner_desk_id == self._desk_id,
            has_window=view.has_window,
            expires_at=view.window_expires_at,
            customer_waits=view.customer_waits,
            waiting_since=view.waiting_since,
            quiet_at=view.quiet_at,
            flagged=view.flagged,
            has_draft=self._has_draft(view.session_id),
            found_by="\n".join(said).casefold(),
        )


def _answered(row: InboxRow, unsent: Outgoing) -> InboxRow:
    """The row with the rep's answer, which has not left this desk."""
    body = unsent.body
    return replace(
        row,
        preview=preview(body),
        kind=kind_of(body),
        direction=Direction.OUTBOUND,
        state=Delivery.QUEUED,
        at=unsent.created_at,
        customer_waits=False,
        waiting_since=None,
    )


def _preview(view: SessionView) -> str:
    """The newest message in a line; what somebody wrote stays as it is."""
    if view.last_kind in _WRITTEN:
        return view.last_preview
    return told(retold(view.last_preview))
