"""Hub: all its parts put together, started, run and stopped."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime
from gettext import NullTranslations

import sqlalchemy as sa
from starlette.types import ASGIApp

from console.hub import (
    edge,
    media,
    notices,
    notification_lists,
    notifications,
    number_watch,
    outage,
    templates,
    templates_sync,
    timers,
)
from console.hub.agreed_clock import AgreedClock
from console.hub.auth import Auth
from console.hub.clock import WallClock
from console.hub.feed import Feed
from console.hub.files import FileStore
from console.hub.furnish import furnish
from console.hub.gateway import Gateway, gateway_settings, open_gateway
from console.hub.http import api
from console.hub.http.inside import Inside
from console.hub.jobs import Job
from console.hub.notification_lists import ListPacer
from console.hub.number_watch import NumberWatch
from console.hub.numbers import Numbers
from console.hub.passwords import Passwords
from console.hub.planned import Planned
from console.hub.ports import Clock, Ids, random_id
from console.hub.previewing import AT_ONCE as PREVIEWS_AT_ONCE
from console.hub.previewing import Previewing
from console.hub.previews import Previews
from console.hub.replicas import Replicas
from console.hub.reserve import Reserve
from console.hub.runner import AT_ONCE, Handler, Runner
from console.hub.settings import Settings
from console.hub.store import raw_webhooks, schema
from console.hub.store.store import Store, is_sqlite
from console.hub.store.together import MOST_AT_ONCE

_SYNC_WITHIN_S, _SYNC_LOOK_S = 20.0, 0.2
_SMALL = frozenset(
    {raw_webhooks.READ, "route"}
)  # many come at once, and they share transactions
_TURNS = 1000  # of settling; more means that jobs make each other for ever


class Hub:
    """One replica.

    Attributes:
        app: what a web server serves; works between `start` and `stop`.
        agreed: the clock if others share the database; on SQLite all are on one machine.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        ids: Ids = random_id,
        passwords: Passwords | None = None,
        chance: Callable[[], float] | None = None,
        languages: Mapping[str, NullTranslations] | None = None,
    ) -> None:
        self.settings = settings
        own = clock or WallClock()
        self.agreed: AgreedClock | None = None
        if not is_sqlite(settings.database_url) and isinstance(own, WallClock) and own.is_real:
            self.agreed = AgreedClock(own, lambda: self.store.present())
        self.clock: Clock = self.agreed or own
        self.store = Store(settings.database_url, clock=self.clock, ids=ids)
        self.numbers = Numbers(settings, self.store, self.clock)
        self.auth = Auth(self.store, passwords)
        self.feed = Feed(self.store)
        self._replicas = Replicas(self.store, self.feed.wake)
        self.files = FileStore(settings.data_folder / "media")
        self._previews = Previews(self.files)
        self.reserve = Reserve(settings.data_folder, settings.reserve_mib * 1024 * 1024)
        self.store.on_full = self.reserve.give_up
        self.app: ASGIApp = api.build(
            Inside(
                store=self.store,
                settings=settings,
                numbers=self.numbers,
                auth=self.auth,
                feed=self.feed,
                files=self.files,
                previews=self._previews,
                reserve=self.reserve,
                sync_templates=self.sync_templates,
                gateway=self.gateway,
                languages=languages or {},
            )
        )
        self._chance = chance
        self._owner = f"hub-{secrets.token_hex(4)}"  # whose the leases of jobs are
        self._runners: list[Runner] = []
        self._gateway: Gateway | None = None  # once it has started
        self._open = AsyncExitStack()
        self._renewed_at: datetime | None = None  # by settling

    async def start(self) -> None:
        """Everything stands as the settings say; nothing runs yet. The tables are there."""
        if self.agreed is not None:
            await self.agreed.agree()
        await asyncio.to_thread(self.reserve.look)
        await self.store.ensure_heads()
        await furnish(self.store, self.settings)
        await self.numbers.read()
        await self.feed.start()
        graph = replace(gateway_settings(self.settings), tokens=self.numbers.tokens)
        gateway = self._gateway = await self._open.enter_async_context(open_gateway(graph))
        handlers = self._timers() | edge.handlers(self.store, gateway, self.files, self._chance)
        watch = NumberWatch(self.store, gateway, self.numbers)
        handlers[notices.WATCH_NUMBER] = watch.look
        handlers[notification_lists.NOTIFY_LIST] = ListPacer(
            self.store, self.settings.hours
        ).send
        handlers[notifications.NOTIFY] = Planned(self.store, self.settings.hours).send
        handlers[media.PREVIEW] = Previewing(self.store, self._previews).make
        self._runners = [
            Runner(self.store, kind, handler, owner=self._owner, at_once=self._at_once(kind))
            for kind, handler in handlers.items()
        ]
        async with self.store.transaction() as tx:
            await edge.plan(tx)
            await number_watch.plan(tx)

    def _at_once(self, kind: str) -> int:
        if kind == media.PREVIEW:
            return PREVIEWS_AT_ONCE
        if kind == raw_webhooks.READ_MANY:
            return 1  # each has as many as a transaction should hold
        shares = self.store.is_sqlite and kind in _SMALL
        return MOST_AT_ONCE if shares else AT_ONCE

    async def run(self) -> None:
        """Feeds desks and does what is due, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.follow(), name="follow")
            group.create_task(self._watch_disk(), name="reserve")
            for runner in self._runners:
                group.create_task(runner.run(), name=f"runner {runner.kind}")

    async def _watch_disk(self) -> None:
        await outage.steadily(
            lambda: self.reserve.watch(self.store), self.clock, "the watch over the disk"
        )

    async def follow(self) -> None:
        """Feeds desks and listens to other replicas, but does no work, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.feed.run(), name="feed")
            group.create_task(self.numbers.run(), name="numbers")
            group.create_task(self._replicas.run(), name="replicas")
            if self.agreed is not None:
                group.create_task(self.agreed.run(), name="clock")

    async def stop(self) -> None:
        """Connections are given back."""
        await self._open.aclose()
        self._previews.close()
        await self.store.close()

    def gateway(self) -> Gateway:
        """The way to Graph."""
        assert self._gateway is not None  # nobody is let in before the start
        return self._gateway

    async def sync_templates(self) -> None:
        """The templates of every account have been read, by this replica or another."""
        began_at = self.clock.now()
        async with self.store.transaction() as tx:
            await templates_sync.plan(tx)
        for runner in self._runners:
            if runner.kind == templates.SYNC_TEMPLATES:
                await runner.run_due()
        async with asyncio.timeout(_SYNC_WITHIN_S):
            while await self._is_stale(began_at):  # noqa: ASYNC110 - another replica has it
                await asyncio.sleep(_SYNC_LOOK_S)

    async def _is_stale(self, began_at: datetime) -> bool:
        """Whether an account is still being read by whoever holds its job."""
        job = schema.job
        query = sa.select(job.c.id).where(
            job.c.kind == templates.SYNC_TEMPLATES, job.c.due_at <= began_at
        )
        async with self.store.reading() as connection:
            return (await connection.execute(query.limit(1))).first() is not None

    async def settle(self) -> None:
        """Does all that is due at the clock's present, then tells the desks."""
        if self._renewed_at != self.clock.now():
            self._renewed_at = self.clock.now()
            await self.feed.renew()
        for _ in range(_TURNS):
            due = await self._due_kinds()
            runners = [runner for runner in self._runners if runner.kind in due]
            if not sum([await runner.run_due() for runner in runners]):
                break
        await self.feed.push()

    async def _due_kinds(self) -> set[str]:
        job = schema.job
        query = sa.select(job.c.kind).where(job.c.due_at <= self.clock.now()).distinct()
        async with self.store.reading() as connection:
            return {row.kind for row in await connection.execute(query)}

    def _timers(self) -> dict[str, Handler]:
        return {kind: self._bound(fire) for kind, fire in timers.HANDLERS.items()}

    def _bound(self, fire: Callable[[Store, Job], Awaitable[None]]) -> Handler:
        return lambda job: fire(self.store, job)
