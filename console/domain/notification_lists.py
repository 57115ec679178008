"""Lists of customers to be written to: read from a table (CSV), and results written as one."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from console.domain.texts import _

MOST = 1_000
_NUMBER = ("number", "phone", "phone number", "mobile", "telephone", "whatsapp")
_NAME = ("name", "customer", "customer name", "full name")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ListState(StrEnum):
    """Where a list stands."""

    RUNNING = "running"
    PAUSED = "paused"
    CANCELED = "canceled"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table; `trouble` says why it can't be used, empty if it can."""

    place: int
    number: str = ""
    name: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""


def read(text: str, wanted: Sequence[str]) -> tuple[Line, ...]:
    """The lines below the head of a table in CSV, with comma, semicolon or tab.

    `wanted` are the keys of the template's variables. A column with the name of a key (with or
    without its part: "body.1" or "1") fills that one; the others are filled in order by the
    columns that are neither number nor name. A cell is text whatever it begins with.

    Raises:
        ValueError: the table as a whole can't be used; the words say why and what next.
    """
    rows = _rows(text)
    head = [cell.strip().casefold() for cell in rows[0]]
    number = next((place for place, one in enumerate(head) if one in _NUMBER), None)
    if number is None:
        raise ValueError(
            _("No column is called “number”. Name the column with the numbers so.")
        )
    name = next((place for place, one in enumerate(head) if one in _NAME), None)
    places = _places(head, {number, name}, wanted)
    missing = [key for key in wanted if key not in places]
    if missing:
        raise ValueError(
            _("No column is left for {blank}. Add one to the table.").format(
                blank=", ".join(missing)
            )
        )
    seen: set[str] = set()
    return tuple(
        _line(place, row, (number, name), places, seen)
        for place, row in enumerate(rows[1:], 2)
        if any(cell.strip() for cell in row)
    )


def _rows(text: str) -> list[list[str]]:
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    if len(lines) < 2:
        raise ValueError(_("The table has no line below its head. Choose another file."))
    if len(lines) > MOST + 1:
        raise ValueError(_("The table has more than {most} lines. Split it.").format(most=MOST))
    delimiter = max(",;\t", key=lines[0].count)
    try:
        return list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as fault:
        words = _("The table isn’t CSV: {fault}. Save it again as CSV.")
        raise ValueError(words.format(fault=fault)) from None


def _places(
    head: Sequence[str], taken: set[int | None], wanted: Sequence[str]
) -> dict[str, int]:
    """Which column fills which variable."""
    places: dict[str, int] = {}
    for key in wanted:
        for called in (key.casefold(), key.casefold().rpartition(".")[2]):
            if called in head and head.index(called) not in {*taken, *places.values()}:
                places[key] = head.index(called)
                break
    free = [p for p in range(len(head)) if p not in {*taken, *places.values()}]
    for key in wanted:
        if key not in places and free:
            places[key] = free.pop(0)
    return places


def _line(
    place: int,
    row: Sequence[str],
    who: tuple[int, int | None],
    places: Mapping[str, int],
    seen: set[str],
) -> Line:
    def cell(at: int | None) -> str:
        return row[at].strip() if at is not None and at < len(row) else ""

    number = cell(who[0])
    digits = "".join(filter(str.isdigit, number))
    values = {key: cell(at) for key, at in places.items()}
    trouble = ""
    if not number:
        trouble = _("It has no number.")
    elif digits in seen:
        trouble = _("The number stands in an earlier line too.")
    elif empty := [key for key, value in values.items() if not value]:
        trouble = _("{blank} is empty.").format(blank=", ".join(empty))
    seen.add(digits)
    return Line(place=place, number=number, name=cell(who[1]), values=values, trouble=trouble)


def harmless(cell: str) -> str:
    """The cell as text in any spreadsheet: what a program would run as a formula is quoted."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def written(rows: Iterable[Sequence[str]]) -> str:
    """The rows as CSV, each cell harmless."""
    return "\r\n".join(",".join(_quoted(harmless(cell)) for cell in row) for row in rows)


def _quoted(cell: str) -> str:
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'
