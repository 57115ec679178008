"""Customers: whoever writes, found by any of their identities; one person, one record."""

from dataclasses import dataclass, replace

import sqlalchemy as sa

from console.channels.whatsapp.facts import Who
from console.domain.ids import ChannelId, ConversationId, CustomerId
from console.domain.messages import EventKind
from console.domain.texts import N_
from console.hub import identities, merging, ownership, starters, timeline
from console.hub.identities import Given, Known, Seen
from console.hub.store import schema
from console.hub.store.prepared import Row
from console.hub.store.transaction import Transaction

_customer, _conversation, _channel = schema.customer, schema.conversation, schema.channel
_identity = schema.identity
# so begins the name of somebody who gave none, the best last: see `shown_name`
_MADE_UP = ("…", "@", "+")
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
_IDENTITIES = (
    sa.select(_identity.c.kind, _identity.c.value)
    .where(_identity.c.customer_id == sa.bindparam("whose"))
    .order_by(_identity.c.since, _identity.c.value)
)


@dataclass(frozen=True, slots=True)
class Found:
    """A customer, and what is still true of how they were seen; late news may not be."""

    customer_id: CustomerId
    who: Who


async def resolve(tx: Transaction, seen: Seen) -> Found:
    """The customer this is, new if none of the identities is known.

    Two customers whose identities are seen together are one: the newer joins the older.
    """
    known = await identities.holders(tx, seen.who)
    given = await identities.given_up(tx, known, seen)
    found = await identities.owners(tx, known, given, seen)
    customer_id = found[0] if found else await _create(tx, seen.who)
    for other in found[1:]:
        await merging.join(tx, customer_id, other)
        known = await identities.holders(tx, seen.who)
    given = dict.fromkeys(given, customer_id)
    await _learn(tx, customer_id, seen, known, given)
    still = _without(seen.who, given)
    if any(_is_better(shown_name(still), row["name"]) for row in known.values()):
        await _name(tx, customer_id, shown_name(still))
    return Found(customer_id, still)


def _without(who: Who, given: Given) -> Who:
    if not given:
        return who
    return replace(
        who,
        phone="" if ("wa_id", who.phone) in given else who.phone,
        user_id="" if ("user_id", who.user_id) in given else who.user_id,
    )


async def seen_as(tx: Transaction, customer_id: CustomerId, seen: Seen) -> None:
    """The platform says that this customer, whom we know, is also called so."""
    known = await identities.holders(tx, seen.who)
    if all(claim in known for claim in identities.claims(seen.who)) and all(
        row["customer_id"] == customer_id for row in known.values()
    ):
        return  # as nearly always
    given = await identities.given_up(tx, known, seen)
    found = await identities.owners(tx, known, given, seen)
    if await identities.has_another_user_id(tx, customer_id, seen):
        return  # it went to whoever has the number now
    first, *others = await identities.by_age(tx, {customer_id, *found})
    for other in others:
        await merging.join(tx, first, other)
        known = await identities.holders(tx, seen.who)
    await _learn(tx, first, seen, known, dict.fromkeys(given, first))


async def known(tx: Transaction, seen: Seen) -> CustomerId | None:
    """The customer this is, if one of the identities is known; nothing is learnt of them."""
    held = await identities.holders(tx, seen.who)
    given = await identities.given_up(tx, held, seen)
    return next(iter(await identities.owners(tx, held, given, seen)), None)


def shown_name(who: Who) -> str:
    """The customer's own name, else number, user name, or the end of the user id.

    Source: WhatsApp, "Business-scoped user ids": the last four characters collide, six don't.
    """
    if who.name or who.phone:
        return who.name or f"+{who.phone}"
    return (
        f"@{who.username}" if who.username else f"…{(who.user_id or who.parent_user_id)[-6:]}"
    )


async def _learn(
    tx: Transaction, customer_id: CustomerId, seen: Seen, known: Known, given: Given
) -> None:
    """The identities are this customer's; whoever has lost one is written to elsewhere."""
    for loser in await identities.learn(tx, customer_id, seen, known, given):
        await _lost_number(tx, loser, seen.who)


async def _lost_number(tx: Transaction, customer_id: CustomerId, now_with: Who) -> None:
    """Nothing more is sent to a number that is somebody else's now."""
    if not now_with.phone:
        return
    threads = await tx.rows(
        sa.select(_conversation.c.id).where(
            _conversation.c.customer_id == customer_id,
            _conversation.c.address == now_with.phone,
        )
    )
    if not threads:
        return
    for thread in threads:
        address = await _best_address(tx, customer_id)
        await tx.amend(_conversation, thread["id"], address=address)
        await timeline.system_line(
            tx,
            ConversationId(thread["id"]),
            EventKind.NUMBER_CHANGED,
            text=N_("The number +{phone} is another customer’s now"),
            values={"phone": now_with.phone},
        )


async def _create(tx: Transaction, who: Who) -> CustomerId:
    customer_id = CustomerId(tx.new_id())
    await tx.add(
        _customer,
        id=customer_id,
        name=shown_name(who),
        created_at=tx.now,
        facts=[],
        labels=[],
        consent=[],
    )
    return customer_id


def _is_better(name: str, than: str) -> bool:
    """Whether a made-up name gives way; the customer's own stays."""
    at_least = max(_worth(than), 1)  # another user id says nothing new
    return than.startswith(_MADE_UP) and name != than and _worth(name) >= at_least


