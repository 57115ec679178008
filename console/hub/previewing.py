"""Previewing: the durable work of making previews, and telling desks what came of it."""

from datetime import timedelta

import sqlalchemy as sa

from console.domain.ids import MediaId
from console.hub import jobs, media
from console.hub.jobs import Job, LostClaim
from console.hub.previews import TOO_SLOW, Made, Previews, Refused, WorkerDied
from console.hub.store import schema
from console.hub.store.store import Store

AT_ONCE = 1  # there is one worker, and none may wait for longer than its lease
_TRIES, _PAUSE = 3, timedelta(seconds=30)
_media, _job = schema.media, schema.job


class Previewing:
    """Makes the previews that are due."""

    def __init__(self, store: Store, previews: Previews) -> None:
        self._store = store
        self._previews = previews

    async def make(self, job: Job) -> None:
        """Handles one `make_preview` job."""
        async with self._store.reading() as connection:
            query = sa.select(_media).where(_media.c.id == job.key)
            row = (await connection.execute(query)).mappings().first()
        outcome = None
        if row is not None and row["state"] == media.KEPT:
            outcome = await self._outcome(job, row)
        async with self._store.transaction() as tx:
            if isinstance(outcome, WorkerDied):
                await jobs.again(tx, job, tx.now + _PAUSE)
                return
            if not await jobs.finish(tx, job):
                raise LostClaim
            if row is None or outcome is None:
                return
            if isinstance(outcome, Refused):
                await media.refuse_preview(tx, row, outcome.words)
            else:
                size = {"width_px": outcome.width_px, "height_px": outcome.height_px}
                await media.retell(tx, row, **size)

    async def _outcome(self, job: Job, row: sa.RowMapping) -> Made | Refused | WorkerDied:
        try:
            return await self._previews.make(row["sha256"], row["mime"])
        except WorkerDied as died:
            # perhaps the machine was busy; perhaps the picture is a bomb
            return died if job.attempts < _TRIES else Refused(TOO_SLOW)


async def want(store: Store, media_id: MediaId) -> None:
    """A preview that is missing will be made; for files older than previews, and lost ones."""
    async with store.transaction() as tx:
        query = sa.select(_job.c.id).where(_job.c.kind == media.PREVIEW, _job.c.key == media_id)
        if await tx.row(query) is None:
            await jobs.put(tx, media.PREVIEW, media_id)
