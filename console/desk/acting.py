"""What the rep does; each act comes back by the feed like everybody else's."""

from dataclasses import replace

from console.desk import outgoing
from console.desk.client import with_ids
from console.desk.knowing import Knowing
from console.desk.store import Outgoing
from console.domain import policy
from console.domain.errors import ALL, RuleBroken
from console.domain.ids import MessageId, QueueId, RepId, SessionId, WorkId
from console.domain.messages import Body, Contacts, Location, NoteText, Text
from console.domain.people import Wanted
from console.wire import requests
from console.wire.requests import (
    DeclineOffer,
    Flag,
    React,
    SessionCommand,
    SetPresence,
    TakeNext,
    TakeOver,
    Transfer,
)
from console.wire.views import SessionView

_BESIDE_THE_DRAFT = (NoteText, Location, Contacts)
_BY_CODE = {kind.code: kind for kind in ALL}


class Acting(Knowing):
    """The part of `Desk` that changes something; all raise `RuleBroken` with words."""

    def send(
        self,
        session_id: SessionId,
        body: Body,
        *,
        reply_to: MessageId | None = None,
        files: tuple[str, ...] = (),
        split: bool = False,
    ) -> MessageId:
        """The id of the first message; it is on disk, and the draft is gone with it.

        With `split` a text too long for one message goes as several.

        Raises:
            InvalidInput, WindowLapsed, RuleBroken: it can't be sent; the draft is as it was.
        """
        view = self._session(session_id)
        entries = outgoing.made_of(
            view, body, files, reply_to=reply_to, now=self.now(), split=split
        )
        # what is no part of what is being written to the customer leaves it alone
        draft_of = None if isinstance(body, _BESIDE_THE_DRAFT) else session_id
        self._queue(session_id, [entry.body for entry in entries] or [body], entries, draft_of)
        return entries[0].message_id

    def send_file(self, session_id: SessionId, path: str) -> MessageId:
        """The id of a message that is only this file; the draft stays as it is.

        Raises:
            InvalidInput, WindowLapsed, RuleBroken: it can't be sent.
        """
        view, nothing = self._session(session_id), Text(text="")
        entries = outgoing.made_of(view, nothing, [path], reply_to=None, now=self.now())
        self._queue(session_id, [entry.body for entry in entries], entries, None)
        return entries[0].message_id

    def _queue(
        self,
        session_id: SessionId,
        bodies: list[Body],
        entries: list[Outgoing],
        draft_of: SessionId | None,
    ) -> None:
        account = self._seated()
        verdict = self.composer(session_id)
        for made in bodies:
            outcome = policy.may_send(made, verdict)
            if isinstance(outcome, policy.Refused):
                account.drafts.flush()  # what was worth a press is kept at once
                raise _BY_CODE.get(outcome.code, RuleBroken)(outcome.message)
        account.outbox.add(entries, draft_of)

    def try_now(self) -> None:
        """The hub is tried at once, and so is what waits for it."""
        account = self._seated()
        account.stream.try_now()
        account.outbox.try_now()

    async def cancel(self, message_id: MessageId) -> None:
        """The message isn't sent."""
        account = self._seated()
        if not account.outbox.cancel(message_id):
            path = with_ids(requests.CANCEL, message_id=message_id)
            await account.client.tell("POST", path)

    async def accept(self, work_id: WorkId) -> SessionId:
        """The offered session is this rep's, and known here."""
        account = self._seated()
        path = with_ids(requests.ACCEPT, work_id=work_id)
        view = await account.client.ask(SessionView, "POST", path)
        await self._until_here(view.session_id)
        return view.session_id

    async def decline(self, work_id: WorkId, reason: str) -> None:
        """The offer is over for this rep."""
        path = with_ids(requests.DECLINE, work_id=work_id)
        await self._seated().client.tell("POST", path, DeclineOffer(reason=reason))

    async def take_next(self, queue_id: QueueId | None = None) -> SessionId | None:
        """The session that waited longest, now this rep's; None if none waits."""
        account = self._seated()
        view = await account.client.ask_maybe(
            SessionView, "POST", requests.TAKE_NEXT, TakeNext(queue_id=queue_id)
        )
        if view is None:
            return None
        await self._until_here(view.session_id)
        return view.session_id

    async def transfer(
        self,
        session_id: SessionId,
        *,
        to_rep: RepId | None = None,
        to_queue: QueueId | None = None,
        note: str = "",
        pass_draft: bool = True,
    ) -> None:
        """The session is on offer to the other; a draft goes with it if asked to."""
        draft = self.draft(session_id)
        body = Transfer(
            fence=self._session(session_id).fence,
            to_rep=to_rep,
            to_queue=to_queue,
            note=note,
            draft=draft.text if pass_draft else "",
        )
        await self._tell(requests.TRANSFER, session_id, body)
        if pass_draft and draft.text:
            self.save_draft(session_id, replace(draft, text="", passed_by=""))

    async def end(self, session_id: SessionId) -> None:
        """The session has ended."""
        await self._command(requests.END, session_id)

    async def quieten(self, session_id: SessionId) -> None:
        """The session is inactive until the customer writes."""
        await self._command(requests.QUIETEN, session_id)

    async def keep_open(self, session_id: SessionId) -> None:
        """The inactivity clock starts over."""
        await self._command(requests.KEEP_OPEN, session_id)

    async def reopen(self, session_id: SessionId) -> None:
        """The ended session is open and this rep's."""
        await self._command(requests.REOPEN, session_id)
        await self._until_here(session_id)

    async def continue_here(self, session_id: SessionId) -> None:
        """The rep's own session goes on at this desk."""
        await self._command(requests.CONTINUE_HERE, session_id)
        await self._until_here(session_id)

    async def take_thread(self, session_id: SessionId) -> None:
        """The customer's thread is asked back from another app of the business."""
        await self._command(requests.TAKE_THREAD, session_id)

    async def take_over(self, session_id: SessionId, reason: str, message: str = "") -> None:
        """The session is this supervisor's."""
        fence = self._session(session_id).fence
        body = TakeOver(fence=fence, reason=reason, message=message)
        await self._tell(requests.TAKE_OVER, session_id, body)
        await self._until_here(session_id)

    async def flag(self, session_id: SessionId, raised: bool, note: str = "") -> None:
        """The flag for the supervisor is up or down."""
        await self._tell(requests.FLAG, session_id, Flag(raised=raised, note=note))

    async def react(self, session_id: SessionId, message_id: MessageId, emoji: str) -> None:
        """The emoji stands at the customer's message; an empty one takes it back."""
        path = with_ids(requests.REACTION, message_id=message_id)
        body = React(fence=self._session(session_id).fence, emoji=emoji)
        await self._seated().client.tell("PUT", path, body)

    def seen(self, session_id: SessionId, message_id: MessageId, typing: bool = False) -> None:
        """The rep has really seen everything up to this message; told as well as can be."""
        account = self._seated()
        if account.comebacks.is_here(self.session(session_id)):
            account.seen.add(session_id, message_id, typing=typing)

    async def set_presence(self, wanted: Wanted) -> None:
        """The rep has chosen this status."""
        await self._seated().client.tell("PUT", requests.PRESENCE, SetPresence(wanted=wanted))

    async def _until_here(self, session_id: SessionId) -> None:
        """Returns when the feed has told that this desk holds the session."""
        account = self._seated()
        model, is_here = account.model, account.comebacks.is_here
        await account.sync.until(lambda: is_here(model.sessions.get(session_id)))

    async def _command(self, path: str, session_id: SessionId) -> None:
        fence = self._session(session_id).fence
        await self._tell(path, session_id, SessionCommand(fence=fence))

    async def _tell(self, path: str, session_id: SessionId, body: object) -> None:
        client = self._seated().client
        await client.tell("POST", with_ids(path, session_id=session_id), body)
