"""Customers: whoever writes, found by any of their identities; one person, one record."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from console.channels.whatsapp.facts import Who
from console.domain.ids import ChannelId, ConversationId, CustomerId
from console.domain.messages import Body, Contacts
from console.hub import merging, timeline
from console.hub.store import schema
from console.hub.store.prepared import Row
from console.hub.store.transaction import Transaction

_customer, _identity, _conversation = schema.customer, schema.identity, schema.conversation
# In the order they are trusted: a user id belongs to one person, a number can change hands.
# A user name can be given up and taken by somebody else, so nobody is found by it.
_FINDING = ("user_id", "parent_user_id", "wa_id", "phone")
_MADE_UP = ("+", "…")  # so begins the name of somebody who gave none: see `shown_name`
_AGE = sa.select(_customer.c.created_at).where(_customer.c.id == sa.bindparam("which"))
_CREATE = _customer.insert()
_GIVE = _identity.insert()
_PASS_ON = _identity.update().where(
    _identity.c.kind == sa.bindparam("of"), _identity.c.value == sa.bindparam("told")
)
_NAME = _customer.update().where(
    _customer.c.id == sa.bindparam("which"),
    sa.or_(*(_customer.c.name.like(f"{begin}%") for begin in _MADE_UP)),
    _customer.c.name != sa.bindparam("own", type_=sa.Text),
)
_THREAD = (
    sa.select(_conversation)
    .where(
        _conversation.c.channel_id == sa.bindparam("on"),
        _conversation.c.customer_id == sa.bindparam("whose"),
    )
    .with_for_update()
)
_OPEN_THREAD = _conversation.insert()
_READDRESS = _conversation.update().where(_conversation.c.id == sa.bindparam("which"))
_Known = dict[str, Row]  # by kind: whose an identity is, and their name


def _having(count: int) -> sa.Select[Any]:
    """Whose each of so many identities is."""
    wanted = (
        sa.and_(
            _identity.c.kind == sa.bindparam(f"kind_{number}", type_=sa.Text),
            _identity.c.value == sa.bindparam(f"value_{number}", type_=sa.Text),
        )
        for number in range(count)
    )
    return (
        sa.select(_identity.c.kind, _identity.c.customer_id, _customer.c.name)
        .join(_customer, _customer.c.id == _identity.c.customer_id)
        .where(sa.or_(*wanted))
    )


_HAVING = [_having(count) for count in range(1, 6)]  # there are five kinds


async def resolve(tx: Transaction, who: Who) -> CustomerId:
    """The customer this is, new if none of the identities is known.

    Two customers whose identities are seen together are one: the newer joins the older.
    """
    identities = identities_of(who)
    known = await _holders(tx, identities)
    found = await _owners(tx, known)
    customer_id = found[0] if found else await _create(tx, who)
    for other in found[1:]:
        await merging.join(tx, customer_id, other)
        known = await _holders(tx, identities)
    await _learn(tx, customer_id, identities, known)
    if any(_may_be_named(row, who) for row in known.values()):
        await _name(tx, customer_id, who)
    return customer_id


async def known(tx: Transaction, who: Who) -> CustomerId | None:
    """The customer this is, if one of the identities is known; nothing is learnt of them."""
    found = await _owners(tx, await _holders(tx, identities_of(who)))
    return found[0] if found else None


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


async def _holders(tx: Transaction, identities: dict[str, str]) -> _Known:
    if not identities:
        return {}
    named: dict[str, str] = {}
    for number, (kind, value) in enumerate(identities.items()):
        named |= {f"kind_{number}": kind, f"value_{number}": value}
    rows = await tx.rows(_HAVING[len(identities) - 1], **named)
    return {row["kind"]: row for row in rows}


async def _owners(tx: Transaction, holders: _Known) -> list[CustomerId]:
    """The customers that are found by any of these identities, oldest first."""
    found = {CustomerId(holders[kind]["customer_id"]) for kind in _FINDING if kind in holders}
    if len(found) < 2:
        return list(found)
    aged = [(await tx.row(_AGE, which=customer_id), customer_id) for customer_id in found]
    return [
        customer_id
        for _, customer_id in sorted((row["created_at"], which) for row, which in aged if row)
    ]


async def _create(tx: Transaction, who: Who) -> CustomerId:
    customer_id = CustomerId(tx.new_id())
    await tx.change(
        _CREATE,
        id=customer_id,
        name=shown_name(who),
        created_at=tx.now,
        facts=[],
        labels=[],
        consent=[],
    )
    return customer_id


async def _learn(
    tx: Transaction,
    customer_id: CustomerId,
    identities: dict[str, str],
    known: _Known,
) -> None:
    """The identities belong to this customer, also those that are known as somebody else's."""
    for kind, value in identities.items():
        holder = known.get(kind)
        if holder is None:
            await tx.change(_GIVE, kind=kind, value=value, customer_id=customer_id)
        elif holder["customer_id"] == customer_id:
            continue
        else:
            await tx.change(_PASS_ON, of=kind, told=value, customer_id=customer_id)
        tx.tell("customer", customer_id)


