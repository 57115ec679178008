"""Webhook inbox: keeps raw bodies durably, many in one transaction."""

import asyncio
import hashlib
from collections import deque
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from console.hub.store import schema
from console.hub.store.columns import Moment
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction

MOST_AT_ONCE = 200
_raw, _job = schema.raw_webhook, schema.job
# of many rows at once SQLite keeps them a third faster than with ON CONFLICT DO NOTHING
_KEEP_ON_SQLITE = sa.insert(_raw).prefix_with("OR IGNORE")
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


class _Lead:
    """What the first of those that wait is told: commit for all of you."""


_LEAD = _Lead()
_Fault = Exception | None
_Turn = asyncio.Future[_Fault | _Lead]


@dataclass(slots=True, eq=False)
class _Waiting:
    """One body; `turn` ends with what went wrong, or says that it is to lead the next batch."""

    body: bytes
    sha256: str
    turn: _Turn


class WebhookInbox:
    """Bodies that arrive while a commit is under way share the next one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: deque[_Waiting] = deque()
        self._committing = False

    async def keep(self, body: bytes) -> None:
        """Returns once the body is on disk and its reading is due; twice the same is once.

        Raises:
            sqlalchemy.exc.SQLAlchemyError, OSError: it could not be kept.
        """
        mine = _Waiting(body, hashlib.sha256(body).hexdigest(), _new_turn())
        self._waiting.append(mine)
        fault = await self._led(mine) if self._committing else await self._lead()
        if fault is not None:
            raise fault

    async def _led(self, mine: _Waiting) -> _Fault:
        try:
            word = await mine.turn
        except asyncio.CancelledError:
            if _leads(mine):
                self._pass_on()
            raise
        return await self._lead() if isinstance(word, _Lead) else word

    async def _lead(self) -> _Fault:
        """Commits for all that wait, tells them, and names who leads next."""
        self._committing = True
        most = min(len(self._waiting), MOST_AT_ONCE)
        batch = [self._waiting.popleft() for _ in range(most)]
        fault: _Fault = RuntimeError("the commit was broken off")
        try:
            fault = await self._commit(batch)
        finally:
            for waiting in batch:
                _tell(waiting, fault)
            self._pass_on()
        return fault

    def _pass_on(self) -> None:
        """The first that still waits leads; who has given up before it waits no more."""
        while self._waiting and not _tell(self._waiting[0], _LEAD):
            self._waiting.popleft()
        self._committing = bool(self._waiting)

    async def _commit(self, batch: list[_Waiting]) -> _Fault:
        try:
            async with self._store.transaction() as tx:
                await _insert(tx, batch, is_sqlite=self._store.is_sqlite)
        except (sa.exc.SQLAlchemyError, OSError) as error:
            return error
        return None


def _new_turn() -> _Turn:
    return asyncio.get_running_loop().create_future()


def _leads(waiting: _Waiting) -> bool:
    """Whether it was told to lead and has not heard it yet."""
    turn = waiting.turn
    return turn.done() and not turn.cancelled() and turn.result() is _LEAD


def _tell(waiting: _Waiting, word: _Fault | _Lead) -> bool:
    """Whether it still waited for a word."""
    if waiting.turn.done():
        return False
    waiting.turn.set_result(word)
    return True


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
    read_new = {"last": last["id"], "due_at": tx.now}
    return bool(await tx.finish((_KEEP_ON_SQLITE, values), (_READ_NEW, [read_new])))


async def _insert_beside_others(tx: Transaction, values: list[dict[str, object]]) -> bool:
    """Whether any is new."""
    fresh = await tx.execute(_KEEP_ON_POSTGRESQL, values)
    due = [
        {"kind": "webhook", "key": str(row.id), "data": {}, "due_at": tx.now} for row in fresh
    ]
    await tx.change_each(_job.insert(), due)
    return bool(due)
