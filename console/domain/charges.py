"""Charges: which messages are free, and why; from when to when a month or a free span goes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from zoneinfo import ZoneInfo

from console.domain.price_list import category_of
from console.domain.prices import Price
from console.domain.texts import N_

#: Source: WhatsApp, "Pricing": until then answers, and utility in an open window, were free.
CHARGED_SINCE = date(2026, 10, 1)
FREE_EACH_MONTH = 1000
_ANSWER_WITHIN = timedelta(hours=24)
_ENTRY_POINT = timedelta(hours=72)


class Free(StrEnum):
    """Why a message costs nothing; the first that holds."""

    UNDELIVERED = "undelivered"
    ENTRY_POINT = "free_entry_point"
    MONTHLY = "free_monthly"
    SERVICE = "free_customer_service"


WORDS = {
    Free.UNDELIVERED: N_("free: it did not arrive"),
    Free.ENTRY_POINT: N_("free: the customer came by an ad"),
    Free.MONTHLY: N_("free: one of the number’s free messages of the month"),
    Free.SERVICE: N_("free: in the customer’s window"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What one message is going to cost.

    Attributes:
        price: in the main unit of the currency, 0 if it is free; None if nobody knows it.
        list_price: the same, if it weren't free.
        free: why it costs nothing; None if it costs something.
        credits: what the wallet is charged; 0 without a wallet or if it is free.
        credits_left: in the wallet, before this message; None without a wallet.
        blocked: why it may not go and what next, in words; None if it may.
    """

    price: Decimal | None = None
    list_price: Decimal | None = None
    currency: str = ""
    market: str = ""
    free: Free | None = None
    credits: int = 0
    credits_left: int | None = None
    blocked: str | None = None


def why_free(
    category: str,
    on: date,
    *,
    inside_window: bool,
    entry_point_open: bool,
    service_before: int,
    free_each_month: int = FREE_EACH_MONTH,
    delivered: bool = True,
) -> Free | None:
    """Why a message of that day is free; None if it is charged.

    `service_before`: answers of the number that were delivered in that month before it.

    Source: WhatsApp, "Pricing".
    """
    if not delivered:
        return Free.UNDELIVERED
    if entry_point_open:
        return Free.ENTRY_POINT
    kind = category_of(category)
    if on < CHARGED_SINCE:
        was_free = kind == "service" or (kind == "utility" and inside_window)
        return Free.SERVICE if was_free else None
    if kind == "service" and service_before < free_each_month:
        return Free.MONTHLY
    return None


class Difference(StrEnum):
    """How the platform's word differs from what was expected of a message."""

    NONE = ""
    CHARGED = "charged"  # it was expected to be free
    FREE = "free"  # it was expected to be charged
    CATEGORY = "category"
    PRICE = "price"


@dataclass(frozen=True, slots=True, kw_only=True)
class Charged:
    """What one message is charged as; `price` is what the list says where it is charged."""

    category: str
    free: Free | None
    price: Decimal | None = None
    currency: str = ""


def reconciled(expected: Charged, told: Price) -> tuple[Charged, Difference]:
    """What the platform says of a message wins; and how it differs from what was expected.

    Where its category is another one, the price is unknown unless it told that too.
    """
    category = category_of(told.category) or expected.category
    free = expected.free
    if told.is_paid is not None:
        free = None if told.is_paid else _free_as_told(expected, told)
    same = category == expected.category
    amount, currency = _cost_of(told)
    kept = (expected.price, expected.currency) if same else (None, "")
    if amount is not None:
        kept = (amount, currency)
    found = Charged(category=category, free=free, price=kept[0], currency=kept[1])
    return found, _difference(expected, found)


def _free_as_told(expected: Charged, told: Price) -> Free:
    if told.type == Free.ENTRY_POINT.value:
        return Free.ENTRY_POINT
    if expected.free is not None and expected.free is not Free.ENTRY_POINT:
        return expected.free
    return Free.SERVICE


def _cost_of(told: Price) -> tuple[Decimal | None, str]:
    amount, _space, currency = told.cost.partition(" ")
    try:
        return Decimal(amount), currency
    except InvalidOperation:
        return None, ""


def _difference(expected: Charged, found: Charged) -> Difference:
    if (expected.free is None) != (found.free is None):
        return Difference.CHARGED if found.free is None else Difference.FREE
    if found.category != expected.category:
        return Difference.CATEGORY
    was = (expected.price, expected.currency)
    if found.free is None and None not in (was[0], found.price):
        return Difference.NONE if was == (found.price, found.currency) else Difference.PRICE
    return Difference.NONE


def entry_point_ends(clicked_at: datetime, answered_at: datetime | None) -> datetime | None:
    """Until when all is free after a customer came by an ad; None if nothing is.

    The answer that opens it is free too: before it, it could open until a day after the click.

    Source: WhatsApp, "Pricing", free entry point windows.
    """
    if answered_at is None:
        return clicked_at + _ANSWER_WITHIN
    if answered_at < clicked_at or answered_at > clicked_at + _ANSWER_WITHIN:
        return None
    return answered_at + _ENTRY_POINT


def month_of(at: datetime, zone: str) -> tuple[datetime, datetime]:
    """The beginning of the month that `at` is in, in that time zone, and of the next one."""
    here = at.astimezone(ZoneInfo(zone))
    first = datetime(here.year, here.month, 1, tzinfo=here.tzinfo)
    later = first + timedelta(days=32)
    following = datetime(later.year, later.month, 1, tzinfo=here.tzinfo)
    return first.astimezone(UTC), following.astimezone(UTC)


def day_of(at: datetime, zone: str) -> date:
    """The calendar day in that time zone."""
    return at.astimezone(ZoneInfo(zone)).date()
