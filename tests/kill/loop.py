"""Loop: one run, from the first start to the verdict."""

import asyncio
import math
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import httpx

from console.app.shop.settings import (
    ACCESS_TOKEN,
    APP_SECRET,
    DISPLAY_NUMBER,
    PHONE_NUMBER_ID,
    VERIFY_TOKEN,
    WABA_ID,
    WEBHOOKS,
)
from console.domain.people import Role
from console.hub import jobs, people, settings_file
from console.hub.clock import WallClock
from console.hub.furnish import furnish
from console.hub.passwords import Passwords
from console.hub.store.migrate import migrate
from console.hub.store.store import Store
from tests import postgres
from tests.cable import Cable
from tests.kill import desk, judging, platform
from tests.kill.judging import Verdict
from tests.kill.plan import Strike, strikes
from tests.kill.processes import Child, Starter

SPEED = 10.0  # hubs' seconds in one of the wall: a dead hub's lease ends after 4.5 s
_REPS = {"ana": Role.REP, "ben": Role.REP, "cleo": Role.REP, "dora": Role.SUPERVISOR}
_AT_WORK = 5  # answers that have gone out before the first kill
_LOOK_EVERY = 10  # kills between two looks at what may be at no moment
_UP_WITHIN_S, _DRAINS_WITHIN_S = 120.0, 300.0  # on a machine that is busy with other things
_TAKES_IN_WITHIN_S = 6.0
_FROZEN_S = jobs.LEASE.total_seconds() / SPEED + 1.5
_SETTINGS = """
[hub]
name = "Killed"
listen = "127.0.0.1:0"
data_folder = "data"
graph_base_url = "{graph}"
graph_version = "v25.0"
{database}

[[queue]]
name = "Everyone"
offer_timeout_s = 120

[[channel]]
name = "Shop"
phone_number_id = "{number}"
waba_id = "{waba}"
display_number = "{shown}"
access_token = "{token}"
app_secret = "{secret}"
verify_token = "{verify}"
"""
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to run; `for_s` ends the killing early, 0 does not."""

    engine: str
    kills: int
    seed: int
    replicas: int = 1
    for_s: float = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a run."""

    verdict: Verdict
    kills: Counter[str]
    posts: int
    refused: int
    logged: Counter[str]
    seconds: float