def _worth(name: str) -> int:
    """A name of one's own is worth more than a number, that more than any other mark."""
    return _MADE_UP.index(name[0]) if name[:1] in _MADE_UP else len(_MADE_UP)


async def _name(tx: Transaction, customer_id: CustomerId, name: str) -> None:
    if await tx.change(_NAME, which=customer_id, own=name, name=name):
        tx.tell("customer", customer_id)


async def rename(tx: Transaction, former: Who, present: Seen) -> CustomerId:
    """The customer whose number or user id was replaced; new if nobody had either.

    What was replaced leaves the record and stays in its history: it may be given to somebody
    else. News of a change can come before what it changes, and changes in any order.
    """
    before = await _all_known(tx, replace(present, who=former, channel_id=None))
    after = await _all_known(tx, present)
    found = await identities.by_age(tx, {*before, *after})
    customer_id = found[0] if found else await _create(tx, present.who)
    for other in found[1:]:
        await merging.join(tx, customer_id, other)
    await _give_up(tx, customer_id, former, present)
    known_now = await identities.holders(tx, present.who)
    given = await identities.given_up(tx, known_now, present)
    await _learn(tx, customer_id, present, known_now, given)
    await _readdress(tx, customer_id, former, _without(present.who, given), present.channel_id)
    tx.tell("customer", customer_id)
    return customer_id


async def has_number(tx: Transaction, who: Who, phone: str) -> bool:
    """Whether the number is already this customer's: a new user id alone leaves it."""
    has_it = await identities.holders(tx, Who(phone=phone))
    are_told = await identities.holders(tx, who)
    owners = {row["customer_id"] for row in has_it.values()}
    return bool(owners) and owners == {row["customer_id"] for row in are_told.values()}


async def _all_known(tx: Transaction, seen: Seen) -> list[CustomerId]:
    held = await identities.holders(tx, seen.who)
    given = await identities.given_up(tx, held, seen)
    return await identities.owners(tx, held, given, seen)


async def _give_up(
    tx: Transaction, customer_id: CustomerId, former: Who, present: Seen
) -> None:
    """What was replaced is this customer's no more."""
    replaced = dict(identities.claims(present.who))
    held = await identities.holders(tx, former)
    for claim in identities.claims(former):
        kind, value = claim
        if kind not in replaced or replaced[kind] == value:
            continue
        holder = held.get(claim)
        if holder is None or holder["customer_id"] != customer_id:
            await identities.had(tx, customer_id, claim, present.at)
        elif not identities.is_newer(holder, present):
            await identities.retire(tx, holder, present.at)


async def _readdress(
    tx: Transaction,
    customer_id: CustomerId,
    former: Who,
    present: Who,
    told_on: ChannelId | None,
) -> None:
    """Threads of the account that told it, and those with the former address, follow."""
    address = address_of(present)
    if not address:
        return
    account = sa.select(_channel.c.waba_id).where(_channel.c.id == told_on).scalar_subquery()
    accounts = sa.select(_channel.c.id).where(_channel.c.waba_id == account)
    replaced = [one for one in (former.phone, former.user_id, former.parent_user_id) if one]
    await tx.execute(
        _conversation.update()
        .where(
            _conversation.c.customer_id == customer_id,
            sa.or_(
                _conversation.c.address.in_(replaced), _conversation.c.channel_id.in_(accounts)
            ),
        )
        .values(address=address)
    )


async def _best_address(tx: Transaction, customer_id: CustomerId) -> str:
    """What the customer can be written to by now; empty if nothing is known any more."""
    rows = await tx.rows(_IDENTITIES, whose=customer_id)
    newest = {row["kind"]: row["value"] for row in rows}
    return address_of(Who(phone=newest.get("wa_id", ""), user_id=newest.get("user_id", "")))


def address_of(who: Who) -> str:
    """What the platform is told to write to: the number, or else the user id."""
    return who.phone or who.user_id or who.parent_user_id


async def conversation_of(
    tx: Transaction, channel_id: ChannelId, customer_id: CustomerId, who: Who
) -> Row:
    """The customer's thread on a channel, locked; new if there is none yet."""
    row = await tx.ask(_conversation, _THREAD, on=channel_id, whose=customer_id)
    if row is None:
        address = address_of(who) or await _best_address(tx, customer_id)
        return await _open_thread(tx, channel_id, customer_id, address)
    address = _newer_address(row["address"], who)
    if address != row["address"]:
        await tx.amend(_conversation, row["id"], address=address)
    return row


async def _open_thread(
    tx: Transaction, channel_id: ChannelId, customer_id: CustomerId, address: str
) -> Row:
    conversation_id = ConversationId(tx.new_id())
    names = {"channel_id": channel_id, "customer_id": customer_id, "address": address}
    row = await tx.add(_conversation, id=conversation_id, **names)
    if row is None:
        return await timeline.lock(tx, conversation_id)
    foresee_thread(tx, channel_id, customer_id, row)
    ownership.foresee_open(tx, conversation_id, None)
    timeline.foresee_newest(tx, conversation_id, None)
    starters.foresee_last(tx, conversation_id, None)
    return row


def foresee_thread(tx: Transaction, channel_id: str, customer_id: str, row: Row | None) -> None:
    """The customer's thread on the channel is this, or there is none."""
    asked = _THREAD, channel_id, customer_id
    tx.ahead.foresee(_conversation, asked, [] if row is None else [row])


def _newer_address(address: str, who: Who) -> str:
    """A number is written to rather than a user id, and the newest of each."""
    return who.phone or (address if address.isdigit() else who.user_id or address)
