"""Tells the hub what the rep has really seen, coalesced and as well as it can."""

import asyncio
from contextlib import suppress

from console.desk.client import HubClient, with_ids
from console.desk.clock import DeskClock
from console.desk.model import Model
from console.domain.errors import RuleBroken
from console.domain.ids import MessageId, SessionId
from console.wire import requests
from console.wire.requests import Seen

PAUSE_S = 1.0


class SeenReports:
    """The newest word of each session; what can't be told is dropped, the next one tells it."""

    def __init__(self, client: HubClient, model: Model, clock: DeskClock) -> None:
        self._client, self._model, self._clock = client, model, clock
        self._news: dict[SessionId, tuple[MessageId, bool]] = {}
        self._told: dict[SessionId, MessageId] = {}
        self._added = asyncio.Event()

    def add(self, session_id: SessionId, message_id: MessageId, *, typing: bool) -> None:
        """The rep has seen everything up to this message, and may be typing."""
        if typing or self._told.get(session_id) != message_id:
            self._news[session_id] = (message_id, typing)
            self._added.set()

    async def run(self) -> None:
        """Tells the hub, at most once a second, until cancelled."""
        while True:
            await self._added.wait()
            self._added.clear()
            news, self._news = self._news, {}
            for session_id, (message_id, typing) in news.items():
                await self._tell(session_id, message_id, typing=typing)
            await self._clock.sleep(PAUSE_S)

    async def _tell(
        self, session_id: SessionId, message_id: MessageId, *, typing: bool
    ) -> None:
        session = self._model.sessions.get(session_id)
        if session is None:
            return
        body = Seen(fence=session.fence, message_id=message_id, typing=typing)
        with suppress(RuleBroken):
            path = with_ids(requests.SEEN, session_id=session_id)
            await self._client.tell("POST", path, body)
            self._told[session_id] = message_id
