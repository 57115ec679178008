"""Customers as the details panel shows them: facts, consent, files, past sessions, notes."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.directions import Direction, MediaKind
from console.domain.ids import CustomerId, SessionId
from console.domain.sessions import Outcome
from console.domain.work import WorkStatus
from console.hub import consents, holds
from console.hub.store import schema
from console.hub.store.former_identity_table import former_identity
from console.hub.store.merge_table import merge
from console.hub.views import messages
from console.hub.views.sessions import PREVIEW_LENGTH, reached_by, shown_contact, shown_number
from console.wire.identities import IdentityView, MergeView
from console.wire.views import CustomerView, MessageView, NoteView, PastSession

FILES_SHOWN = 30
PAST_SHOWN = 20

_customer, _conversation, _session = schema.customer, schema.conversation, schema.session
_message, _note = schema.message, schema.customer_note
_READABLE = ("phone", "username")
_FILE_KINDS = [kind.value for kind in MediaKind if kind is not MediaKind.STICKER] + ["voice"]


async def by_ids(
    connection: AsyncConnection, ids: Iterable[str]
) -> dict[str, tuple[CustomerView, str]]:
    """Each customer's view and who may see it: whoever may see one of the conversations."""
    found: dict[str, tuple[CustomerView, str]] = {}
    for customer_id in ids:  # one at a time: such changes are rare
        view = await one(connection, CustomerId(customer_id))
        if view is not None:
            found[customer_id] = (view, await audience(connection, CustomerId(customer_id)))
    return found


async def audience(connection: AsyncConnection, customer_id: CustomerId) -> str:
    """The audiences of the newest session of each of the customer's conversations, joined."""
    query = (
        sa.select(_session.c.conversation_id, _session.c.audience)
        .join(_conversation, _conversation.c.id == _session.c.conversation_id)
        .where(_conversation.c.customer_id == customer_id)
        .order_by(_session.c.opened_at)
    )
    newest = {row.conversation_id: row.audience for row in await connection.execute(query)}
    return " ".join(newest.values())


async def one(connection: AsyncConnection, customer_id: CustomerId) -> CustomerView | None:
    """The customer's view; None if there is no such customer."""
    query = sa.select(_customer).where(_customer.c.id == customer_id)
    row = (await connection.execute(query)).mappings().first()
    if row is None:
        return None
    return CustomerView(
        customer_id=customer_id,
        name=row["name"],
        number=await number_of(connection, customer_id),
        identities=await identities(connection, customer_id),
        merges=await _merges(connection, customer_id),
        since=row["created_at"],
        facts=tuple((label, value) for label, value in row["facts"]),
        consent=tuple((what, granted, where) for what, granted, where in row["consent"]),
        consents=await consents.history(connection, customer_id),
        labels=tuple(row["labels"]),
        files=await _files(connection, customer_id),
        past_sessions=await _past(connection, customer_id),
        notes=await _notes(connection, customer_id),
        blocked=bool(row["blocked"]),
        holds=await holds.of_customer(connection, customer_id),
        language=row["language"],
    )


async def number_of(connection: AsyncConnection, customer_id: CustomerId) -> str:
    """What the customer is reached by, as people read it: the number, else the user name."""
    query = (
        sa.select(reached_by.label("reached_by"), _conversation.c.address)
        .select_from(_customer.outerjoin(_conversation))
        .where(_customer.c.id == customer_id)
    )
    row = (await connection.execute(query.limit(1))).one()
    return shown_contact(row.reached_by, row.address or "")


async def identities(
    connection: AsyncConnection, customer_id: CustomerId
) -> tuple[IdentityView, ...]:
    """Numbers and user names: those that stand, then those that were, the newest first."""
    stand, were = schema.identity, former_identity
    now = await connection.execute(
        sa.select(stand.c.kind, stand.c.value)
        .where(stand.c.customer_id == customer_id, stand.c.kind.in_(_READABLE))
        .order_by(stand.c.kind, stand.c.value)
    )
    before = await connection.execute(
        sa.select(were.c.kind, were.c.value, were.c.until)
        .where(were.c.customer_id == customer_id, were.c.kind.in_(_READABLE))
        .order_by(were.c.until.desc())
    )
    return (
        *(IdentityView(kind=one.kind, shown=_shown(one.kind, one.value)) for one in now),
        *(
            IdentityView(kind=one.kind, shown=_shown(one.kind, one.value), until=one.until)
            for one in before
        ),
    )


