"""One person, two records: joined by hand, taken apart again, and who may do so."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.errors import AlreadyDecided, InvalidInput, NotFound
from console.domain.ids import ConversationId, CustomerId
from console.domain.texts import _
from console.hub import access, audit, merging, splitting, timeline
from console.hub.audit import Action
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.merge_table import merge as _table
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.hub.views import customers as views
from console.wire.identities import Candidate

MOST_FOUND, _LOOKED_AT = 20, 200
_customer, _conversation, _session = schema.customer, schema.conversation, schema.session
_identity, _channel = schema.identity, schema.channel


async def candidates(
    connection: AsyncConnection, who: Principal, customer_id: CustomerId, words: str
) -> list[Candidate]:
    """Other customers this person may see, by part of a name, number or user name."""
    wanted = words.strip().removeprefix("@")
    if not wanted:
        return []
    digits = "".join(mark for mark in wanted if mark.isdigit())
    known_by = sa.select(_identity.c.customer_id).where(
        _identity.c.kind.in_(["phone", "username"]),
        sa.or_(
            _identity.c.value.icontains(wanted, autoescape=True),
            *([_identity.c.value.contains(digits)] if len(digits) > 3 else []),
        ),
    )
    query = (
        sa.select(_customer.c.id)
        .where(
            _customer.c.id != customer_id,
            sa.or_(
                _customer.c.name.icontains(wanted, autoescape=True),
                _customer.c.id.in_(known_by),
            ),
        )
        .order_by(_customer.c.name, _customer.c.id)
        .limit(_LOOKED_AT)
    )
    found: list[Candidate] = []
    for row in await connection.execute(query):
        if len(found) == MOST_FOUND:
            break
        if who.may_see(await views.audience(connection, CustomerId(row.id))):
            found.append(await candidate(connection, CustomerId(row.id)))
    return found


async def candidate(connection: AsyncConnection, customer_id: CustomerId) -> Candidate:
    """What tells this customer from others."""
    threads = (
        sa.select(
            _channel.c.name,
            sa.func.count(_session.c.id).label("sessions"),
            sa.func.max(_session.c.opened_at).label("last"),
        )
        .select_from(_conversation)
        .join(_channel, _channel.c.id == _conversation.c.channel_id)
        .outerjoin(_session, _session.c.conversation_id == _conversation.c.id)
        .where(_conversation.c.customer_id == customer_id)
        .group_by(_channel.c.name)
        .order_by(_channel.c.name)
    )
    rows = (await connection.execute(threads)).all()
    record = (
        await connection.execute(
            sa.select(_customer.c.name, _customer.c.created_at, _customer.c.labels).where(
                _customer.c.id == customer_id
            )
        )
    ).one()
    known = await views.identities(connection, customer_id)
    return Candidate(
        customer_id=customer_id,
        name=record.name,
        known_by=tuple(one.shown for one in known if one.until is None),
        channels=tuple(row.name for row in rows),
        since=record.created_at,
        last_at=max((row.last for row in rows if row.last), default=None),
        sessions=sum(row.sessions for row in rows),
        labels=tuple(record.labels),
    )


async def merge(store: Store, who: Principal, kept: CustomerId, gone: CustomerId) -> CustomerId:
    """Both are one customer, under the first one's id.

    Raises:
        NotAllowed: only who has a session with them, or leads, may say so.
        InvalidInput: it is one customer.
        AlreadyDecided: two sessions would be open in one thread.
    """
    if kept == gone:
        raise InvalidInput(_("This is the same customer. Choose another one."))
    async with store.transaction() as tx:
        await _locked(tx, kept, gone)
        await access.keeper(tx.connection, who, kept, gone)
        await _one_session_each(tx, kept, gone)
        await merging.join(tx, kept, gone, by=who.name)
        audit.append(tx, Action.CUSTOMERS_MERGED, f"customer:{kept}", by=who, why=gone)
    return kept


async def split(store: Store, who: Principal, kept: CustomerId, merge_id: str) -> CustomerId:
    """The customer that was joined into this one is one of their own again; their id.

    Raises:
        NotAllowed: as `merge`.
        NotFound: no such merge of this customer.
        AlreadyDecided: it was split already, or something was merged on top of it.
    """
    async with store.transaction() as tx:
        await _locked(tx, kept)
        await access.keeper(tx.connection, who, kept)
        rows = await tx.rows(
            sa.select(_table).where(_table.c.kept == kept).order_by(_table.c.at, _table.c.id)
        )
        found = next((row for row in rows if row["id"] == merge_id), None)
        if found is None:
            raise NotFound(_("There is no such merge. Open the customer again."))
        if found["undone_at"] is not None:
            raise AlreadyDecided(_("They were split already. Open the customer again."))
        standing = [row["id"] for row in rows if row["undone_at"] is None]
        if standing[-1] != merge_id:
            raise AlreadyDecided(_("Others were merged since. Split the newest first."))
        gone = await splitting.split(tx, found)
        audit.append(tx, Action.CUSTOMERS_SPLIT, f"customer:{kept}", by=who, why=gone)
    return gone


async def _locked(tx: Transaction, *ids: CustomerId) -> None:
    """These records, and their threads, stay as they are for the time being."""
    rows = await tx.rows(
        sa.select(_customer.c.id)
        .where(_customer.c.id.in_(ids))
        .order_by(_customer.c.id)
        .with_for_update()
    )
    if len(rows) < len(ids):
        raise NotFound(_("There is no such customer. Open it again from the list."))
    threads = await tx.rows(
        sa.select(_conversation.c.id)
        .where(_conversation.c.customer_id.in_(ids))
        .order_by(_conversation.c.id)
    )
    for thread in threads:
        await timeline.lock(tx, ConversationId(thread["id"]))


async def _one_session_each(tx: Transaction, *ids: CustomerId) -> None:
    twice = await tx.row(
        sa.select(_channel.c.name)
        .select_from(_session)
        .join(_conversation, _conversation.c.id == _session.c.conversation_id)
        .join(_channel, _channel.c.id == _conversation.c.channel_id)
        .where(_conversation.c.customer_id.in_(ids), _session.c.ended_at.is_(None))
        .group_by(_channel.c.id, _channel.c.name)
        .having(sa.func.count() > 1)
    )
    if twice is not None:
        words = _("Both have an open session on {channel}. End one of the two first.")
        raise AlreadyDecided(words.format(channel=twice["name"]))
