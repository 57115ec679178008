"""Brings consents into a hub from a table (CSV), and says what became of every line."""

from __future__ import annotations

import asyncio
import csv
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from console.app import operating
from console.domain.consent import Consent, Level, Purpose
from console.domain.texts import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Mapping

COLUMNS = ("number", "purpose", "granted", "source", "wording", "at")
_YES, _NO = {"yes", "true", "1", "ja"}, {"no", "false", "0", "nein"}


class LineFault(ValueError):  # noqa: N818 - says what it is
    """What is wrong with one line."""


def add_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    """`add(name, do, words)` makes a command of the hub's command line."""
    bring = add("import-consents", _import, _("take consents from a CSV file"))
    bring.add_argument("file", type=Path, help=", ".join(COLUMNS))
    bring.add_argument("--check", action="store_true", help=_("only say what would be taken"))


def _import(options: argparse.Namespace) -> int:
    """0 if every line was taken; 1 if some were not, which are named; 2 if none can be read."""
    try:
        rows = list(_rows(options.file))
    except (OSError, UnicodeDecodeError, csv.Error, LineFault) as fault:
        words = _("{file} can’t be read: {why}").format(file=options.file, why=fault)
        print(words, file=sys.stderr)
        return 2
    good: list[tuple[str, Consent]] = []
    for line, row in rows:
        try:
            good.append(statement(row, datetime.now(UTC)))
        except LineFault as fault:
            print(_("line {line}: {why}").format(line=line, why=fault), file=sys.stderr)
    if not options.check:
        asyncio.run(_taken(options, good))
    words = (
        _("Would take {good} of {all} lines.")
        if options.check
        else _("Took {good} of {all} lines.")
    )
    print(words.format(good=len(good), all=len(rows)))
    return int(len(good) < len(rows))


def statement(row: Mapping[str, str], now: datetime) -> tuple[str, Consent]:
    """A line's number, digits alone, and what that customer said.

    Raises:
        LineFault: what is wrong with it.
    """
    digits = "".join(mark for mark in row["number"] if mark.isdecimal())
    if not 7 <= len(digits) <= 15:  # Source: ITU-T E.164
        raise LineFault(
            _("“{text}” is no number with its country code").format(text=row["number"])
        )
    purpose = row["purpose"].strip().lower()
    if purpose not in set(Purpose):
        raise LineFault(_("purpose must be one of {names}").format(names=", ".join(Purpose)))
    answer = row["granted"].strip().lower()
    if answer not in _YES | _NO:
        raise LineFault(_("granted must be yes or no"))
    if not row["source"].strip():
        raise LineFault(_("source is missing: it is the proof"))
    return digits, Consent(
        purpose=Purpose(purpose),
        granted=answer in _YES,
        level=Level.EXPLICIT,
        source=row["source"].strip(),
        wording=row["wording"].strip(),
        at=_moment(row["at"].strip(), now),
        recorded_by=_("Import"),
    )


def _moment(text: str, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise LineFault(
            _("“{text}” is no moment such as 2026-05-14T14:36").format(text=text)
        ) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if moment > now:
        raise LineFault(_("“{text}” is still to come").format(text=text))
    return moment.astimezone(UTC)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Every line with its number; spreadsheets put a mark before it and take semicolons."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = file.readline()
        file.seek(0)
        lines = csv.DictReader(
            file, delimiter=";" if head.count(";") > head.count(",") else ","
        )
        missing = [name for name in COLUMNS if name not in (lines.fieldnames or ())]
        if missing:
            raise LineFault(
                _("the columns {names} are missing").format(names=", ".join(missing))
            )
        for row in lines:
            yield lines.line_num, {name: row[name] or "" for name in COLUMNS}


async def _taken(options: argparse.Namespace, good: list[tuple[str, Consent]]) -> None:
    from console.channels.whatsapp.facts import Who
    from console.hub import consents, customers
    from console.hub.identities import Seen

    async with operating.opened(options) as store:
        for digits, said in good:
            async with store.transaction() as tx:
                seen = Seen(who=Who(phone=digits), at=tx.now)
                found = await customers.resolve(tx, seen)
                await consents.record(tx, found.customer_id, said)
