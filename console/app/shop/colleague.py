"""Colleague: a rep at a desk of the demo who has no screen and works through the hub's API."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import httpx

from console.app.shop.stories import Rep
from console.domain.directions import Direction
from console.domain.ids import ConversationId, DeskId, MessageId, QueueId, RepId, SessionId
from console.domain.messages import Text
from console.domain.people import Wanted
from console.wire import problems, requests
from console.wire.codec import from_json, to_json
from console.wire.views import MessageView, OfferView, SessionView

T = TypeVar("T")
PASSWORD = "alder, finch & sons"


def desk_id_of(rep: Rep) -> DeskId:
    """The id of the desk a rep has in the story."""
    return DeskId(f"{rep.desk}-{rep.key}")


class Colleague:
    """One rep, signed in at the desk of the story."""

    def __init__(self, rep: Rep, hub_url: str) -> None:
        self.rep = rep
        self._http = httpx.AsyncClient(base_url=hub_url, trust_env=False, timeout=30)

    async def aclose(self) -> None:
        """Gives the connections back."""
        await self._http.aclose()

    async def sign_in(self) -> None:
        """The hub knows this rep at this desk from now on."""
        wanted = requests.SignIn(
            user_name=self.rep.user_name,
            password=PASSWORD,
            desk_id=desk_id_of(self.rep),
            desk_name=self.rep.desk,
        )
        signed_in = await self.ask(requests.SignedIn, "POST", requests.SIGN_IN, wanted)
        self._http.headers["Authorization"] = f"Bearer {signed_in.token}"

    async def sign_out(self) -> None:
        """The desk is free."""
        await self._exchange("POST", requests.SIGN_OUT)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[AsyncIterator[bytes]]:
        """The desk is within reach as long as this is open; the news is for whoever reads."""
        after = (await self.snapshot()).as_of
        headers = {"Last-Event-ID": str(after), "Accept": "text/event-stream"}
        timeout = httpx.Timeout(10, read=None)
        async with self._http.stream(
            "GET", requests.FEED, headers=headers, timeout=timeout
        ) as response:
            response.raise_for_status()
            yield response.aiter_raw()

    async def snapshot(self) -> requests.Snapshot:
        """Everything this rep sees."""
        return await self.ask(requests.Snapshot, "GET", requests.SNAPSHOT)

    async def wants(self, wanted: Wanted) -> None:
        """The rep's presence."""
        await self._exchange("PUT", requests.PRESENCE, requests.SetPresence(wanted=wanted))

    async def accept(self, offer: OfferView) -> SessionView:
        """The session, which is this rep's now."""
        path = requests.ACCEPT.format(work_id=offer.work_id)
        return await self.ask(SessionView, "POST", path)

    async def take_next(self) -> SessionView | None:
        """The session that has waited longest, this rep's now; None if none waits."""
        wanted = requests.TakeNext()
        content = await self._exchange("POST", requests.TAKE_NEXT, wanted)
        return None if content.strip() == b"null" else from_json(SessionView, content)

    async def session(self, session_id: SessionId) -> SessionView:
        """The session as it is now."""
        return await self.ask(
            SessionView, "GET", requests.SESSION.format(session_id=session_id)
        )

    async def messages(self, conversation_id: ConversationId) -> tuple[MessageView, ...]:
        """The last page of a transcript."""
        path = requests.THREAD.format(conversation_id=conversation_id)
        return (await self.ask(requests.ThreadPage, "GET", path)).messages

    async def see(self, session: SessionView) -> None:
        """All that the customer wrote is seen, and they are told."""
        theirs = [
            message
            for message in await self.messages(session.conversation_id)
            if message.direction is Direction.INBOUND
        ]
        if theirs:
            seen = requests.Seen(fence=session.fence, message_id=theirs[-1].message_id)
            await self._act(requests.SEEN, session, seen)

    async def say(self, session: SessionView, text: str) -> MessageView:
        """The message, on its way."""
        message = requests.SendMessage(
            message_id=MessageId(str(uuid.uuid4())),
            session_id=session.session_id,
            fence=session.fence,
            body=Text(text=text),
        )
        return await self.ask(MessageView, "POST", requests.MESSAGES, message)

    async def transfer(
        self,
        session: SessionView,
        *,
        to_rep: RepId | None = None,
        to_queue: QueueId | None = None,
        note: str = "",
    ) -> None:
        """The session is on offer to the rep, or waits in the queue."""
        wanted = requests.Transfer(
            fence=session.fence, to_rep=to_rep, to_queue=to_queue, note=note
        )
        await self._act(requests.TRANSFER, session, wanted)

    async def command(self, path: str, session: SessionView) -> None:
        """End, quieten or keep open."""
        await self._act(path, session, requests.SessionCommand(fence=session.fence))

    async def flag(self, session: SessionView, note: str) -> None:
        """A flag for the supervisor is up."""
        await self._act(requests.FLAG, session, requests.Flag(raised=True, note=note))

    async def note(self, session: SessionView, text: str) -> None:
        """A note for the team on the customer."""
        path = requests.NOTES.format(customer_id=session.customer_id)
        await self._exchange("POST", path, requests.AddNote(text=text))

    async def label(self, session: SessionView, labels: tuple[str, ...]) -> None:
        """The customer's labels."""
        path = requests.LABELS.format(customer_id=session.customer_id)
        await self._exchange("PUT", path, requests.SetLabels(labels=labels))

    async def ask(self, shape: type[T], method: str, path: str, body: object = None) -> T:
        """The hub's answer; raises the hub's refusal."""
        return from_json(shape, await self._exchange(method, path, body))

    async def _act(self, path: str, session: SessionView, body: object) -> None:
        await self._exchange("POST", path.format(session_id=session.session_id), body)

    async def _exchange(self, method: str, path: str, body: object = None) -> bytes:
        options: dict[str, Any] = {}
        if body is not None:
            options = {
                "content": to_json(body),
                "headers": {"Content-Type": "application/json"},
            }
        response = await self._http.request(method, path, **options)
        if response.status_code >= 400:
            raise problems.decode(response.content, response.status_code)
        return response.content
