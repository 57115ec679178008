"""Network: requests to whichever hub is up; they and their answers get lost."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from random import Random
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from console.channels.whatsapp import signatures
from console.domain.errors import RuleBroken
from tests.chaos.ground import APP_SECRET

if TYPE_CHECKING:
    from tests.chaos.replica import Replica
    from tests.chaos.world import World

T = TypeVar("T")
_PATIENCE_S = 20.0


class Lost(Exception):  # noqa: N818 - says what happened
    """No answer came; what was asked may have been done."""


class Network:
    """The way from desks and from the platform to the hubs."""

    def __init__(self, world: "World", chance: Random) -> None:
        self._world = world
        self.chance = chance

    def strikes(self, fault: str) -> bool:
        """Whether the fault strikes now."""
        calm = self._world.calm
        return not calm and self.chance.random() < self._world.plan.rate(fault)

    def hub(self) -> "Replica":
        """A hub that answers at the moment.

        Raises:
            Lost: none does.
        """
        able = [replica for replica in self._world.replicas if replica.is_up]
        if not able:
            raise Lost
        return self.chance.choice(able)

    async def ask(self, work: Callable[["Replica"], Awaitable[T]]) -> T:
        """What the hub answers.

        Raises:
            RuleBroken: it refuses.
            Lost: no answer came.
        """
        await asyncio.sleep(0.2 * self.chance.random())
        if self.strikes("desk_request_lost"):
            raise Lost
        return await self._asked(work, lost=self.strikes("desk_reply_lost"))

    async def post(self, body: bytes, signature: str, lost: bool) -> None:
        """Returns once a hub has answered 200 to a webhook."""

        async def keep(replica: "Replica") -> None:
            assert signatures.verify(body, signature, [APP_SECRET])
            await replica.inbox.keep(body)

        await self._asked(keep, lost=lost)

    async def _asked(self, work: Callable[["Replica"], Awaitable[T]], *, lost: bool) -> T:
        replica = self.hub()
        task: asyncio.Task[T] = replica.spawn(work(replica))
        await asyncio.wait({task}, timeout=_PATIENCE_S)
        if not task.done() or task.cancelled() or lost:
            raise Lost
        error = task.exception()
        if error is None:
            await asyncio.sleep(0.2 * self.chance.random())
            return task.result()
        if isinstance(error, RuleBroken):
            raise error
        if not is_trouble(error):
            self._world.fail(f"a request broke: {error!r}", error)
        raise Lost


def is_trouble(error: BaseException) -> bool:
    """Whether the database was away or locked, rather than asked something wrong."""
    if isinstance(error, PoolTimeout):
        return True
    words = str(getattr(error, "orig", error))
    return isinstance(error, DBAPIError | sqlite3.Error) and (
        "closed" in words or "locked" in words
    )
