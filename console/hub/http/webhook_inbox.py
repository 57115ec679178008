"""Webhook inbox: keeps raw bodies durably, many in one transaction."""

import asyncio
import hashlib
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from console.hub.store import schema
from console.hub.store.columns import Moment
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction

MOST_AT_ONCE = 200
_raw, _job = schema.raw_webhook, schema.job
_KEEP_ON_SQLITE = sqlite.insert(_raw).on_conflict_do_nothing(index_elements=["sha256"])
# the rows as parameters: one statement, whatever their number, is compiled once
_KEEP_ON_POSTGRESQL = (
    postgresql.insert(_raw)
    .on_conflict_do_nothing(index_elements=["sha256"])
    .returning(_raw.c.id)
)
_LAST = sa.select(sa.func.coalesce(sa.func.max(_raw.c.id), sa.bindparam("none")).label("id"))
_READ_NEW = _job.insert().from_select(
    ["kind", "key", "data", "due_at"],
    sa.select(
        sa.literal("webhook"),
        sa.cast(_raw.c.id, sa.Text),
        sa.literal({}, sa.JSON),
        sa.bindparam("due_at", type_=Moment),
    ).where(_raw.c.id > sa.bindparam("last")),
)


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
    insert = _insert_alone if is_sqlite else _insert_beside_others
    if await insert(tx, values):
        tx.woken.add("webhook")


async def _insert_alone(tx: Transaction, values: list[dict[str, object]]) -> bool:
    """Whether any is new; nobody else writes, so what is beyond the last row is ours."""
    (last,) = await tx.rows(_LAST, none=0)
    await tx.change_each(_KEEP_ON_SQLITE, values)
    return bool(await tx.change(_READ_NEW, last=last["id"], due_at=tx.now))


async def _insert_beside_others(tx: Transaction, values: list[dict[str, object]]) -> bool:
    """Whether any is new."""
    fresh = await tx.execute(_KEEP_ON_POSTGRESQL, values)
    due = [
        {"kind": "webhook", "key": str(row.id), "data": {}, "due_at": tx.now} for row in fresh
    ]
    await tx.change_each(_job.insert(), due)
    return bool(due)
