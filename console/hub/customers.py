"""Customers: whoever writes, found by any of their identities; one person, one record."""

import sqlalchemy as sa

from console.channels.whatsapp.facts import Who
from console.domain.ids import ChannelId, ConversationId, CustomerId
from console.hub import merging
from console.hub.store import schema
from console.hub.store.transaction import Transaction

_customer, _identity, _conversation = schema.customer, schema.identity, schema.conversation
# In the order they are trusted: a user id belongs to one person, a number can change hands.
# A user name can be given up and taken by somebody else, so nobody is found by it.
_FINDING = ("user_id", "parent_user_id", "wa_id", "phone")


async def resolve(tx: Transaction, who: Who) -> CustomerId:
    """The customer this is, new if none of the identities is known.

    Two customers whose identities are seen together are one: the newer joins the older.
    """
    identities = identities_of(who)
    found = await _owners(tx, identities)
    customer_id = found[0] if found else await _create(tx, who)
    for other in found[1:]:
        await merging.join(tx, customer_id, other)
    await _learn(tx, customer_id, identities)
    await _name(tx, customer_id, who)
    return customer_id


def identities_of(who: Who) -> dict[str, str]:
    """What is known of a customer, by kind; phone with "+", wa_id without."""
    told = {
        "user_id": who.user_id,
        "parent_user_id": who.parent_user_id,
        "wa_id": who.phone,
        "phone": f"+{who.phone}" if who.phone else "",
        "username": who.username,
    }
    return {kind: value for kind, value in told.items() if value}


def shown_name(who: Who) -> str:
    """The customer's own name, else the number, else the end of the user id.

    Source: WhatsApp, "Business-scoped user ids": the last four characters collide, six don't.
    """
    if who.name:
        return who.name
    return f"+{who.phone}" if who.phone else f"…{(who.user_id or who.parent_user_id)[-6:]}"


async def _owners(tx: Transaction, identities: dict[str, str]) -> list[CustomerId]:
    """The customers with any of these identities, oldest first."""
    asked = [(kind, identities[kind]) for kind in _FINDING if kind in identities]
    rows = await tx.rows(
        sa.select(_customer.c.id, _customer.c.created_at)
        .join(_identity, _identity.c.customer_id == _customer.c.id)
        .where(sa.tuple_(_identity.c.kind, _identity.c.value).in_(asked))
        .group_by(_customer.c.id, _customer.c.created_at)
        .order_by(_customer.c.created_at, _customer.c.id)
    )
    return [CustomerId(row["id"]) for row in rows]


async def _create(tx: Transaction, who: Who) -> CustomerId:
    customer_id = CustomerId(tx.new_id())
    await tx.execute(
        _customer.insert().values(
            id=customer_id,
            name=shown_name(who),
            created_at=tx.now,
            facts=[],
            labels=[],
            consent=[],
        )
    )
    return customer_id


async def _learn(tx: Transaction, customer_id: CustomerId, identities: dict[str, str]) -> None:
    """The identities belong to this customer, also those that were somebody else's."""
    rows = await tx.rows(
        sa.select(_identity.c.kind, _identity.c.value, _identity.c.customer_id).where(
            sa.tuple_(_identity.c.kind, _identity.c.value).in_(list(identities.items()))
        )
    )
    known = {row["kind"]: row["customer_id"] for row in rows}
    for kind, value in identities.items():
        if known.get(kind) == customer_id:
            continue
        if kind in known:
            await tx.execute(
                _identity.update()
                .where(_identity.c.kind == kind, _identity.c.value == value)
                .values(customer_id=customer_id)
            )
        else:
            await tx.execute(
                _identity.insert().values(kind=kind, value=value, customer_id=customer_id)
            )
        tx.tell("customer", customer_id)


