"""Identities: which number, user id or user name is whose, since when, and whose it was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from console.channels.whatsapp.facts import Who
from console.domain.ids import ChannelId, CustomerId
from console.domain.numbers import writings
from console.hub.store import schema
from console.hub.store.columns import Moment
from console.hub.store.former_identity_table import former_identity
from console.hub.store.prepared import Row
from console.hub.store.transaction import Transaction

Claim = tuple[str, str]  # kind, value
Known = dict[Claim, Row]  # whose an identity is, since when, and their name
Given = dict[Claim, CustomerId]  # whose an identity was

_customer, _identity, _former = schema.customer, schema.identity, former_identity
# A user id belongs to one person; a number can change hands. A user name can be given up and
# taken by somebody else, so nobody is found by it.
_SURE, _NUMBERS = frozenset({"user_id", "parent_user_id"}), frozenset({"wa_id", "phone"})
_FINDING = _SURE | _NUMBERS
_MOST = 7  # five kinds, and another writing of the number in two of them
_AGE = sa.select(_customer.c.created_at).where(_customer.c.id == sa.bindparam("which"))
_ACCOUNT = sa.select(schema.channel.c.waba_id).where(
    schema.channel.c.id == sa.bindparam("on", type_=sa.Text)
)
_this = sa.and_(
    _identity.c.kind == sa.bindparam("of", type_=sa.Text),
    _identity.c.value == sa.bindparam("told", type_=sa.Text),
)
_PASS_ON = _identity.update().where(_this)
_TAKE_AWAY = _identity.delete().where(_this)
_REMEMBER = _former.insert()
_OTHERS_OF_KIND = sa.select(_identity).where(
    _identity.c.customer_id == sa.bindparam("whose"),
    _identity.c.kind == sa.bindparam("of", type_=sa.Text),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the platform shows of a customer, on which channel of ours, and when."""

    who: Who
    channel_id: ChannelId | None = None
    at: datetime


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
        sa.select(_identity, _customer.c.name)
        .join(_customer, _customer.c.id == _identity.c.customer_id)
        .where(sa.or_(*wanted))
    )


def _given_up(count: int) -> sa.Select[Any]:
    """Who has given each of so many identities up at a moment or later."""
    wanted = (
        sa.and_(
            _former.c.kind == sa.bindparam(f"kind_{number}", type_=sa.Text),
            _former.c.value == sa.bindparam(f"value_{number}", type_=sa.Text),
        )
        for number in range(count)
    )
    return (
        sa.select(_former.c.kind, _former.c.value, _former.c.customer_id)
        .where(sa.or_(*wanted), _former.c.until >= sa.bindparam("moment", type_=Moment))
        .order_by(_former.c.until.desc(), _former.c.id)
    )


_HAVING = [_having(count) for count in range(1, _MOST + 1)]
_GIVEN_UP = [_given_up(count) for count in range(1, len(_FINDING) + 1)]


def _named(wanted: Sequence[Claim]) -> dict[str, str]:
    named: dict[str, str] = {}
    for number, (kind, value) in enumerate(wanted):
        named |= {f"kind_{number}": kind, f"value_{number}": value}
    return named


def claims(who: Who) -> tuple[Claim, ...]:
    """What is told of a customer; phone with "+", wa_id without."""
    told = (
        ("user_id", who.user_id),
        ("parent_user_id", who.parent_user_id),
        ("wa_id", who.phone),
        ("phone", f"+{who.phone}" if who.phone else ""),
        ("username", who.username),
    )
    return tuple((kind, value) for kind, value in told if value)


def in_any_writing(who: Who) -> list[Claim]:
    """What is told of a customer, and the other ways to write the number."""
    others = writings(who.phone)[1:] if who.phone else ()
    return [*claims(who), *(claim for one in others for claim in claims(Who(phone=one)))]


async def holders(tx: Transaction, who: Who) -> Known:
    """Whose these identities are, in any writing of the number."""
    wanted = in_any_writing(who)
    if not wanted:
        return {}
    foreseen = [tx.ahead.answer(_identity, claim) for claim in wanted]
    if None not in foreseen:
        return {(row["kind"], row["value"]): row for rows in foreseen for row in rows or ()}
    rows = await tx.rows(_HAVING[len(wanted) - 1], **_named(wanted))
    return {(row["kind"], row["value"]): row for row in rows}


async def given_up(tx: Transaction, known: Known, seen: Seen) -> Given:
    """Whose identities were, if they have been given up since they were seen like this."""
    wanted = [
        claim
        for claim in claims(seen.who)
        if claim[0] in _FINDING and (claim not in known or is_newer(known[claim], seen))
    ]
    if all(tx.ahead.answer(_former, claim) == [] for claim in wanted):
        return {}
    rows = await tx.rows(_GIVEN_UP[len(wanted) - 1], moment=seen.at, **_named(wanted))
    return {(row["kind"], row["value"]): CustomerId(row["customer_id"]) for row in rows}


def is_newer(holder: Row, seen: Seen) -> bool:
    """Whether what is told is older than whose the identity is."""
    return holder["since"] is not None and holder["since"] > seen.at


async def owners(tx: Transaction, known: Known, given: Given, seen: Seen) -> list[CustomerId]:
    """The customers that this is, oldest first; several if nobody knew that they are one."""
    held = {claim: row["customer_id"] for claim, row in known.items() if claim not in given}
    found = {owner for (kind, _), owner in held.items() if kind in _SURE} | {*given.values()}
    for (kind, _), owner in held.items():
        is_new = kind in _NUMBERS and owner not in found
        if is_new and not await has_another_user_id(tx, owner, seen):
            found.add(owner)
    return await by_age(tx, found)


