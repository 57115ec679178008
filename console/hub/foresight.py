"""Foresight: what a batch of facts will ask about customers is read in a few statements."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from console.channels.whatsapp.facts import Fact, MessageReceived, ReactionReceived
from console.domain.ids import ChannelId
from console.hub import arrivals, customers, identities, ownership, starters, timeline
from console.hub.identities import Claim
from console.hub.store import schema
from console.hub.store.among import among
from console.hub.store.former_identity_table import former_identity
from console.hub.store.prepared import Row
from console.hub.store.transaction import Transaction

_customer, _identity, _conversation = schema.customer, schema.identity, schema.conversation
_KINDS = ("user_id", "parent_user_id", "wa_id", "phone", "username")
_THREADS = sa.select(_conversation).where(among(_conversation.c.customer_id, "customers"))


def _each(query: sa.Select[Any], table: sa.Table) -> sa.CompoundSelect[Any]:
    """The rows of identities, kind by kind as the index has them."""
    return sa.union_all(
        *(
            query.where(table.c.kind == sa.literal(kind), among(table.c.value, kind))
            for kind in _KINDS
        )
    )


_HOLDERS = _each(
    sa.select(_identity, _customer.c.name).join(
        _customer, _customer.c.id == _identity.c.customer_id
    ),
    _identity,
)
_GIVEN_UP = _each(sa.select(former_identity.c.kind, former_identity.c.value), former_identity)


async def foresee(tx: Transaction, facts: Iterable[Fact]) -> None:
    """The batch has begun: who writes in it is known, with threads and sessions."""
    tx.ahead.is_open = True
    writers: dict[ChannelId, set[Claim]] = {}
    for fact in facts:
        if isinstance(fact, MessageReceived | ReactionReceived) and not fact.group_id:
            channel_id = await arrivals.channel_of(tx, fact.number_id)
            if channel_id is not None:
                claims = identities.in_any_writing(fact.who)
                writers.setdefault(channel_id, set()).update(claims)
    holders = await _holders(tx, set().union(*writers.values()))
    by_channel = {
        channel_id: {holders[one]["customer_id"] for one in claims if one in holders}
        for channel_id, claims in writers.items()
    }
    threads = await _threads(tx, by_channel)
    await ownership.foresee(tx, threads)
    await timeline.foresee(tx, threads)
    await starters.foresee(tx, threads)


async def _holders(tx: Transaction, claims: set[Claim]) -> dict[Claim, Row]:
    """Whose the identities are."""
    found = {_claim(row): row for row in await tx.rows(_HOLDERS, **_by_kind(claims))}
    unheld = claims - found.keys()
    given_up = await tx.rows(_GIVEN_UP, **_by_kind(unheld)) if unheld else []
    unsure = {_claim(row) for row in given_up} | found.keys()
    for claim in claims:
        identities.foresee(tx, claim, found.get(claim), ever_given_up=claim in unsure)
    return found


def _claim(row: Row) -> Claim:
    return row["kind"], row["value"]


def _by_kind(claims: set[Claim]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for kind, value in sorted(claims):
        values[kind].append(value)
    return values


async def _threads(tx: Transaction, writers: dict[ChannelId, set[str]]) -> list[str]:
    """The conversations there are with these customers on these channels."""
    rows = await tx.rows(_THREADS, customers=sorted(set().union(*writers.values())))
    found = {(row["channel_id"], row["customer_id"]): row for row in rows}
    for channel_id, whose in writers.items():
        for customer_id in whose:
            row = found.get((channel_id, customer_id))
            customers.foresee_thread(tx, channel_id, customer_id, row)
    return [row["id"] for row in rows]
