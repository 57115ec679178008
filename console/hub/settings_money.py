"""The section [money] of the settings file: time zone, free messages, the wallet."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from console.domain.charges import FREE_EACH_MONTH
from console.domain.money_rule import MoneyRule
from console.hub.settings_tables import Table


def money(table: Table) -> MoneyRule:
    """What the section says; without it money is only counted, in UTC."""
    usual = MoneyRule()
    found = MoneyRule(
        time_zone=time_zone(table, usual.time_zone),
        free_each_month=table.whole("free_each_month", FREE_EACH_MONTH),
        wallet=table.yes("wallet"),
        allowance=table.whole("allowance", 0),
        warn_below=table.wholes("warn_below", usual.warn_below, most=100),
        hold_answers=table.yes("hold_answers"),
    )
    table.finish()
    return found


def time_zone(table: Table, default: str) -> str:
    """The IANA name of a time zone."""
    name = table.text("time_zone", default)
    if not name:
        return name
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        words = "there is no such time zone. Write one as in Europe/Amsterdam."
        raise table.fault("time_zone", words) from None
    return name