class Front(Cable):
    """The one address of all hubs: passes each connection on to one that is up."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1")
        self.up: dict[int, int] = {}
        self._chance = Random()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.up:
            writer.transport.abort()
            return
        self._port = self._chance.choice(list(self.up.values()))
        await super()._pass(reader, writer)

    async def pull(self) -> None:
        """Every connection is gone."""
        await super().pull()
        while self._open:  # noqa: ASYNC110 - sockets set no event
            await asyncio.sleep(0.01)


@dataclass
class _Run:
    asked: Asked
    folder: Path
    store: Store
    starter: Starter
    front: Front
    platform_url: str
    began_at: datetime
    tell: Tell
    starting: asyncio.TaskGroup
    hubs: dict[int, Child] = field(default_factory=dict)
    desks: dict[str, Child] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)
    _lives: int = 0
    _struck: int = 0  # the hub that was struck last
    _start_s: float = 0.0  # the longest that a hub took to start

    async def start_hub(self, which: int) -> None:
        """The hub's process has begun; it is at work once the front knows it."""
        self._lives += 1
        arguments = ["--config", str(self.folder / "hub.toml"), "--clock-speed", str(SPEED)]
        moment = self.began_at.isoformat()
        arguments += ["--epoch", moment, "--since", moment, "--parent", str(os.getpid())]
        self.hubs[which] = self.starter.start(f"hub-{which}", run_hub, arguments)
        self.starting.create_task(self.hub_is_up(which))

    async def hub_is_up(self, which: int) -> None:
        """The hub is at work, unless it was killed meanwhile."""
        child, began_s = self.hubs[which], time.monotonic()
        async with asyncio.timeout(_UP_WITHIN_S):
            url = await child.ready()
        self._start_s = max(self._start_s, time.monotonic() - began_s)
        if url and self.hubs[which] is child:
            self.front.up[which] = int(url.rpartition(":")[2])

    def start_desk(self, rep: str) -> None:
        self._lives += 1
        others = [one for one, role in _REPS.items() if one != rep and role is Role.REP]
        post = desk.Post(
            folder=self.folder / rep,
            rep=rep,
            colleagues=tuple(others),
            hub_url=self.front.url,
            seed=f"{self.asked.seed}/{rep}/{self._lives}",
            parent=os.getpid(),
        )
        self.desks[rep] = self.starter.start(f"desk-{rep}", desk.work, post)

    async def strike(self, blow: Strike) -> None:
        """Somebody is killed, and started again."""
        if blow.what == "desk":
            await self._kill_desk(blow)
        elif blow.what == "hub":
            await self._kill_hub(blow)
        else:
            await self._freeze(blow)

    async def _kill_desk(self, blow: Strike) -> None:
        rep = list(self.desks)[blow.which % len(self.desks)]
        await asyncio.sleep(blow.after_s)
        self.desks[rep].kill()
        await self.desks[rep].ended()
        self.kills["desk"] += 1
        self.start_desk(rep)

    async def _kill_hub(self, blow: Strike) -> None:
        if not blow.at_once:  # one that is at work, if any is
            those = sorted(self.front.up) or list(self.hubs)
            self._struck = those[blow.which % len(those)]
        which = self._struck
        after_s = blow.after_s
        if not blow.at_once:
            await self.hub_is_up(which)
            await self._takes_in(blow.sends)
            after_s *= max(1.0, self._start_s)  # where all is slow, work needs longer too
        await asyncio.sleep(after_s)
        self.kills["hub" if which in self.front.up else "hub while starting"] += 1
        self.front.up.pop(which, None)
        self.hubs[which].kill()
        await self.hubs[which].ended()
        await self.start_hub(which)

    async def _takes_in(self, sends: int) -> None:
        """The hubs have taken in so many more answers, or could not for a while."""
        until_s = time.monotonic() + _TAKES_IN_WITHIN_S
        wanted = sends + await judging.accepted(self.store)
        while await judging.accepted(self.store) < wanted:
            await asyncio.sleep(0.1)
            if time.monotonic() > until_s:
                return

    async def _freeze(self, blow: Strike) -> None:
        """A hub stands still for longer than its leases; the others are at work meanwhile."""
        which = blow.which % len(self.hubs)
        await self.hub_is_up(which)
        await asyncio.sleep(blow.after_s)
        child = self.hubs[which]
        child.freeze()
        self.kills["hub frozen"] += 1
        await asyncio.sleep(_FROZEN_S)
        child.thaw()

    async def ledger(self) -> dict[str, Any]:
        async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
            found = await http.get(self.platform_url + platform.LEDGER)
        return dict(found.json())

    async def drain(self) -> dict[str, Any]:
        """Nobody is killed any more; the ledger once everything has come to its end."""
        async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
            await http.post(self.platform_url + platform.QUIET)
        for rep in _REPS:
            (self.folder / rep / desk.QUIET).touch()
        for which in self.hubs:
            await self.hub_is_up(which)
        until_s = time.monotonic() + _DRAINS_WITHIN_S
        still = 0
        while True:
            found = await self.ledger()
            words = await judging.undone(self.store, found, self._folders)
            still = 0 if words else still + 1
            if still == 3:
                return found
            if time.monotonic() > until_s:
                raise TimeoutError(f"It never came to its end: {words}")
            await asyncio.sleep(0.5)

    @property
    def _folders(self) -> list[Path]:
        return [self.folder / rep for rep in _REPS]

    async def judge(self) -> Verdict:
        """The verdict at the end."""
        try:
            found = await self.drain()
        except TimeoutError as late:
            verdict = await judging.judged(self.store, await self.ledger(), self._folders)
            verdict.breaches.insert(0, str(late))
            return verdict
        return await judging.judged(self.store, found, self._folders)


async def run(asked: Asked, tell: Tell) -> Report:
    """What became of the run; its folder stays if something broke."""
    began_s = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="rep-console-kill-"))
    async with _ready(asked, folder, tell) as running:
        await _strikes(running)
        tell("no more kills; waiting until all has come to its end")
        verdict = await running.judge()
        ledger = await running.ledger()
    if verdict.breaches:
        tell(f"the logs, the database and the desks are in {folder}")
    logged = _logged(folder)
    if not verdict.breaches:
        shutil.rmtree(folder)
    return Report(
        verdict=verdict,
        kills=running.kills,
        posts=ledger["posts"],
        refused=ledger["refused"],
        logged=logged,
        seconds=time.monotonic() - began_s,
    )