async def has_another_user_id(tx: Transaction, customer_id: str, seen: Seen) -> bool:
    """Whether their number is somebody else's now: one account sees one user id of a person.

    Source: WhatsApp, "Business-scoped user ids": one for each person and business portfolio.
    """
    account = await _account(tx, seen) if seen.who.user_id else ""
    if not account:
        return False
    rows = await tx.rows(_OTHERS_OF_KIND, whose=customer_id, of="user_id")
    ids = {row["value"] for row in rows if row["seen_on"] == account}
    return bool(ids) and seen.who.user_id not in ids


async def _account(tx: Transaction, seen: Seen) -> str:
    """The WABA at which this was seen; empty if nobody knows."""
    if not seen.channel_id:
        return ""
    row = await tx.ask(schema.channel, _ACCOUNT, on=seen.channel_id)
    return "" if row is None else str(row["waba_id"])


async def by_age(tx: Transaction, found: Iterable[str]) -> list[CustomerId]:
    """The customers, oldest first."""
    which = [*found]
    if len(which) < 2:
        return [CustomerId(one) for one in which]
    aged = [(await tx.row(_AGE, which=one), one) for one in which]
    return [
        CustomerId(one)
        for _, one in sorted((row["created_at"], one) for row, one in aged if row)
    ]


async def learn(
    tx: Transaction, customer_id: CustomerId, seen: Seen, known: Known, given: Given
) -> list[CustomerId]:
    """Whoever has lost an identity to this customer, whose all these are from now on."""
    losers = []
    for claim in claims(seen.who):
        holder = known.get(claim)
        if claim in given:
            continue
        if holder is not None and holder["customer_id"] == customer_id:
            await _seen_there(tx, holder, seen)
            continue
        if holder is not None and is_newer(holder, seen):
            continue  # late news of before somebody else had it
        if holder is not None:
            await _pass_on(tx, holder, customer_id, seen)
            losers.append(CustomerId(holder["customer_id"]))
        else:
            await _give(tx, customer_id, claim, seen)
        if claim[0] == "username":
            await _one_user_name(tx, customer_id, claim[1], seen.at)
        tx.tell("customer", customer_id)
    return losers


async def _place(tx: Transaction, kind: str, seen: Seen) -> str:
    return await _account(tx, seen) if kind == "user_id" else ""


async def _give(tx: Transaction, customer_id: CustomerId, claim: Claim, seen: Seen) -> None:
    tx.ahead.doubt(_identity, claim)
    await tx.add(
        _identity,
        kind=claim[0],
        value=claim[1],
        customer_id=customer_id,
        since=min(seen.at, tx.now),
        seen_on=await _place(tx, claim[0], seen),
    )


async def _seen_there(tx: Transaction, holder: Row, seen: Seen) -> None:
    """Identities that were learnt without a word of where."""
    if holder["kind"] == "user_id" and not holder["seen_on"] and seen.channel_id:
        place = await _account(tx, seen)
        await tx.change(_PASS_ON, of="user_id", told=holder["value"], seen_on=place)


async def _pass_on(tx: Transaction, holder: Row, customer_id: CustomerId, seen: Seen) -> None:
    await remember(tx, holder, seen.at)
    await tx.change(
        _PASS_ON,
        of=holder["kind"],
        told=holder["value"],
        customer_id=customer_id,
        since=min(seen.at, tx.now),
        seen_on=await _place(tx, holder["kind"], seen),
    )
    tx.tell("customer", holder["customer_id"])


async def _one_user_name(
    tx: Transaction, customer_id: CustomerId, name: str, at: datetime
) -> None:
    """Of several user names the one that was seen last is the customer's."""
    rows = await tx.rows(_OTHERS_OF_KIND, whose=customer_id, of="username")
    newest = max(rows, key=lambda row: (row["since"] or at, row["value"] == name))
    for row in rows:
        if row is not newest:
            await retire(tx, row, max(newest["since"] or at, row["since"] or at))


async def retire(tx: Transaction, holder: Row, until: datetime) -> None:
    """The identity is nobody's any more; whose it was is remembered."""
    await remember(tx, holder, until)
    await tx.change(_TAKE_AWAY, of=holder["kind"], told=holder["value"])
    tx.tell("customer", holder["customer_id"])


async def remember(tx: Transaction, holder: Row, until: datetime) -> None:
    """The customer's history says that they had this identity until then."""
    await tx.change(
        _REMEMBER,
        id=tx.new_id(),
        customer_id=holder["customer_id"],
        kind=holder["kind"],
        value=holder["value"],
        since=holder["since"],
        until=until,
    )


async def had(tx: Transaction, customer_id: CustomerId, claim: Claim, until: datetime) -> None:
    """The customer had this identity, which we hear of only now that they gave it up."""
    known = await tx.rows(
        sa.select(_former.c.id).where(
            _former.c.customer_id == customer_id,
            _former.c.kind == claim[0],
            _former.c.value == claim[1],
        )
    )
    if not known:
        kind, value = claim
        row = {"customer_id": customer_id, "kind": kind, "value": value, "since": None}
        await remember(tx, row, until)


def foresee(tx: Transaction, claim: Claim, holder: Row | None, *, ever_given_up: bool) -> None:
    """The identity is this customer's, or nobody's; and whether anybody has given it up."""
    tx.ahead.foresee(_identity, claim, [] if holder is None else [holder])
    if not ever_given_up:
        tx.ahead.foresee(_former, claim, [])
