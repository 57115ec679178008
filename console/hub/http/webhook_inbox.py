"""Webhook inbox: keeps raw bodies durably, many in one transaction."""

import asyncio
import hashlib
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction

MOST_AT_ONCE = 200
_raw, _job = schema.raw_webhook, schema.job
_KEEP = {
    insert: insert(_raw).on_conflict_do_nothing(index_elements=["sha256"]).returning(_raw.c.id)
    for insert in (sqlite.insert, postgresql.insert)
}
_DUE = _job.insert()


@dataclass(slots=True, eq=False)
class _Waiting:
    body: bytes
    sha256: str
    done: bool = False
    fault: BaseException | None = None


class WebhookInbox:
    """Bodies that arrive while a commit is under way share the next one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[_Waiting] = []
        self._committing = asyncio.Lock()

    async def keep(self, body: bytes) -> None:
        """Returns once the body is on disk and its reading is due; twice the same is once.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: it could not be kept.
        """
        mine = _Waiting(body, hashlib.sha256(body).hexdigest())
        self._waiting.append(mine)
        async with self._committing:  # whoever gets in first commits for all that wait
            if not mine.done:
                batch = self._waiting[:MOST_AT_ONCE]
                del self._waiting[:MOST_AT_ONCE]
                await self._commit(batch)
        if mine.fault is not None:
            raise mine.fault

    async def _commit(self, batch: list[_Waiting]) -> None:
        fault: BaseException | None = None
        try:
            async with self._store.transaction() as tx:
                await _insert(tx, batch, is_sqlite=self._store.is_sqlite)
        except sa.exc.SQLAlchemyError as error:
            fault = error
        except BaseException as error:
            fault = RuntimeError("the commit was broken off")
            raise error from None
        finally:
            for waiting in batch:
                waiting.done, waiting.fault = True, fault


async def _insert(tx: Transaction, batch: list[_Waiting], *, is_sqlite: bool) -> None:
    values = [
        {"sha256": sha256, "received_at": tx.now, "body": body}
        for sha256, body in {waiting.sha256: waiting.body for waiting in batch}.items()
    ]
    if is_sqlite:
        fresh = [row for one in values for row in await tx.rows(_KEEP[sqlite.insert], **one)]
    else:  # the rows as parameters of one statement: each is a round trip otherwise
        result = await tx.execute(_KEEP[postgresql.insert], values)
        fresh = [{"id": row.id} for row in result]
    due = [
        {"kind": "webhook", "key": str(row["id"]), "data": {}, "due_at": tx.now}
        for row in fresh
    ]
    if due:
        await tx.change_each(_DUE, due)
        tx.woken.add("webhook")