def _may_be_named(row: Row, who: Who) -> bool:
    return bool(who.name) and row["name"].startswith(_MADE_UP)


async def _name(tx: Transaction, customer_id: CustomerId, who: Who) -> None:
    """A made-up name gives way to the customer's own; a real one stays."""
    if await tx.change(_NAME, which=customer_id, own=who.name, name=who.name):
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


async def has_number(tx: Transaction, who: Who, phone: str) -> bool:
    """Whether the number is already this customer's: a new user id alone leaves it."""
    owners = await _owners(tx, await _holders(tx, identities_of(Who(phone=phone))))
    known = await _owners(tx, await _holders(tx, identities_of(who)))
    return bool(owners) and owners == known


async def rename(tx: Transaction, former: Who, present: Who) -> CustomerId | None:
    """The customer whose number or user id was replaced; None if nobody had the former.

    The former number leaves the record: it may be given to somebody else.
    """
    found = await _owners(tx, await _holders(tx, identities_of(former)))
    if not found:
        return None
    is_known = await _owners(tx, await _holders(tx, identities_of(present)))
    customer_id = await resolve(tx, present) if is_known else None
    # if both are told of the present, resolving has joined the former to another already
    found = await _owners(tx, await _holders(tx, identities_of(former))) or found
    if customer_id is not None and customer_id != found[0]:
        older, newer = await merging.by_age(tx, customer_id, found[0])
        await merging.join(tx, older, newer)
        customer_id = older
    customer_id = customer_id or found[0]
    await _forget(tx, customer_id, former, present)
    identities = identities_of(present)
    await _learn(tx, customer_id, identities, await _holders(tx, identities))
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
) -> Row:
    """The customer's thread on a channel, locked; new if there is none yet."""
    row = await tx.row(_THREAD, on=channel_id, whose=customer_id)
    if row is None:
        conversation_id = ConversationId(tx.new_id())
        await tx.change(
            _OPEN_THREAD,
            id=conversation_id,
            channel_id=channel_id,
            customer_id=customer_id,
            address=address_of(who),
        )
        return await timeline.lock(tx, conversation_id)
    if who.phone and row["address"] != who.phone:
        await tx.change(_READDRESS, which=row["id"], address=who.phone)
    return row


async def shared_number(tx: Transaction, who: Who, body: Body) -> None:
    """A customer who was asked for their number has shared it: it is theirs from now on.

    Source: WhatsApp, "Business-scoped user ids": `origin` "contact_request".
    """
    if who.phone or not isinstance(body, Contacts) or not body.answers_request:
        return
    phones = [phone for card in body.cards for phone in card.phones]
    digits = "".join(mark for mark in (phones or [""])[0] if mark.isdigit())
    if digits:
        await resolve(tx, replace(who, phone=digits))
