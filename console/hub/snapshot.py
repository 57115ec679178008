"""Snapshot: everything a desk starts from, read in one consistent look."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.ids import Seq
from console.hub import wallet
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import ENDED_SHOWN
from console.hub.views import offers, sessions, team
from console.wire.requests import Snapshot

_HEAD = sa.select(schema.journal_head)


async def take(store: Store, who: Principal, *, hub_name: str) -> Snapshot:
    """What this person may see, true as of its journal place."""
    async with store.reading(much=True) as connection:
        as_of, epoch = await head(connection)
        now = store.clock.now()
        reps = await team.reps(connection, now)
        return Snapshot(
            as_of=as_of,
            epoch=epoch,
            now=now,
            clock_rate=store.clock.rate,
            me=reps[who.rep_id],
            hub_name=hub_name,
            channels=tuple((await team.channels(connection, now)).values()),
            queues=tuple((await team.queues(connection)).values()),
            reps=tuple(reps.values()),
            sessions=tuple(
                await sessions.for_desk(connection, who, ended_since=now - ENDED_SHOWN)
            ),
            offers=tuple(await offers.of_rep(connection, who.rep_id)),
            templates=tuple((await team.templates(connection)).values()),
            quick_replies=await team.quick_replies(connection),
            wallet=await wallet.view(connection),
        )


async def head(connection: AsyncConnection) -> tuple[Seq, str]:
    """The journal's last place and its epoch, which changes with the database."""
    row = (await connection.execute(_HEAD)).one()
    return Seq(row.seq), str(row.epoch)
