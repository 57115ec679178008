"""Prices: the list that holds now, kept as the file it came as, and one in its place."""

from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain import price_list as rules
from console.domain.errors import InvalidInput
from console.domain.price_list import PriceListFault, PriceRow
from console.hub import audit
from console.hub.audit import Action
from console.hub.principal import Principal
from console.hub.store.money_tables import price_list as _table
from console.hub.store.store import Store
from console.wire.money import Amount, PriceChange, PriceFile, PriceListInfo, PricePreview

_NEWEST = sa.select(_table).order_by(_table.c.id.desc()).limit(1)
_SHOWN = 200
_MOST_CHARACTERS = 2_000_000
_read = lru_cache(maxsize=8)(rules.read)


async def rows(connection: AsyncConnection) -> tuple[PriceRow, ...]:
    """The rows of the newest list; none if there is no list."""
    row = (await connection.execute(_NEWEST)).first()
    return () if row is None else _read(row.text, row.name)


async def info(connection: AsyncConnection) -> PriceListInfo | None:
    """Whose the newest list is; None if there is no list."""
    row = (await connection.execute(_NEWEST)).first()
    if row is None:
        return None
    count = len(_read(row.text, row.name))
    return PriceListInfo(name=row.name, by=row.by, at=row.at, rows=count)


async def preview(connection: AsyncConnection, file: PriceFile) -> PricePreview:
    """What the file would change.

    Raises:
        InvalidInput: it can't be read; with line, reason, and what to do.
    """
    new, old = _by_key(_checked(file)), _by_key(await rows(connection))
    keys = [key for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key)]
    changes = tuple(_change(old.get(key), new.get(key)) for key in keys[:_SHOWN])
    return PricePreview(rows=len(new), changes=changes, more=max(len(keys) - _SHOWN, 0))


async def replace(store: Store, who: Principal, file: PriceFile) -> None:
    """Prices are those of the file from now on; what was sent before keeps its own.

    Raises:
        InvalidInput: as `preview`.
    """
    count = len(_checked(file))
    async with store.transaction() as tx:
        name = file.name[:200]
        await tx.execute(
            _table.insert().values(at=tx.now, by=who.name, name=name, text=file.text)
        )
        audit.append(tx, Action.PRICES_REPLACED, "prices", by=who, why=f"{name}, {count}")


def _checked(file: PriceFile) -> tuple[PriceRow, ...]:
    try:
        return _read(file.text[:_MOST_CHARACTERS], file.name)
    except PriceListFault as fault:
        raise InvalidInput(str(fault)) from None


_Key = tuple[str, str, str, str]


def _by_key(found: tuple[PriceRow, ...]) -> dict[_Key, PriceRow]:
    return {
        (
            row.market,
            row.category,
            row.valid_from.isoformat(),
            " ".join(sorted(row.countries)),
        ): row
        for row in found
    }


def _change(before: PriceRow | None, after: PriceRow | None) -> PriceChange:
    row = after or before
    assert row is not None  # one of the lists has it
    return PriceChange(
        market=row.market,
        category=row.category,
        valid_from=row.valid_from,
        before=_amount(before),
        after=_amount(after),
    )


def _amount(row: PriceRow | None) -> Amount | None:
    return None if row is None else Amount(amount=row.price, currency=row.currency)
