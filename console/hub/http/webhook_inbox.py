"""Webhook inbox: keeps raw bodies durably, many in one transaction."""

import asyncio
from collections.abc import Callable

import sqlalchemy as sa

from console.domain.errors import Unavailable
from console.hub.store import raw_webhooks
from console.hub.store.store import Store

_Fault = Exception | None


class _Lead:
    """What the first of those that wait is told: commit for all of you."""


_LEAD = _Lead()
#: Ends with what went wrong, or says that whoever waits for it is to lead the next batch.
_Turn = asyncio.Future[_Fault | _Lead]


class WebhookInbox:
    """Bodies that arrive while a commit is under way share the next one.

    `kept` is told how many were kept, once for each commit.
    """

    def __init__(self, store: Store, kept: Callable[[int], object]) -> None:
        self._store = store
        self._kept = kept
        self._waiting: list[tuple[bytes, _Turn]] = []
        self._committing = False

    async def keep(self, body: bytes) -> None:
        """Returns once the body is on disk and its reading is due; twice the same is once.

        Raises:
            sqlalchemy.exc.SQLAlchemyError, OSError, Unavailable: it could not be kept.
        """
        turn: _Turn = asyncio.get_running_loop().create_future()
        self._waiting.append((body, turn))
        word: _Fault | _Lead = _LEAD
        if self._committing:
            try:
                word = await turn
            except asyncio.CancelledError:
                if _leads(turn):
                    self._pass_on()
                raise
        if isinstance(word, _Lead):
            word = await self._lead()
        if word is not None:
            raise word

    async def _lead(self) -> _Fault:
        """Commits for all that wait, tells them, and names who leads next."""
        self._committing = True
        batch = self._waiting[: raw_webhooks.MOST_AT_ONCE]
        del self._waiting[: len(batch)]
        fault: _Fault = RuntimeError("the commit was broken off")
        try:
            fault = await self._commit([body for body, _ in batch])
        finally:
            for _, turn in batch:
                if not turn.done():
                    turn.set_result(fault)
            self._pass_on()
        return fault

    def _pass_on(self) -> None:
        """The first that still waits leads; who has given up before it waits no more."""
        while self._waiting and self._waiting[0][1].done():
            del self._waiting[0]
        self._committing = bool(self._waiting)
        if self._committing:
            self._waiting[0][1].set_result(_LEAD)

    async def _commit(self, bodies: list[bytes]) -> _Fault:
        try:
            await raw_webhooks.keep(self._store, bodies)
        except (sa.exc.SQLAlchemyError, OSError, Unavailable) as error:
            return error
        self._kept(len(bodies))
        return None


def _leads(turn: _Turn) -> bool:
    """Whether it was told to lead and has not heard it yet."""
    return turn.done() and not turn.cancelled() and turn.result() is _LEAD
