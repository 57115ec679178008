"""Ahead: what a batch will ask is read before, for all at once; its writes go out together.

Nothing that a transaction sees becomes another by it. What is put off is written before any
statement that was not foreseen, and what is kept is forgotten as soon as something else writes
to the table it came from.
"""

from collections.abc import Hashable, Iterable
from functools import cache
from typing import Any

import sqlalchemy as sa

from console.hub.store import schema
from console.hub.store.prepared import Row

_Values = dict[str, Any]
_ORDER = {table: place for place, table in enumerate(schema.metadata.sorted_tables)}


@cache
def insert_into(table: sa.Table) -> sa.Insert:
    """The prepared statement that adds a row."""
    return table.insert()


@cache
def update_of(table: sa.Table) -> sa.Update:
    """The prepared statement that changes the row whose id is `which`."""
    return table.update().where(table.c.id == sa.bindparam("which"))


@cache
def _blank(table: sa.Table) -> _Values:
    """What the engine fills a row up with."""
    return {
        column.name: column.type.python_type() if column.server_default is not None else None
        for column in table.columns
    }


class Ahead:
    """What one transaction has read before, and what it puts off.

    Attributes:
        is_open: whether a batch is under way; otherwise nothing is kept and nothing put off.
    """

    def __init__(self) -> None:
        self.is_open = False
        self._answers: dict[sa.Table, dict[Hashable, list[_Values]]] = {}
        self._rows: dict[sa.Table, dict[str, _Values]] = {}  # the whole ones, by id
        self._later: dict[sa.UpdateBase, dict[Hashable, dict[str, _Values]]] = {}
        self._amended: dict[tuple[sa.Table, str], set[str]] = {}

    def foresee(self, table: sa.Table, question: Hashable, rows: Iterable[Row]) -> None:
        """The answer to a question is these rows, as long as nothing else changes the table.

        The rows are kept as they are: nobody else may change them.
        """
        if not self.is_open:
            return
        kept = self._rows.setdefault(table, {})
        mine = [row if isinstance(row, dict) else dict(row) for row in rows]
        for place, row in enumerate(mine):
            if len(row) == len(table.columns) and "id" in row:
                mine[place] = kept.setdefault(row["id"], row)
        self._answers.setdefault(table, {})[question] = mine

    def doubt(self, table: sa.Table, question: Hashable) -> None:
        """What was foreseen about the question may not be so any more."""
        self._answers.get(table, {}).pop(question, None)

    def answer(self, table: sa.Table, question: Hashable) -> list[Row] | None:
        """The rows that answer a question, as they are by now; None if nobody foresaw it."""
        found = self._answers.get(table, {}).get(question)
        return None if found is None else [dict(row) for row in found]

    def row(self, table: sa.Table, row_id: str) -> Row | None:
        """The row as it is by now, if it is kept."""
        found = self._rows.get(table, {}).get(row_id)
        return None if found is None else dict(found)

    def add(self, table: sa.Table, values: _Values) -> Row:
        """The row as it will be added; one with an id is kept like those that were read."""
        subject = tuple(values[column.name] for column in table.primary_key)
        self._later.setdefault(insert_into(table), {})[subject] = {"": values}
        row = _blank(table) | values
        if "id" in row:
            self._rows.setdefault(table, {})[row["id"]] = row
        return dict(row)

    def amend(self, table: sa.Table, row_id: str, values: _Values) -> bool:
        """Whether the row is kept; then these are its values, and will be written."""
        row = self._rows.get(table, {}).get(row_id)
        if row is None:
            return False
        row.update(values)
        added = self._later.get(insert_into(table), {}).get((row_id,))
        if added is not None:
            added[""].update(values)
        else:
            self._amended.setdefault((table, row_id), set()).update(values)
        return True

    def put_off(
        self, statement: sa.UpdateBase, subject: Hashable, part: str, values: _Values
    ) -> bool:
        """Whether it will run; not if another statement about the subject has to run first."""
        for other, subjects in self._later.items():
            if (
                other is not statement
                and other.table is statement.table
                and subject in subjects
            ):
                return False
        self._later.setdefault(statement, {}).setdefault(subject, {})[part] = values
        return True

    def due(self) -> list[tuple[sa.UpdateBase, list[_Values]]]:
        """What is to be written now, so that whatever a row refers to is there before it."""
        later, self._later = self._later, {}
        writes = [
            (statement, [one for parts in later[statement].values() for one in parts.values()])
            for statement in sorted(later, key=_place)
        ]
        changes: dict[sa.UpdateBase, list[_Values]] = {}
        for (table, row_id), names in self._amended.items():
            row = self._rows[table][row_id]
            values = {"which": row_id} | {name: row[name] for name in sorted(names)}
            changes.setdefault(update_of(table), []).append(values)
        self._amended = {}
        return [
            (statement, alike)
            for statement, values_of_all in [*writes, *changes.items()]
            for alike in _alike(values_of_all)
        ]

    def is_changed_by(self, statement: sa.Executable) -> None:
        """What the statement may make untrue is kept no more."""
        if isinstance(statement, sa.SelectBase):
            return
        if isinstance(statement, sa.UpdateBase) and isinstance(statement.table, sa.Table):
            for kept in (self._answers, self._rows):
                kept.pop(statement.table, None)
        else:
            self.forget()

    def forget(self) -> None:
        """Nothing is kept any more, and what was put off is not done."""
        self._answers, self._rows, self._later, self._amended = {}, {}, {}, {}


def _place(statement: sa.UpdateBase) -> int:
    table = statement.table
    assert isinstance(table, sa.Table)
    return _ORDER[table]


def _alike(rows: Iterable[_Values]) -> list[list[_Values]]:
    """The rows, those with the same names together: each lot is one statement."""
    lots: dict[tuple[str, ...], list[_Values]] = {}
    for row in rows:
        lots.setdefault(tuple(row), []).append(row)
    return list(lots.values())
