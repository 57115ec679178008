"""Number sealing: the keys of numbers connected in the window as the database keeps them."""

import json
from dataclasses import asdict, dataclass, field

import sqlalchemy as sa

from console.domain.ids import ChannelId
from console.hub.sealing import Keys
from console.hub.store.number_table import number
from console.hub.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberKeys:
    """What a number is reached with and what its webhooks show."""

    access_token: str = field(repr=False)
    app_secrets: tuple[str, ...] = field(repr=False)
    verify_token: str = field(repr=False)


def sealed(keys: Keys, plain: NumberKeys, channel_id: ChannelId) -> str:
    """One text, bound to the number, so that it is of no use at another."""
    return keys.seal(json.dumps(asdict(plain)), _bound(channel_id))


def opened(keys: Keys, text: str, channel_id: ChannelId) -> NumberKeys:
    """The keys again; raises `SealFault` if none of the hub's keys fits."""
    plain = json.loads(keys.open(text, _bound(channel_id)))
    return NumberKeys(**(plain | {"app_secrets": tuple(plain["app_secrets"])}))


async def seal_anew(store: Store, keys: Keys) -> int:
    """How many numbers' keys were sealed with another key than the newest and now are."""
    async with store.transaction() as tx:
        rows = await tx.rows(sa.select(number).where(number.c.sealed.is_not(None)))
        old = [row for row in rows if not keys.is_newest(row["sealed"])]
        for row in old:
            channel_id = ChannelId(row["channel_id"])
            text = sealed(keys, opened(keys, row["sealed"], channel_id), channel_id)
            this = number.c.channel_id == channel_id
            await tx.execute(number.update().where(this).values(sealed=text))
    return len(old)


def _bound(channel_id: ChannelId) -> str:
    return f"number:{channel_id}"
