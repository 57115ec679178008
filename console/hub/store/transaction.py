"""Transaction: one connection, one moment, and what the journal will tell of it.

The journal's number is taken by the last statement before the commit, under a row lock that
is held until the commit. So numbers have no gaps and a reader that has seen a number has
seen all smaller ones, on both engines.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.ids import RepId, SessionId
from console.hub.ports import Ids
from console.hub.store import schema

EVERYONE = "all"
STAFF = "staff"  # supervisors and administrators, who see everything


class Transaction:
    """Writes of one transaction.

    Attributes:
        now: the one moment of everything it writes.
        seq: the journal's last number after it; 0 until the commit or if it told nothing.
        woken: kinds of jobs it made due, so that their runners wake.
    """

    def __init__(self, connection: AsyncConnection, *, now: datetime, ids: Ids) -> None:
        self.connection = connection
        self.now = now
        self.new_id = ids
        self.seq = 0
        self.woken: set[str] = set()
        self._told: dict[tuple[str, str], str] = {}

    async def execute(self, statement: sa.Executable, *args: Any) -> sa.CursorResult[Any]:
        """Runs one statement."""
        return await self.connection.execute(statement, *args)

    async def row(self, statement: sa.Executable) -> sa.RowMapping | None:
        """The first row, or None."""
        return (await self.connection.execute(statement)).mappings().first()

    async def rows(self, statement: sa.Executable) -> list[sa.RowMapping]:
        """All rows."""
        return list((await self.connection.execute(statement)).mappings())

    def tell(self, kind: str, ref: str, audience: Iterable[str] = ()) -> None:
        """The journal will say that this object changed; once, however often it is called.

        Kinds are those of `wire.events`; `ref` is the object's id. Sessions and messages need
        no audience: it follows from the session's queue, owner and offer.
        """
        self._told[kind, ref] = " ".join(audience)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What happens inside is undone, with all it told, if it raises; the rest stays."""
        told, woken = dict(self._told), set(self.woken)
        try:
            async with self.connection.begin_nested():
                yield
        except BaseException:
            self._told, self.woken = told, woken
            raise

    async def append_to_journal(self) -> None:
        """Appends what was told; the last thing a transaction does."""
        if not self._told:
            return
        # sessions first: what is told of their messages follows from them
        told = sorted(self._told, key=lambda entry: entry[0] != "session")
        entries = [await self._entry(kind, ref) for kind, ref in told]
        head = schema.journal_head
        bump = head.update().values(seq=head.c.seq + len(entries)).returning(head.c.seq)
        self.seq = int((await self.connection.execute(bump)).scalar_one())
        first = self.seq - len(entries) + 1
        await self.connection.execute(
            schema.journal.insert(),
            [entry | {"seq": first + place} for place, entry in enumerate(entries)],
        )

    async def _entry(self, kind: str, ref: str) -> dict[str, Any]:
        audience, former = self._told[kind, ref], ""
        if kind == "session":
            audience, former = await self._refresh_audience(SessionId(ref))
        elif kind == "message":
            audience = await self._message_audience(ref)
        return {
            "at": self.now,
            "kind": kind,
            "ref": ref,
            "audience": audience or EVERYONE,
            "former": former,
        }

    async def _refresh_audience(self, session_id: SessionId) -> tuple[str, str]:
        """Who may see a session now, and who saw it before but may not any more."""
        session, work = schema.session, schema.work
        row = await self.row(
            sa.select(session.c.queue_id, session.c.owner_rep_id, session.c.audience).where(
                session.c.id == session_id
            )
        )
        if row is None:
            return STAFF, ""
        live = await self.rows(
            sa.select(work.c.rep_id).where(
                work.c.session_id == session_id, work.c.ended_at.is_(None)
            )
        )
        scopes = {queue_scope(row["queue_id"])} | {rep_scope(found["rep_id"]) for found in live}
        if row["owner_rep_id"]:
            scopes.add(rep_scope(row["owner_rep_id"]))
        audience = " ".join(sorted(scopes))
        if audience != row["audience"]:
            await self.execute(
                session.update().where(session.c.id == session_id).values(audience=audience)
            )
        return audience, " ".join(sorted(set(row["audience"].split()) - scopes))

    async def _message_audience(self, message_id: str) -> str:
        message, session = schema.message, schema.session
        row = await self.row(
            sa.select(session.c.id, session.c.audience)
            .join(message, message.c.conversation_id == session.c.conversation_id)
            .where(message.c.id == message_id)
            .order_by(session.c.opened_at.desc())
            .limit(1)
        )
        return str(row["audience"]) if row is not None and row["audience"] else STAFF


def rep_scope(rep_id: RepId | str) -> str:
    """The audience of one rep."""
    return f"rep:{rep_id}"


def queue_scope(queue_id: str) -> str:
    """The audience of a queue's members."""
    return f"queue:{queue_id}"
