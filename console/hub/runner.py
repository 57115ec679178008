"""Runner: one loop per kind of durable work; claims, hands over, sleeps until next due."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from console.hub import jobs, outage
from console.hub.jobs import Job
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction

Handler = Callable[[Job], Awaitable[None]]
AT_ONCE = 8
POLL_S = 2.0  # the safety net under lost wake-ups from other replicas
TROUBLE_PAUSE = timedelta(seconds=30)
OUTAGE_PAUSE = timedelta(seconds=2)
_RENEW_EVERY_S = jobs.LEASE.total_seconds() / 3
_RENEWALS_MOST = 40  # ten minutes; what hangs longer is another replica's to try
_log = logging.getLogger(__name__)


class Runner:
    """Runs the due jobs of one kind, up to `at_once` together."""

    def __init__(
        self, store: Store, kind: str, handler: Handler, *, owner: str, at_once: int = AT_ONCE
    ) -> None:
        self.kind = kind
        self._store = store
        self._handler = handler
        self._owner = owner
        self._at_once = at_once
        self._wake = asyncio.Event()
        store.on_commit(self._woken)

    def _woken(self, tx: Transaction) -> None:
        if self.kind in tx.woken:
            self._wake.set()

    def wake(self) -> None:
        """Looks for due jobs at once."""
        self._wake.set()

    async def run_due(self) -> int:
        """How many jobs were due and have been run, including those they made due."""
        done = 0
        while found := await jobs.claim(
            self._store, self.kind, owner=self._owner, limit=self._at_once
        ):
            await self._run_together(found)
            done += len(found)
        return done

    async def _run_together(self, found: list[Job]) -> None:
        async with asyncio.TaskGroup() as group:
            works = {group.create_task(self._run(job)): job for job in found}
            keeping = group.create_task(self._keep(works))
            await asyncio.wait(works)
            keeping.cancel()

    async def _keep(self, works: dict[asyncio.Task[None], Job]) -> None:
        """Leases last as long as the work, or replicas too slow for them undo each other's."""
        for _ in range(_RENEWALS_MOST):
            await self._store.clock.sleep(_RENEW_EVERY_S)
            for job in [job for work, job in works.items() if not work.done()]:
                with contextlib.suppress(*outage.FAULTS):
                    async with self._store.transaction() as tx:
                        await jobs.renew(tx, job)

    async def run(self) -> None:
        """Runs jobs as they fall due, until cancelled; an outage only makes them late."""
        await outage.steadily(self._turn, self._store.clock, f"work of kind {self.kind}")

    async def _turn(self) -> None:
        self._wake.clear()
        await self.run_due()
        await self._sleep()

    async def _sleep(self) -> None:
        due_at = await jobs.next_due(self._store, self.kind)
        clock = self._store.clock
        pause_s = POLL_S * clock.rate
        if due_at is not None:
            pause_s = min(pause_s, max((due_at - clock.now()).total_seconds(), 0.02))
        sleep = asyncio.ensure_future(clock.sleep(pause_s))  # noqa: TID251 - cancelled below
        woken = asyncio.ensure_future(self._wake.wait())  # noqa: TID251 - cancelled below
        try:
            await asyncio.wait({sleep, woken}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleep.cancel()
            woken.cancel()

    async def _run(self, job: Job) -> None:
        try:
            await self._handler(job)
        except jobs.LostClaim:
            return
        except Exception as error:  # noqa: BLE001 - one poisoned job must not stop the others
            await self._put_off(job, error)

    async def _put_off(self, job: Job, error: Exception) -> None:
        facts = {"job_kind": job.kind, "job_id": job.id}
        if outage.is_outage(error):
            _log.warning("job put off: %s", outage.name_of(error), extra=facts)
            pause = OUTAGE_PAUSE
        else:
            _log.error("job failed", exc_info=error, extra=facts)
            pause = TROUBLE_PAUSE * min(job.attempts, 20)
        # if even that can't be written, the job is due again when its lease ends
        with contextlib.suppress(*outage.FAULTS):
            async with self._store.transaction() as tx:
                await jobs.again(tx, job, tx.now + pause)
