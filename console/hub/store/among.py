"""Among: whether a column has one of many values, which are one parameter of the statement.

A statement with it is compiled once, whatever their number.
"""

import json
from collections.abc import Sequence
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Several(sa.types.TypeDecorator[Sequence[Any]]):
    """Values of one type: an array, or JSON where the engine has none."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, item: sa.types.TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        """The engine's own type."""
        is_array = dialect.name == "postgresql"
        kind = postgresql.ARRAY(self.item) if is_array else sa.Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        """The values as the engine takes them."""
        if value is None or dialect.name == "postgresql":
            return value
        return json.dumps(list(value))


class among(FunctionElement[bool]):  # noqa: N801 - reads as a part of a statement
    """`among(column, "names")`: the column has one of the values given as `names`."""

    type = sa.Boolean()
    inherit_cache = True

    def __init__(self, column: sa.ColumnElement[Any], name: str) -> None:
        super().__init__(column, sa.bindparam(name, type_=Several(column.type)))

    def self_group(self, against: object = None) -> Self:
        """Itself: where an engine has no booleans, SQLAlchemy would ask whether it is 1.

        SQLite finds no index for that and would look through the whole table.
        """
        return self


@compiles(among, "sqlite")
def _among_on_sqlite(element: among, compiler: SQLCompiler, **more: Any) -> str:
    column, values = (compiler.process(one, **more) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"


@compiles(among)
def _among(element: among, compiler: SQLCompiler, **more: Any) -> str:
    column, values = (compiler.process(one, **more) for one in element.clauses)
    return f"{column} = ANY ({values})"
