"""Recipients: who a notification is to go to, found by name or number, and where they are."""

from dataclasses import dataclass
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
import sqlalchemy as sa
from phonenumbers import timezone
from sqlalchemy.ext.asyncio import AsyncConnection

from console.channels.whatsapp.facts import Who
from console.domain.consent import Level, Purpose, why_not_first
from console.domain.errors import InvalidInput, NotAllowed, NotFound
from console.domain.ids import ChannelId, CustomerId
from console.domain.texts import _
from console.hub import consents, customers, own_numbers
from console.hub.identities import Seen
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.prepared import Row
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction, queue_scope
from console.hub.views import customers as views
from console.wire.notifications import AddCustomer, CustomerHit
from console.wire.requests import RecordConsent

HITS, _LOOKED_AT = 12, 200
_customer, _identity, _channel = schema.customer, schema.identity, schema.channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who is to be written to; `row` is None for somebody new.

    Attributes:
        number: digits alone; empty for a customer whom only the platform's id names.
        shown: they are this person's to see.
    """

    customer_id: CustomerId | None
    number: str
    name: str
    row: Row | None
    shown: bool

    @property
    def who(self) -> Who:
        """As the platform would name them."""
        return Who(phone=self.number, name=self.name)


def digits_of(number: str) -> str:
    """The digits of a number that was typed with its country code.

    Raises:
        InvalidInput: it isn't one.
    """
    wanted = number.strip()
    wanted = f"+{wanted[2:]}" if wanted.startswith("00") else wanted
    try:
        parsed = phonenumbers.parse(wanted, None)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        raise InvalidInput(
            _(
                "“{number}” isn’t a phone number with its country code. It looks like "
                "+45 20 12 34 56."
            ).format(number=number.strip()[:40])
        )
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return str(e164).removeprefix("+")


def zones_of(digits: str) -> tuple[tzinfo, ...]:
    """The time zones in which somebody with this number may be; UTC if that isn't known."""
    try:
        parsed = phonenumbers.parse(f"+{digits}", None)
    except phonenumbers.NumberParseException:
        return (UTC,)
    found: list[tzinfo] = []
    for name in timezone.time_zones_for_number(parsed):
        try:
            found.append(ZoneInfo(name))
        except (ZoneInfoNotFoundError, ValueError):
            continue  # "Etc/Unknown", or one that is newer than this machine
    return tuple(found) or (UTC,)


async def channel_for(tx: Transaction, who: Principal, channel_id: ChannelId) -> Row:
    """The channel, if this person's customers may be written to from it.

    Raises:
        NotFound, NotAllowed.
    """
    row = await tx.row(sa.select(_channel).where(_channel.c.id == channel_id))
    if row is None:
        raise NotFound(_("There is no such number. Choose another."))
    if not who.may_see(queue_scope(row["queue_id"])):
        raise NotAllowed(
            _("What customers answer on this number goes to a queue that isn’t yours.")
        )
    await own_numbers.check_may_start(tx, who, channel_id)
    return row


async def find(
    tx: Transaction, who: Principal, customer_id: CustomerId | None, number: str, name: str
) -> Recipient:
    """The customer with this id or number; somebody new if nobody has the number.

    Raises:
        NotFound: there is no such customer, or not for this person.
        InvalidInput: it isn't a phone number.
    """
    digits = "" if customer_id else digits_of(number)
    seen = Seen(who=Who(phone=digits), at=tx.now)
    known = customer_id or await customers.known(tx, seen)
    if known is None:
        return Recipient(customer_id=None, number=digits, name=name, row=None, shown=True)
    row = await tx.row(sa.select(_customer).where(_customer.c.id == known))
    audience = await views.audience(tx.connection, known)
    shown = not audience or who.may_see(audience)
    if row is None or not (shown or digits):
        raise NotFound(_("There is no such customer. Look for them again."))
    return Recipient(
        customer_id=known,
        number=digits or await _digits(tx.connection, known),
        name=row["name"] if shown else name,
        row=row,
        shown=shown,
    )


async def _digits(connection: AsyncConnection, customer_id: CustomerId) -> str:
    query = sa.select(sa.func.min(_identity.c.value)).where(
        _identity.c.customer_id == customer_id, _identity.c.kind == "phone"
    )
    return str((await connection.execute(query)).scalar() or "").removeprefix("+")


async def add(store: Store, who: Principal, request: AddCustomer) -> CustomerId:
    """The customer with this number, and what they have agreed to, on record.

    Raises:
        InvalidInput: it isn't a phone number, or nothing says where they agreed.
        NotAllowed: they are known, but not this person's to see.
    """
    said = RecordConsent(
        purpose=request.purpose,
        granted=request.granted,
        source=request.source,
        wording=request.wording,
    )
    async with store.transaction() as tx:
        known = await find(tx, who, request.customer_id, request.number, request.name.strip())
        if not known.shown:
            raise NotAllowed(
                _("This number is of a customer whom another queue sees to. Ask there.")
            )
        customer_id = known.customer_id
        if customer_id is None:
            seen = Seen(who=known.who, at=tx.now)
            customer_id = (await customers.resolve(tx, seen)).customer_id
        statement = consents.statement(said, who.name, tx.now)
        await consents.record(tx, customer_id, statement)
    return customer_id


async def search(
    connection: AsyncConnection, who: Principal, words: str
) -> tuple[CustomerHit, ...]:
    """Customers whose name or number holds the words, by name."""
    digits = "".join(mark for mark in words if mark.isdigit())
    by_number = sa.select(_identity.c.customer_id).where(
        _identity.c.kind == "phone", _identity.c.value.contains(digits)
    )
    named = sa.and_(
        *(_customer.c.name.icontains(word, autoescape=True) for word in words.split()[:8])
    )
    wanted = sa.or_(named, _customer.c.id.in_(by_number)) if len(digits) > 2 else named
    query = sa.select(_customer).where(wanted).order_by(_customer.c.name).limit(_LOOKED_AT)
    found: list[CustomerHit] = []
    for row in (await connection.execute(query)).mappings().all():
        audience = await views.audience(connection, row["id"])
        if not audience or who.may_see(audience):
            found.append(await _hit(connection, row))
        if len(found) == HITS:
            break
    return tuple(found)


async def hit(connection: AsyncConnection, customer_id: CustomerId) -> CustomerHit:
    """One customer as a search shows them."""
    query = sa.select(_customer).where(_customer.c.id == customer_id)
    return await _hit(connection, (await connection.execute(query)).mappings().one())


async def _hit(connection: AsyncConnection, row: sa.RowMapping) -> CustomerHit:
    customer_id = CustomerId(row["id"])
    agreed = {
        purpose: not why_not_first(
            await consents.standing(connection, customer_id, purpose),
            row["consent"],
            purpose,
            Level.EXPLICIT,
        )
        for purpose in Purpose
    }
    facts = dict(row["facts"])
    return CustomerHit(
        customer_id=customer_id,
        name=row["name"],
        number=await views.number_of(connection, customer_id),
        place=str(facts.get("Place", "")),
        language=row["language"],
        service=agreed[Purpose.SERVICE],
        offers=agreed[Purpose.MARKETING],
    )