async def _strikes(running: _Run) -> None:
    asked = running.asked
    for which in running.hubs:
        await running.hub_is_up(which)
    async with asyncio.timeout(_UP_WITHIN_S):
        while len((await running.ledger())["sends"]) < _AT_WORK:  # noqa: ASYNC110 - another's
            await asyncio.sleep(0.1)
    running.tell("hubs and desks are at work")
    until_s = time.monotonic() + (asked.for_s or math.inf)
    for number, blow in enumerate(
        strikes(asked.seed, asked.kills, freezes=asked.replicas > 1), start=1
    ):
        if time.monotonic() > until_s:
            break
        await running.strike(blow)
        if number % _LOOK_EVERY == 0:
            running.tell(f"{number} strikes: {_counted(running.kills)}")
            if wrong := await judging.never(running.store):
                raise AssertionError(f"after {number} strikes: {wrong}")


def _counted(kills: Counter[str]) -> str:
    return ", ".join(f"{count} {what}" for what, count in sorted(kills.items()))


@asynccontextmanager
async def _ready(asked: Asked, folder: Path, tell: Tell) -> AsyncIterator[_Run]:
    """Platform, hubs and desks have been started; afterwards all of them are gone."""
    began_at = datetime.now(UTC)
    async with AsyncExitStack() as stack:
        database = ""
        if asked.engine == "postgresql":
            databases = stack.enter_context(postgres.server(hasty=False))
            database = f'database_url = "{await databases.fresh()}"'
        front = Front()
        await front.plug()
        stack.push_async_callback(front.pull)
        starter = Starter(folder)
        stack.callback(starter.end)
        webhook = front.url + WEBHOOKS
        played = starter.start(
            "platform", platform.play, asked.seed, SPEED, began_at, webhook, os.getpid()
        )
        platform_url = await played.ready()
        _write_settings(folder, platform_url, database)
        store = await _laid(folder, began_at)
        stack.push_async_callback(store.close)
        starting = await stack.enter_async_context(asyncio.TaskGroup())
        running = _Run(
            asked, folder, store, starter, front, platform_url, began_at, tell, starting
        )
        for which in range(asked.replicas):
            await running.start_hub(which)
        for rep in _REPS:
            (folder / rep).mkdir()
            running.start_desk(rep)
        yield running


def _write_settings(folder: Path, graph: str, database: str) -> None:
    text = _SETTINGS.format(
        graph=graph,
        database=database,
        number=PHONE_NUMBER_ID,
        waba=WABA_ID,
        shown=DISPLAY_NUMBER,
        token=ACCESS_TOKEN,
        secret=APP_SECRET,
        verify=VERIFY_TOKEN,
    )
    (folder / "hub.toml").write_text(text, encoding="utf-8")


async def _laid(folder: Path, began_at: datetime) -> Store:
    """The database with everybody who works here; open for looks from outside."""
    settings = settings_file.load(folder / "hub.toml")
    settings.data_folder.mkdir()
    store = Store(settings.database_url, clock=WallClock(SPEED, began_at))
    await migrate(store)
    await furnish(store, settings)
    for rep, role in _REPS.items():
        await people.add(
            store,
            Passwords(),
            user_name=rep,
            password=desk.PASSWORD,
            role=role,
            queues=["Everyone"] if role is Role.REP else [],
            capacity=12,
        )
    return store


def run_hub(arguments: list[str]) -> None:
    """The hub's own command line."""
    from console.app import hub

    raise SystemExit(hub.main(arguments))


def _logged(folder: Path) -> Counter[str]:
    """What hubs and desks logged at WARNING or above, without what differs each time."""
    found: Counter[str] = Counter()
    for path in sorted(folder.glob("*.log")):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if '"level": "warning"' in line or '"level": "error"' in line:
                found[line.partition('"event": ')[2].partition('", "')[0][:100]] += 1
            elif path.name.startswith(("desk", "platform")) and line and line[0] != " ":
                found[f"{path.stem}: {line[:120]}"] += 1
    return found