async def _merges(
    connection: AsyncConnection, customer_id: CustomerId
) -> tuple[MergeView, ...]:
    query = (
        sa.select(merge)
        .where(merge.c.kept == customer_id, merge.c.undone_at.is_(None))
        .order_by(merge.c.at.desc(), merge.c.id.desc())
    )
    return tuple(
        MergeView(
            merge_id=row["id"], name=row["moved"]["gone"]["name"], at=row["at"], by=row["by"]
        )
        for row in (await connection.execute(query)).mappings()
    )


def _shown(kind: str, value: str) -> str:
    return shown_number(value) if kind == "phone" else f"@{value}"


def files_of(customer_id: CustomerId) -> sa.Select[Any]:
    """The newest files of a customer's conversations, as rows of `messages.query`."""
    return (
        messages.query.join(_conversation, _conversation.c.id == _message.c.conversation_id)
        .where(
            _conversation.c.customer_id == customer_id,
            _message.c.kind.in_(_FILE_KINDS),
            _message.c.deleted_at.is_(None),
        )
        .order_by(_message.c.at.desc(), _message.c.order.desc())
        .limit(FILES_SHOWN)
    )


async def _files(
    connection: AsyncConnection, customer_id: CustomerId
) -> tuple[MessageView, ...]:
    rows = list((await connection.execute(files_of(customer_id))).mappings())
    return tuple(await messages.read_all(connection, rows))


async def _past(
    connection: AsyncConnection, customer_id: CustomerId
) -> tuple[PastSession, ...]:
    first = _words(_message.c.direction == Direction.INBOUND.value, _message.c.order)
    last = (
        sa.select(schema.work.c.reason)
        .where(
            schema.work.c.session_id == _session.c.id,
            schema.work.c.status == WorkStatus.CLOSED.value,
        )
        .order_by(schema.work.c.fence.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        sa.select(
            _session.c.id,
            _session.c.opened_at,
            schema.queue.c.name.label("queue_name"),
            first.label("title"),
            last.label("outcome"),
        )
        .join(_conversation, _conversation.c.id == _session.c.conversation_id)
        .join(schema.queue, schema.queue.c.id == _session.c.queue_id)
        .where(_conversation.c.customer_id == customer_id, _session.c.ended_at.is_not(None))
        .order_by(_session.c.opened_at.desc())
        .limit(PAST_SHOWN)
    )
    return tuple(
        PastSession(
            session_id=SessionId(row.id),
            opened_at=row.opened_at,
            title=(row.title or row.queue_name)[:PREVIEW_LENGTH],
            outcome=row.outcome or Outcome.ENDED.value,
        )
        for row in await connection.execute(query)
    )


def _words(
    which: sa.ColumnElement[bool], order: sa.ColumnElement[object]
) -> sa.ScalarSelect[str]:
    return (
        sa.select(_message.c.words)
        .where(_message.c.session_id == _session.c.id, _message.c.deleted_at.is_(None), which)
        .order_by(order)
        .limit(1)
        .scalar_subquery()
    )


async def _notes(connection: AsyncConnection, customer_id: CustomerId) -> tuple[NoteView, ...]:
    query = (
        sa.select(_note, schema.rep.c.name.label("author"))
        .join(schema.rep, schema.rep.c.id == _note.c.rep_id)
        .where(_note.c.customer_id == customer_id)
        .order_by(_note.c.at.desc())
    )
    return tuple(
        NoteView(note_id=row["id"], author=row["author"], text=row["text"], at=row["at"])
        for row in (await connection.execute(query)).mappings()
    )
