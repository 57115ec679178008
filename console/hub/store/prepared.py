"""Prepared statements: compiled once, then run on SQLite without SQLAlchemy in between.

SQLite answers most statements of ours in a few microseconds; building and dispatching one in
SQLAlchemy takes twenty times as long. A prepared statement is a constant of its module whose
values have names (columns of its own, or `bindparam`), so it can be compiled once.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql.compiler import SQLCompiler

from console.hub.store.columns import Moment, moment, stored

Row = Mapping[str, Any]
_Change = Callable[[Any], Any]
_prepared: dict[tuple[sa.Executable, tuple[str, ...]], "Prepared"] = {}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement in SQLite's words.

    Attributes:
        binds: names of the values, in the statement's order.
        defaults: the values of those that may not be given.
        to_database: place of each value that has another form there, and the way.
        columns: names, in the result's order.
        from_database: name of each column that has another form there, and the way.
    """

    text: str
    binds: tuple[str, ...]
    defaults: Mapping[str, Any]
    to_database: tuple[tuple[int, _Change], ...]
    columns: tuple[str, ...]
    from_database: tuple[tuple[str, _Change], ...]

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        """The parameters as SQLite takes them."""
        if self.defaults:
            given = {**self.defaults, **given}
        values = [given[name] for name in self.binds]
        for place, change in self.to_database:
            values[place] = change(values[place])
        return values

    def row(self, raw: tuple[Any, ...]) -> Row:
        """A row as Python has it."""
        row = dict(zip(self.columns, raw, strict=True))
        for name, change in self.from_database:
            if row[name] is not None:
                row[name] = change(row[name])
        return row


def prepare(statement: sa.Executable, names: Iterable[str], dialect: Dialect) -> Prepared:
    """The statement with values of these names, compiled at the first time.

    Raises:
        TypeError: a list of values makes its text another each time.
    """
    key = statement, tuple(names)
    found = _prepared.get(key)
    if found is None:
        found = _prepared[key] = _compiled(statement, list(key[1]), dialect)
    return found


def _compiled(statement: sa.Executable, names: list[str], dialect: Dialect) -> Prepared:
    assert isinstance(statement, sa.ClauseElement)
    compiled = statement.compile(dialect=dialect, column_keys=names)
    assert isinstance(compiled, SQLCompiler)
    if compiled.post_compile_params:
        raise TypeError("a statement with a list of values can’t be prepared")
    binds = [compiled.binds[name] for name in compiled.positiontup or ()]
    if missing := [bind.key for bind in binds if bind.required and bind.key not in names]:
        raise TypeError(f"no value for {', '.join(missing)}")
    ways_to = [_to(bind.type, dialect) for bind in binds]
    columns = [
        (column.key or "", _back(column.type, dialect)) for column in _columns(statement)
    ]
    return Prepared(
        text=str(compiled),
        binds=tuple(bind.key for bind in binds),
        defaults={bind.key: bind.effective_value for bind in binds if bind.key not in names},
        to_database=tuple((place, way) for place, way in enumerate(ways_to) if way),
        columns=tuple(name for name, _ in columns),
        from_database=tuple((name, way) for name, way in columns if way),
    )


def _columns(statement: sa.ClauseElement) -> Iterable[sa.ColumnElement[Any]]:
    exported = getattr(statement, "exported_columns", ())
    return tuple(exported)


def _to(kind: sa.types.TypeEngine[Any], dialect: Dialect) -> _Change | None:
    if isinstance(kind, Moment):  # without SQLAlchemy's detours: there are many of them
        return _stored
    if isinstance(kind, sa.Boolean):
        return None  # the driver knows them
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _back(kind: sa.types.TypeEngine[Any], dialect: Dialect) -> _Change | None:
    if isinstance(kind, Moment):
        return moment
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _stored(value: datetime | None) -> int | None:
    return None if value is None else stored(value)


class Direct:
    """SQLite's own connection within a transaction.

    `driver` has the shape of `inline.InlineConnection`.
    """

    def __init__(self, driver: Any, dialect: Dialect) -> None:
        self._driver = driver
        self._dialect = dialect

    async def rows(self, statement: sa.Executable, given: Mapping[str, Any]) -> list[Row]:
        """All rows."""
        prepared = prepare(statement, given, self._dialect)
        _, raw = await self._run(prepared.text, prepared.values(given))
        return [prepared.row(one) for one in raw]

    async def change(self, statement: sa.Executable, given: Mapping[str, Any]) -> int:
        """How many rows were changed."""
        prepared = prepare(statement, given, self._dialect)
        return (await self._run(prepared.text, prepared.values(given)))[0]

    async def change_each(
        self, statement: sa.Executable, given: Sequence[Mapping[str, Any]]
    ) -> None:
        """Runs the statement with each of the values, which have the same names."""
        prepared = prepare(statement, given[0], self._dialect)
        rows = [prepared.values(one) for one in given]
        cursor = self._driver.cursor()
        try:
            await cursor.executemany(prepared.text, rows)
        except sqlite3.Error as error:
            raise told(prepared.text, error, self._dialect) from error
        finally:
            await cursor.close()

    async def say(self, text: str) -> None:
        """Runs a text without values."""
        await self._run(text, ())

    async def _run(self, text: str, values: Sequence[Any]) -> tuple[int, list[Any]]:
        try:
            ran: tuple[int, list[Any]] = await self._driver.run(text, values)
        except sqlite3.Error as error:
            raise told(text, error, self._dialect) from error
        return ran


def told(text: str, error: sqlite3.Error, dialect: Dialect) -> BaseException:
    """The error of a statement as SQLAlchemy tells it."""
    return sa.exc.DBAPIError.instance(
        text, None, error, sqlite3.Error, hide_parameters=True, dialect=dialect
    )
