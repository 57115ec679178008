"""Amounts of money and credits, as they are written."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from console.domain.charges import WORDS, Free, Quote
from console.domain.texts import _, ngettext, number, pgettext

if TYPE_CHECKING:
    from console.wire.money import Amount

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}


def money(amount: float | Decimal, currency: str, decimals: int = 2) -> str:
    """An amount with its currency: "€12.40", "12.40 SEK"."""
    figure = number(float(amount), decimals)
    sign = _SIGNS.get(currency)
    if not sign:
        return f"{figure} {currency}".strip()
    return pgettext("money", "{sign}{figure}").format(sign=sign, figure=figure)


def price(amount: Decimal, currency: str) -> str:
    """A price of one message with all the decimals it has, two at least: "€0.0159"."""
    exponent = amount.normalize().as_tuple().exponent
    return money(amount, currency, max(2, -exponent if isinstance(exponent, int) else 2))


def sums(amounts: Iterable[Amount]) -> str:
    """Amounts of several currencies: "€12.40 + $0.30"; empty without any."""
    return " + ".join(money(one.amount, one.currency) for one in amounts)


def credit_words(count: int) -> str:
    """So many credits, in words: "4,210 credits"."""
    return ngettext("{count} credit", "{count} credits", count).format(count=number(count))


def quote_words(quote: Quote) -> str:
    """What a message is going to cost: "1 credit", "€0.0159", "free"; empty if unknown."""
    if quote.free is not None:
        return _("free")
    if quote.credits_left is not None:
        return credit_words(quote.credits)
    return "" if quote.price is None else price(quote.price, quote.currency)


def quote_tip(quote: Quote) -> str:
    """Where that comes from: "Netherlands · 4,210 credits left", or why it is free."""
    if quote.blocked is not None:
        return quote.blocked
    if quote.free is not None:
        return free_words(quote.free)
    left = ""
    if quote.credits_left is not None:
        left = _("{credits} left").format(credits=credit_words(quote.credits_left))
    return " · ".join(filter(None, (quote.market, left)))


def free_words(free: Free) -> str:
    """Why a message costs nothing."""
    return _(WORDS[free])
