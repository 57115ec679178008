"""What the desk knows: answered at once, from memory."""

from datetime import timedelta

from console.desk.changes import InboxChanged
from console.desk.drafts import NOTHING
from console.desk.inbox_row import InboxRow
from console.desk.rows import Draft
from console.desk.seat import Seat
from console.domain import policy
from console.domain.handover import is_held
from console.domain.ids import SessionId
from console.domain.policy import ComposerMode, Verdict
from console.domain.sessions import OPEN
from console.domain.templates import Template
from console.domain.texts import _
from console.wire.views import (
    ChannelView,
    OfferView,
    QueueView,
    QuickReply,
    RepView,
    SessionView,
)


class Knowing(Seat):
    """The part of `Desk` that screens read; empty while nobody is signed in."""

    def inbox(self) -> list[InboxRow]:
        """Open sessions that are this rep's or on offer to them, in no order."""
        return [] if self._account is None else self._account.inbox.own_rows()

    def all_sessions(self) -> list[InboxRow]:
        """Every session this person may see, in no order."""
        return [] if self._account is None else self._account.inbox.all_rows()

    def row(self, session_id: SessionId) -> InboxRow | None:
        """One row; None if it isn't this person's to see."""
        return None if self._account is None else self._account.inbox.row(session_id)

    def session(self, session_id: SessionId) -> SessionView | None:
        """One session; None if it isn't this person's to see."""
        return None if self._account is None else self._account.model.sessions.get(session_id)

    def offers(self) -> list[OfferView]:
        """Work on offer to this rep, the most pressing first."""
        found = [] if self._account is None else self._account.model.offers.values()
        return sorted(found, key=lambda offer: (offer.expires_at, offer.work_id))

    def reps(self) -> list[RepView]:
        """Colleagues and oneself, by name."""
        found = [] if self._account is None else self._account.model.reps.values()
        return sorted(found, key=lambda rep: (rep.name.casefold(), rep.rep_id))

    def queues(self) -> list[QueueView]:
        """Queues by name."""
        found = [] if self._account is None else self._account.model.queues.values()
        return sorted(found, key=lambda queue: (queue.name.casefold(), queue.queue_id))

    def channels(self) -> list[ChannelView]:
        """Channels by name."""
        found = [] if self._account is None else self._account.model.channels.values()
        return sorted(found, key=lambda channel: (channel.name.casefold(), channel.channel_id))

    def quick_replies(self) -> list[QuickReply]:
        """Ready texts by shortcut."""
        found = () if self._account is None else self._account.model.quick_replies
        return sorted(found, key=lambda reply: reply.shortcut)

    def templates(self, language: str | None = None) -> list[Template]:
        """Templates by title, usable or not; of one language or all."""
        found = [] if self._account is None else self._account.model.templates.values()
        return sorted(
            (item for item in found if language in {None, item.language}),
            key=lambda item: (item.title.casefold(), item.name, item.language),
        )

    def templates_for(self, session_id: SessionId) -> list[Template]:
        """Templates of the account that the session's number belongs to, usable or not."""
        view = self.session(session_id)
        channels = {} if self._account is None else self._account.model.channels
        channel = channels.get(view.channel_id) if view is not None else None
        account = channel.account if channel is not None else ""
        if not account:  # a hub from before accounts were told
            return self.templates()
        return [one for one in self.templates() if one.template_id.startswith(f"{account}/")]

    def composer(self, session_id: SessionId) -> Verdict:
        """What may be written in the session at this moment; the hub has the last word."""
        view = self.session(session_id)
        if view is None or self._account is None:
            return Verdict(ComposerMode.BLOCKED, _("This session isn’t yours to see any more."))
        here = self._account.comebacks.is_here(view)
        if not here and view.status in OPEN and not view.customer_blocked:
            return Verdict(ComposerMode.BLOCKED, self._why_read_only(view))
        now = self.now()
        return policy.composer(
            view.status,
            expires_at=view.window_expires_at if view.has_window else now + timedelta(days=1),
            now=now,
            owned=here or view.status not in OPEN,
            customer_blocked=view.customer_blocked,
            held_elsewhere=is_held(view.held_by, view.held_at, now),
        )

    def _why_read_only(self, view: SessionView) -> str:
        if view.owner_id is None:
            return _(
                "Nobody has this session yet. Accept it or take it from the queue to write."
            )
        if self.me is not None and view.owner_id == self.me.rep_id:
            if not view.owner_desk_name:
                return _("You have this session open at another desk.")
            words = _("You have this session open at {desk}.")
            return words.format(desk=view.owner_desk_name)
        words = _("Read-only: {owner} is handling this session.")
        return words.format(owner=view.owner_name)

    def waiting_to_send(self, session_id: SessionId | None = None) -> int:
        """How many messages wait at this desk; of one session or all."""
        return 0 if self._account is None else len(self._account.outbox.waiting(session_id))

    def draft(self, session_id: SessionId) -> Draft:
        """Unsent writing of a session; an empty draft if there is none."""
        return NOTHING if self._account is None else self._account.drafts.of(session_id)

    def save_draft(self, session_id: SessionId, draft: Draft) -> None:
        """The draft is this from now on; on disk 300 ms later at the latest."""
        account = self._seated()
        before = account.drafts.has(session_id)
        account.drafts.save(session_id, draft, self.now())
        if account.drafts.has(session_id) is not before:
            account.inbox.forget_rows([session_id])
            self.changes.tell(InboxChanged(frozenset({session_id})))
