"""Transaction: one connection, one moment, and what the journal will tell of it.

The journal's number is taken by the last statement before the commit, under a row lock that
is held until the commit. So numbers have no gaps and a reader that has seen a number has
seen all smaller ones, on both engines.
"""

from collections.abc import AsyncIterator, Hashable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.ids import RepId
from console.hub.ports import Ids
from console.hub.store import audit_trail, schema
from console.hub.store.ahead import Ahead, insert_into, update_of
from console.hub.store.among import among
from console.hub.store.audit_trail import AuditLine
from console.hub.store.columns import Moment
from console.hub.store.prepared import Direct, Row

EVERYONE = "all"
STAFF = "staff"  # who sees everything: administrators, and supervisors of no queue

_session, _work, _message = schema.session, schema.work, schema.message
_conversation = schema.conversation
_head = schema.journal_head
_this = sa.bindparam("which", type_=sa.Text)
_BUMP = (
    _head.update()
    .values(seq=_head.c.seq + sa.bindparam("told", type_=sa.BigInteger))
    .returning(_head.c.seq)
)
_APPEND = schema.journal.insert()
_one = audit_trail.audit_head.c.one == sa.bindparam("one_head", type_=sa.Integer)
_AUDIT_HEAD = sa.select(audit_trail.audit_head).where(_one).with_for_update()
_MOVE_AUDIT_HEAD = audit_trail.audit_head.update().where(_one)
_ENTER = audit_trail.audit_trail.insert()
_WHOSE = (
    sa.select(
        _session.c.id,
        _session.c.queue_id,
        _session.c.owner_rep_id,
        _session.c.audience,
        _work.c.rep_id.label("at_work"),
    )
    .outerjoin_from(
        _session,
        _work,
        sa.and_(_work.c.session_id == _session.c.id, _work.c.ended_at.is_(None)),
    )
    .where(among(_session.c.id, "sessions"))
    .order_by(_session.c.id)
)
_SHOW_TO = _session.update().where(_session.c.id == _this)
_READERS = (
    sa.select(_session.c.id, _session.c.audience)
    .join(_message, _message.c.conversation_id == _session.c.conversation_id)
    .where(_message.c.id == _this)
    .order_by(_session.c.opened_at.desc())
    .limit(1)
)
# What ended long ago shows nowhere; the others' rows show the conversation's last message
_IN_SIGHT = (
    sa.select(
        _message.c.id.label("message_id"),
        _session.c.id,
        _session.c.audience,
        (_conversation.c.last_message_id == _message.c.id).label("shows_it"),
    )
    .join_from(_message, _conversation, _conversation.c.id == _message.c.conversation_id)
    .join(_session, _session.c.conversation_id == _message.c.conversation_id)
    .where(
        among(_message.c.id, "messages"),
        sa.or_(
            _session.c.ended_at.is_(None),
            _session.c.ended_at >= sa.bindparam("since", type_=Moment),
        ),
    )
    .order_by(_session.c.opened_at.desc())
)
ENDED_SHOWN = timedelta(hours=24)  # own sessions that ended meanwhile come with a snapshot


