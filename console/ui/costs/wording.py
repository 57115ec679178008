"""Words of the page of costs: pure."""

from __future__ import annotations

from datetime import datetime

from console.domain.charges import Difference
from console.domain.texts import N_, _, ngettext, number
from console.ui.amounts import credit_words, money, price
from console.wire.money import (
    Amount,
    CostLine,
    CostsView,
    DifferenceLine,
    Forecast,
    PriceChange,
    WalletEntry,
    WalletView,
)

_CATEGORIES = {
    "service": N_("Answers"),
    "utility": N_("Utility"),
    "marketing": N_("Marketing"),
    "authentication": N_("Authentication"),
    "authentication-international": N_("Authentication, international"),
}
_DIFFERENCES = {
    Difference.CHARGED: N_("Charged, and we expected it to be free"),
    Difference.FREE: N_("Free, and we expected it to be charged"),
    Difference.CATEGORY: N_("Counted as another category"),
    Difference.PRICE: N_("At another price than the list has"),
}
_KINDS = {
    "allowance": N_("Allowance of the month"),
    "top_up": N_("Top-up"),
    "correction": N_("Correction"),
}


def category(name: str) -> str:
    """A category as people call it."""
    return _(_CATEGORIES[name]) if name in _CATEGORIES else name.replace("_", " ")


def headline(costs: CostsView) -> str:
    """What was spent so far."""
    spent = " + ".join(money(one.so_far, one.currency) for one in costs.forecasts)
    return spent or _("Nothing so far")


def forecast(one: Forecast, until: datetime) -> str:
    """What the month is going to cost, and between what limits."""
    words = _(
        "About {expected} by the end of the month, if the days to come go as their weekdays "
        "did in the last four weeks: between {least} and {most}."
    )
    return words.format(
        expected=money(one.expected, one.currency),
        least=money(one.least, one.currency),
        most=money(one.most, one.currency),
    )


def line(one: CostLine) -> tuple[str, str, str, str]:
    """Category and market, messages, how many of them were free, cost."""
    where = one.market or one.country or _("unknown country")
    cost = "–" if one.amount is None else money(one.amount.amount, one.amount.currency)
    if one.unknown:
        without = ngettext("{count} without a price", "{count} without a price", one.unknown)
        cost = f"{cost} + {without.format(count=number(one.unknown))}"
    return f"{category(one.category)} · {where}", number(one.count), number(one.free), cost


def difference(one: DifferenceLine) -> tuple[str, str]:
    """What differs, and how often."""
    about = " · ".join(filter(None, (category(one.category), one.market)))
    return f"{_(_DIFFERENCES[one.difference])} ({about})", number(one.count)


def entry(one: WalletEntry, day: str) -> tuple[str, str]:
    """What was put in, by whom and why."""
    by = "" if one.kind == "allowance" else one.by
    words = " · ".join(filter(None, (_(_KINDS.get(one.kind, one.kind)), by, one.note, day)))
    return words, f"{one.credits:+,}".replace("-", "−").replace(",", _thousands())


def _thousands() -> str:
    return number(1000)[1:2]


def low(wallet: WalletView) -> str:
    """A warning while little is left; empty otherwise."""
    if wallet.left <= 0:
        return _("No credits are left: templates wait until somebody tops up.")
    if wallet.below is None:
        return ""
    words = _("Less than {share} % of the month’s allowance of {allowance} is left.")
    return words.format(share=wallet.below, allowance=credit_words(wallet.allowance))


def change(one: PriceChange) -> tuple[str, str, str]:
    """One price that a new list changes: what, before, after."""
    day = one.valid_from.strftime("%Y-%m-%d")
    return f"{one.market} · {category(one.category)} · {day}", _of(one.before), _of(one.after)


def _of(amount: Amount | None) -> str:
    return "–" if amount is None else price(amount.amount, amount.currency)