async def _name(tx: Transaction, customer_id: CustomerId, who: Who) -> None:
    """A made-up name gives way to the customer's own; a real one stays."""
    if not who.name:
        return
    made_up = sa.or_(_customer.c.name.like("+%"), _customer.c.name.like("…%"))
    changed = await tx.execute(
        _customer.update()
        .where(_customer.c.id == customer_id, made_up, _customer.c.name != who.name)
        .values(name=who.name)
    )
    if changed.rowcount:
        tx.tell("customer", customer_id)


async def also_known(tx: Transaction, customer_id: CustomerId, who: Who) -> None:
    """Identities that nobody has yet are this customer's; those of others stay theirs."""
    for kind, value in identities_of(who).items():
        taken = sa.select(_identity.c.value).where(
            _identity.c.kind == kind, _identity.c.value == value
        )
        if await tx.row(taken) is None:
            await tx.execute(
                _identity.insert().values(kind=kind, value=value, customer_id=customer_id)
            )


async def rename(tx: Transaction, former: Who, present: Who) -> CustomerId | None:
    """The customer whose number or user id was replaced; None if nobody had the former.

    The former number leaves the record: it may be given to somebody else.
    """
    found = await _owners(tx, identities_of(former))
    if not found:
        return None
    customer_id = (
        await resolve(tx, present) if await _owners(tx, identities_of(present)) else None
    )
    if customer_id is not None and customer_id != found[0]:
        older, newer = await merging.by_age(tx, customer_id, found[0])
        await merging.join(tx, older, newer)
        customer_id = older
    customer_id = customer_id or found[0]
    await _forget(tx, customer_id, former, present)
    await _learn(tx, customer_id, identities_of(present))
    await tx.execute(
        _conversation.update()
        .where(_conversation.c.customer_id == customer_id)
        .values(address=address_of(present))
    )
    tx.tell("customer", customer_id)
    return customer_id


async def _forget(tx: Transaction, customer_id: CustomerId, former: Who, present: Who) -> None:
    replaced = identities_of(present)
    for kind, value in identities_of(former).items():
        if replaced.get(kind, value) != value:
            await tx.execute(
                _identity.delete().where(
                    _identity.c.kind == kind,
                    _identity.c.value == value,
                    _identity.c.customer_id == customer_id,
                )
            )


def address_of(who: Who) -> str:
    """What the platform is told to write to: the number, or else the user id."""
    return who.phone or who.user_id or who.parent_user_id


async def conversation_of(
    tx: Transaction, channel_id: ChannelId, customer_id: CustomerId, who: Who
) -> ConversationId:
    """The customer's thread on a channel, new if there is none yet."""
    row = await tx.row(
        sa.select(_conversation.c.id, _conversation.c.address).where(
            _conversation.c.channel_id == channel_id, _conversation.c.customer_id == customer_id
        )
    )
    if row is None:
        conversation_id = ConversationId(tx.new_id())
        await tx.execute(
            _conversation.insert().values(
                id=conversation_id,
                channel_id=channel_id,
                customer_id=customer_id,
                address=address_of(who),
            )
        )
        return conversation_id
    if who.phone and row["address"] != who.phone:
        await tx.execute(
            _conversation.update()
            .where(_conversation.c.id == row["id"])
            .values(address=who.phone)
        )
    return ConversationId(row["id"])


async def consent_to_offers(
    tx: Transaction, customer_id: CustomerId, *, wanted: bool, where: str
) -> None:
    """What the customer last said about marketing messages is on record."""
    row = await tx.row(
        sa.select(_customer.c.consent).where(_customer.c.id == customer_id).with_for_update()
    )
    if row is None:
        return
    others = [entry for entry in row["consent"] if entry and entry[0] != "marketing"]
    consent = [*others, ["marketing", wanted, f"{where}, {tx.now:%Y-%m-%d %H:%M} UTC"]]
    await tx.execute(
        _customer.update().where(_customer.c.id == customer_id).values(consent=consent)
    )
    tx.tell("customer", customer_id)
