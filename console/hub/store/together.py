"""Together: small pieces of work that come at the same time share one transaction."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import sqlalchemy as sa

from console.hub.store.transaction import Transaction

MOST_AT_ONCE = 32  # a longer transaction would keep others waiting
Work = Callable[[Transaction], Awaitable[None]]


@dataclass(slots=True, eq=False)
class _Waiting:
    work: Work
    is_done: bool = False
    fault: Exception | None = None


class Together:
    """Gathers what waits for SQLite's one writer: a commit waits for the disk, once for all.

    Each piece has a savepoint: one that fails leaves nothing behind and stops no other.
    PostgreSQL has many writers, and a transaction that locks many customers makes them wait
    for each other, so there each piece has a transaction of its own.
    """

    def __init__(
        self,
        transaction: Callable[[], AbstractAsyncContextManager[Transaction]],
        *,
        shares: bool,
    ) -> None:
        self._transaction = transaction
        self._shares = shares
        self._waiting: list[_Waiting] = []
        self._writing = asyncio.Lock()

    async def do(self, work: Work) -> None:
        """Returns once the work is committed; raises what it raised, and then it never was."""
        if not self._shares:
            async with self._transaction() as tx:
                await work(tx)
            return
        mine = _Waiting(work)
        self._waiting.append(mine)
        await asyncio.sleep(0)  # those that start with this one get in too
        async with self._writing:  # whoever gets in first does it for all that wait
            if not mine.is_done:
                await self._do_next(mine)
        if mine.fault is not None:
            raise mine.fault

    async def _do_next(self, mine: _Waiting) -> None:
        batch = self._waiting[:MOST_AT_ONCE]
        del self._waiting[: len(batch)]
        try:
            await self._do_all(batch)
        except asyncio.CancelledError:
            # the next that waits does it
            self._waiting[:0] = [one for one in batch if one is not mine and not one.is_done]
            raise

    async def _do_all(self, batch: list[_Waiting]) -> None:
        try:
            async with self._transaction() as tx:
                for one in batch:
                    await _do_part(tx, one)
        except (sa.exc.OperationalError, OSError) as error:
            _end(batch, error)  # the database is in trouble, whoever asks
        except Exception as error:  # noqa: BLE001 - told to whoever waits for it
            if len(batch) == 1:
                _end(batch, error)
            else:  # one of them spoils it for all: which one shows if each goes alone
                for one in batch:
                    await self._do_all([one])
        else:
            for one in batch:
                one.is_done = True


def _end(batch: list[_Waiting], fault: Exception) -> None:
    for one in batch:
        one.is_done, one.fault = True, fault


async def _do_part(tx: Transaction, one: _Waiting) -> None:
    await asyncio.sleep(0)  # statements don't pause: let others have the loop between
    one.fault = None
    try:
        async with tx.savepoint():
            await one.work(tx)
    except sa.exc.OperationalError:
        raise  # the database is in trouble: the transaction can't go on
    except Exception as error:  # noqa: BLE001 - told to whoever waits for this piece
        one.fault = error
