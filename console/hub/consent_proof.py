"""Consent proof: everything a customer has said about being written to, as one paper."""

import sqlalchemy as sa

from console.domain.consent import Level, Purpose
from console.domain.ids import CustomerId
from console.hub import access, audit
from console.hub.audit import Action
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.consent_table import consent
from console.hub.store.prepared import Row
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.wire.consents import ConsentProof, Statement

_customer, _identity, _channel = schema.customer, schema.identity, schema.channel


async def prove(
    store: Store, who: Principal, customer_id: CustomerId, hub_name: str
) -> ConsentProof:
    """All statements with their origin; who asked for them is on record.

    Raises:
        NotFound: not there, or not for this person.
    """
    async with store.transaction() as tx:
        await access.customer(tx.connection, who, customer_id)
        row = await tx.row(sa.select(_customer).where(_customer.c.id == customer_id))
        assert row is not None  # it is there for this person
        statements = await _statements(tx, customer_id)
        number, digest = await audit.head(tx)
        audit.append(tx, Action.CONSENT_EXPORTED, f"customer:{customer_id}", by=who)
        return ConsentProof(
            hub=hub_name,
            made_at=tx.now,
            made_by=who.name,
            customer_id=customer_id,
            customer_name=row["name"],
            identities=await _identities(tx, customer_id),
            known_before=() if statements else _before(row),
            statements=statements,
            audit_number=number,
            audit_hash=digest,
        )


async def _statements(tx: Transaction, customer_id: CustomerId) -> tuple[Statement, ...]:
    query = (
        sa.select(consent, _channel.c.name.label("channel"))
        .outerjoin(_channel, _channel.c.id == consent.c.channel_id)
        .where(consent.c.customer_id == customer_id)
        .order_by(consent.c.at, consent.c.id)
    )
    return tuple(_statement(row) for row in await tx.rows(query))


async def _identities(tx: Transaction, customer_id: CustomerId) -> tuple[tuple[str, str], ...]:
    query = (
        sa.select(_identity.c.kind, _identity.c.value)
        .where(_identity.c.customer_id == customer_id)
        .order_by(_identity.c.kind, _identity.c.value)
    )
    return tuple((row["kind"], row["value"]) for row in await tx.rows(query))


def _before(row: Row) -> tuple[tuple[str, bool, str], ...]:
    return tuple((what, granted, where) for what, granted, where in row["consent"])


def _statement(row: Row) -> Statement:
    return Statement(
        purpose=Purpose(row["purpose"]),
        granted=row["granted"],
        level=Level(row["level"]),
        channel=row["channel"] or "",
        source=row["source"],
        wording=row["wording"],
        said_at=row["at"],
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
    )
