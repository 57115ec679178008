"""Price list: what the platform asks for, read strictly from a file; one price found in it."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from console.domain.texts import _

COLUMNS = ("valid_from", "market", "countries", "category", "currency", "price", "credits")
CATEGORIES = (
    "marketing",
    "utility",
    "authentication",
    "authentication-international",
    "service",
)
ELSEWHERE = "*"
MOST_ROWS = 20_000
_AMOUNT = re.compile(r"\d{1,4}(\.\d{1,6})?")
# Source: WhatsApp, "Non-template messages": service goes by the rate of utility
_LIKE = {"service": "utility"}
_WRITTEN_AS = {"authentication_international": "authentication-international"}


class PriceListFault(Exception):  # noqa: N818 - says what it is
    """What is wrong with the file: a sentence with file, line, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow:
    """What one message of a category costs in a market from a day on.

    Attributes:
        countries: two-letter codes; empty for everywhere else.
        price: in the main unit of the currency.
        credits: what the business's own wallet is charged.
    """

    valid_from: date
    market: str
    countries: frozenset[str]
    category: str
    currency: str
    price: Decimal
    credits: int


def category_of(told: str) -> str:
    """The category of the list for the platform's name of one.

    Source: WhatsApp, "Status messages webhooks": groups and the light marketing road have
    names of their own, and one name is written in two ways.
    """
    plain = told.lower().removeprefix("group_").removesuffix("_lite")
    return _WRITTEN_AS.get(plain, plain)


def price_of(
    rows: Sequence[PriceRow], category: str, country: str, on: date
) -> PriceRow | None:
    """The row that holds for a country on a day; None if the list has none.

    A country that is named goes before everywhere else, and of several days the newest.
    """
    wanted = category_of(category)
    begun = [row for row in rows if row.category == wanted and row.valid_from <= on]
    named = [row for row in begun if country in row.countries]
    found = named or [row for row in begun if not row.countries]
    if found:
        return max(found, key=lambda row: row.valid_from)
    instead = _LIKE.get(wanted)
    return price_of(rows, instead, country, on) if instead else None


def read(text: str, name: str) -> tuple[PriceRow, ...]:
    """The rows of a file (CSV with commas or semicolons; lines that begin with # don't count).

    Raises:
        PriceListFault: anything is wrong with it.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    kept = [(at, line) for at, line in enumerate(lines, 1) if not _is_remark(line)]
    if not kept:
        raise PriceListFault(_fault(name, 1, _("it is empty. Choose a file with prices.")))
    reader = csv.reader(
        (line for _at, line in kept), delimiter=";" if ";" in kept[0][1] else ","
    )
    try:
        cells = list(reader)
    except csv.Error as error:
        raise PriceListFault(
            _fault(name, 1, _("it isn’t CSV: {why}.").format(why=error))
        ) from None
    if len(cells) != len(kept):
        raise PriceListFault(
            _fault(name, 1, _("a quoted cell goes over several lines. Write it in one."))
        )
    if len(cells) > MOST_ROWS:
        raise PriceListFault(
            _fault(name, 1, _("it has more than {most} lines.").format(most=MOST_ROWS))
        )
    places = [at for at, _line in kept]
    _check_head(name, places[0], cells[0])
    return _rows(name, list(zip(places[1:], cells[1:], strict=True)))


def _is_remark(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _fault(name: str, line: int, words: str) -> str:
    return _("{name}, line {line}: {words}").format(name=name, line=line, words=words)


def _check_head(name: str, line: int, cells: list[str]) -> None:
    if tuple(cell.strip().lower() for cell in cells) != COLUMNS:
        words = _("the first line must name the columns: {columns}.")
        raise PriceListFault(_fault(name, line, words.format(columns=",".join(COLUMNS))))


def _rows(name: str, lines: list[tuple[int, list[str]]]) -> tuple[PriceRow, ...]:
    if not lines:
        raise PriceListFault(_fault(name, 1, _("there is no price under the columns.")))
    first: dict[tuple[date, str, str], int] = {}
    found = []
    for line, cells in lines:
        try:
            row = _row([cell.strip() for cell in cells])
        except ValueError as error:
            raise PriceListFault(_fault(name, line, str(error))) from None
        for country in row.countries or {ELSEWHERE}:
            earlier = first.setdefault((row.valid_from, row.category, country), line)
            if earlier != line:
                words = _(
                    "line {earlier} has a price for {country}, {category} from that day too. "
                    "Leave one of them out."
                ).format(earlier=earlier, country=country, category=row.category)
                raise PriceListFault(_fault(name, line, words))
        found.append(row)
    return tuple(found)


def _row(cells: list[str]) -> PriceRow:
    if len(cells) != len(COLUMNS):
        raise ValueError(
            _("it has {count} columns and must have {wanted}.").format(
                count=len(cells), wanted=len(COLUMNS)
            )
        )
    valid_from, market, countries, category, currency, price, credits_ = cells
    amount = _amount(price)
    return PriceRow(
        valid_from=_day(valid_from),
        market=_market(market),
        countries=_countries(countries),
        category=_category(category),
        currency=_currency(currency),
        price=amount,
        credits=_credits(credits_, amount),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        words = _("valid_from “{text}” is no day. Write it as 2026-10-01.")
        raise ValueError(words.format(text=text)) from None


def _market(text: str) -> str:
    if not text:
        raise ValueError(_("market is empty. Give the market a name, such as Germany."))
    return text


def _countries(text: str) -> frozenset[str]:
    if text == ELSEWHERE:
        return frozenset()
    codes = text.split()
    wrong = [code for code in codes if not re.fullmatch(r"[A-Z]{2}", code)]
    if wrong or not codes:
        words = _(
            "countries “{text}” must be two-letter codes with spaces between them, as in "
            "AT DE, or * for everywhere else."
        )
        raise ValueError(words.format(text=text))
    return frozenset(codes)


def _category(text: str) -> str:
    found = category_of(text)
    if found not in CATEGORIES:
        words = _("category “{text}” must be one of {all}.")
        raise ValueError(words.format(text=text, all=", ".join(CATEGORIES)))
    return found


def _currency(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", text):
        words = _("currency “{text}” must be three capital letters, as in EUR.")
        raise ValueError(words.format(text=text))
    return text


def _amount(text: str) -> Decimal:
    if not _AMOUNT.fullmatch(text):
        words = _("price “{text}” must be a number with a point, as in 0.0159.")
        raise ValueError(words.format(text=text))
    return Decimal(text)


def _credits(text: str, price: Decimal) -> int:
    if not text:
        return 1 if price else 0
    if not re.fullmatch(r"\d{1,6}", text):
        words = _("credits “{text}” must be a whole number, or empty for 1.")
        raise ValueError(words.format(text=text))
    return int(text)