class Transaction:
    """Writes of one transaction.

    Attributes:
        now: the one moment of everything it writes.
        seq: the journal's last number after it; 0 until the commit or if it told nothing.
        woken: kinds of jobs it made due, so that their runners wake.
        unheard: platform ids that no message, answer or waiting status is about, if known;
            whoever writes such a row takes its ids out.
        ahead: what a batch of webhooks has read before and puts off; open it for that.
    """

    def __init__(
        self,
        connection: AsyncConnection,
        *,
        now: datetime,
        ids: Ids,
        direct: Direct | None = None,
    ) -> None:
        self.connection = connection
        self.now = now
        self.new_id = ids
        self.seq = 0
        self.woken: set[str] = set()
        self.unheard: set[str] = set()
        self.ahead = Ahead()
        self._told: dict[tuple[str, str], str] = {}
        self._audited: list[AuditLine] = []
        self._audiences: dict[str, str] = {}  # of sessions that are told of
        self._newest: dict[str, Row] = {}  # the last session in sight, by message
        self._direct = direct  # None: the engine is PostgreSQL

    @property
    def is_sqlite(self) -> bool:
        """Whether no other transaction writes meanwhile."""
        return self._direct is not None

    async def execute(self, statement: sa.Executable, *args: Any) -> sa.CursorResult[Any]:
        """Runs one statement that was made for this once."""
        await self._make_way(statement)
        return await self.connection.execute(statement, *args)

    async def row(self, statement: sa.Executable, /, **values: Any) -> Row | None:
        """The first row, or None.

        With `values` the statement is a prepared one, a constant of its module.
        """
        found = await self.rows(statement, **values)
        return found[0] if found else None

    async def rows(self, statement: sa.Executable, /, **values: Any) -> list[Row]:
        """All rows; with `values` of a prepared statement."""
        await self._make_way(statement)
        if values and self._direct is not None:
            return await self._direct.rows(statement, values)
        result = await self.connection.execute(statement, values)
        return cast(list[Row], result.mappings().all())

    async def change(self, statement: sa.Executable, /, **values: Any) -> int:
        """How many rows a prepared statement has changed."""
        await self._make_way(statement)
        if self._direct is not None:
            return await self._direct.change(statement, values)
        return (await self.connection.execute(statement, values)).rowcount

    async def change_each(
        self, statement: sa.Executable, values: Sequence[Mapping[str, Any]]
    ) -> None:
        """Runs a prepared statement with each of these values."""
        await self._make_way(statement)
        if values:
            await self._run_each(statement, values)

    async def _run_each(
        self, statement: sa.Executable, values: Sequence[Mapping[str, Any]]
    ) -> None:
        if self._direct is None:
            await self.connection.execute(statement, values)
            return
        await self._direct.change_each(statement, values)

    async def ask(
        self, table: sa.Table, statement: sa.Executable, /, **values: Any
    ) -> Row | None:
        """As `row`, of rows of this table, but what was foreseen is not read again."""
        question = statement, *values.values()
        found = self.ahead.answer(table, question)
        if found is None:
            found = await self.rows(statement, **values)
            self.ahead.foresee(table, question, found)
            found = self.ahead.answer(table, question) or found
        return found[0] if found else None

    async def later(
        self, statement: sa.UpdateBase, subject: Hashable, part: str, /, **values: Any
    ) -> None:
        """Runs a prepared statement, in a batch with others like it.

        It may change places with statements about other subjects, and stands for an earlier
        one of the same subject and part.
        """
        if not self.ahead.is_open:
            await self.change(statement, **values)
        elif not self.ahead.put_off(statement, subject, part, values):
            await self._write_put_off()
            self.ahead.put_off(statement, subject, part, values)

    async def add(self, table: sa.Table, /, **values: Any) -> Row | None:
        """Adds a row; in a batch with others, and then it is the row as they will find it.

        Who adds what was asked for and foreseen not to be there says so to `ahead`.
        """
        if self.ahead.is_open:
            return self.ahead.add(table, values)
        await self.change(insert_into(table), **values)
        return None

    async def amend(self, table: sa.Table, row_id: str, /, **values: Any) -> None:
        """Changes the row with this id, in a batch with others."""
        if not self.ahead.amend(table, row_id, values):
            await self.change(update_of(table), which=row_id, **values)

    async def _make_way(self, statement: sa.Executable) -> None:
        """The statement finds all that was put off; what it may change is not kept."""
        if self.ahead.is_open:
            await self._write_put_off()
            self.ahead.is_changed_by(statement)

    async def _write_put_off(self) -> None:
        for statement, values in self.ahead.due():
            await self._run_each(statement, values)

    async def add_or_lock(self, table: sa.Table, **values: Any) -> Row:
        """The row with this primary key, locked: as it was, or these values if it is new."""
        insert = (sqlite.insert if self.is_sqlite else postgresql.insert)(table)
        same = {column.name: insert.excluded[column.name] for column in table.primary_key}
        upsert = insert.values(values).on_conflict_do_update(
            index_elements=list(same), set_=same
        )
        (row,) = await self.rows(upsert.returning(table))
        return row

    def tell(self, kind: str, ref: str, audience: Iterable[str] = ()) -> None:
        """The journal will say that this object changed; once, however often it is called.

        Kinds are those of `wire.events`; `ref` is the object's id. Sessions and messages need
        no audience: it follows from the session's queue, owner and offer.
        """
        self._told[kind, ref] = " ".join(audience)

    def audit(self, line: AuditLine) -> None:
        """The audit trail will say this; see `hub.audit`."""
        self._audited.append(line)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What happens inside is undone, with all it told, if it raises; the rest stays."""
        await self._write_put_off()
        told, woken, audited = dict(self._told), set(self.woken), list(self._audited)
        try:
            async with self._nested():
                yield
        except BaseException:
            self._told, self.woken, self._audited = told, woken, audited
            self.ahead.forget()
            raise

    @asynccontextmanager
    async def _nested(self) -> AsyncIterator[None]:
        if self._direct is None:
            async with self.connection.begin_nested():
                yield
            return
        await self._direct.say("SAVEPOINT part")
        try:
            yield
        except Exception:
            # one and the same name: SQLite means the innermost
            await self._direct.say("ROLLBACK TO part")
            await self._direct.say("RELEASE part")
            raise
        # what breaks the task off undoes the whole transaction
        await self._direct.say("RELEASE part")

    async def append(self) -> None:
        """Appends what is on record and what was told; the last thing a transaction does."""
        await self._write_put_off()
        self.ahead = Ahead()
        if self._audited:
            await self._append_to_audit_trail()
        await self._append_to_journal()

    async def _append_to_audit_trail(self) -> None:
        head = await self.row(_AUDIT_HEAD, one_head=1)
        if head is None:
            raise LookupError("the audit trail has no head: the database isn’t migrated")
        entries = audit_trail.chained(head, self.now, self._audited)
        await self.change_each(_ENTER, entries)
        last = entries[-1]
        moved = {"number": last["number"], "hash": last["hash"]}
        await self.change(_MOVE_AUDIT_HEAD, one_head=1, **moved)

    async def _append_to_journal(self) -> None:
        if not self._told:
            return
        await self._tell_rows_of_messages()
        formers = await self._refresh_audiences()
        # sessions first: what is told of their messages follows from them
        told = sorted(self._told, key=lambda entry: entry[0] != "session")
        entries = [await self._entry(kind, ref, formers) for kind, ref in told]
        (head,) = await self.rows(_BUMP, told=len(entries))
        self.seq = int(head["seq"])
        first = self.seq - len(entries) + 1
        await self.change_each(
            _APPEND, [entry | {"seq": first + place} for place, entry in enumerate(entries)]
        )

    def _told_of(self, wanted: str) -> list[str]:
        return [ref for kind, ref in self._told if kind == wanted]

    async def _tell_rows_of_messages(self) -> None:
        """Sessions whose rows show a message that changed have changed with it."""
        if not (told := self._told_of("message")):
            return
        since = self.now - ENDED_SHOWN
        for row in await self.rows(_IN_SIGHT, messages=told, since=since):
            if row["shows_it"]:
                self._told.setdefault(("session", row["id"]), "")
            self._newest.setdefault(row["message_id"], row)

    async def _entry(self, kind: str, ref: str, formers: dict[str, str]) -> dict[str, Any]:
        audience, former = self._told[kind, ref], ""
        if kind == "session":
            audience, former = self._audiences.get(ref, STAFF), formers.get(ref, "")
        elif kind == "message":
            audience = await self._message_audience(ref)
        return {
            "at": self.now,
            "kind": kind,
            "ref": ref,
            "audience": audience or EVERYONE,
            "former": former,
        }

    async def _refresh_audiences(self) -> dict[str, str]:
        """Who saw each session before but may not any more; who may see it now is kept."""
        formers: dict[str, str] = {}
        if not (told := self._told_of("session")):
            return formers
        for row in await self.rows(_WHOSE, sessions=told):  # each has one live work at most
            reps = {row["owner_rep_id"], row["at_work"]} - {None}
            scopes = {queue_scope(row["queue_id"])} | {rep_scope(rep_id) for rep_id in reps}
            audience = self._audiences[row["id"]] = " ".join(sorted(scopes))
            if audience != row["audience"]:
                await self.change(_SHOW_TO, which=row["id"], audience=audience)
            formers[row["id"]] = " ".join(sorted(set(row["audience"].split()) - scopes))
        return formers

    async def _message_audience(self, message_id: str) -> str:
        row = self._newest.get(message_id) or await self.row(_READERS, which=message_id)
        if row is None:
            return STAFF
        return self._audiences.get(row["id"]) or str(row["audience"]) or STAFF


def rep_scope(rep_id: RepId | str) -> str:
    """The audience of one rep."""
    return f"rep:{rep_id}"


def queue_scope(queue_id: str) -> str:
    """The audience of a queue's members."""
    return f"queue:{queue_id}"


def lead_scope(queue_id: str) -> str:
    """The audience of a queue's own supervisors."""
    return f"lead:{queue_id}"
