"""Prices: the list that holds now, kept as the file it came as."""

from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain import price_list as rules
from console.domain.price_list import PriceRow
from console.hub.store.money_tables import price_list as _table

_NEWEST = sa.select(_table.c.name, _table.c.text).order_by(_table.c.id.desc()).limit(1)
_read = lru_cache(maxsize=8)(rules.read)


async def rows(connection: AsyncConnection) -> tuple[PriceRow, ...]:
    """The rows of the newest list; none if there is no list."""
    row = (await connection.execute(_NEWEST)).first()
    return () if row is None else _read(row.text, row.name)
