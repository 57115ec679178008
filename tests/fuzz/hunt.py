"""Hunt: posts bodies at a real hub, lets its real ingest read them, and tells what is wrong."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random

import httpx
import sqlalchemy as sa

from console.domain.people import Role
from console.hub.store import schema
from console.hub.store.raw_webhooks import READ, READ_MANY
from console.hub.timers import HANDLERS
from tests.fakes import HandClock
from tests.fuzz import grammar
from tests.fuzz.bodies import Body, of
from tests.fuzz.mutations import written
from tests.given import NOON, WEBHOOKS, GivenHub, a_hub, sign_in

AT_ONCE = 64
#: Every so many posts goes over a socket, the others into the application at once.
SOCKET_EVERY = 20
#: What administrators may be told of a body; anything else is a fault of the reader's.
_TOLD = re.compile(
    r"body: (not JSON: (JSONDecodeError|UnicodeDecodeError|RecursionError|ValueError)"
    r"|no list of entries)"
    r"|entry \d+: no list of changes"
    r"|entry \d+, change \d+: (no value|nested too deeply)"
    r"|entry \d+, change \d+, \w+ \d+: not an object"
    r"|(message|status|call|preference|payment|user_id_update): [\w ]+"
    r"|PaymentReported: a payment of nobody that is known"
    r"|\w+: a number that no channel of this hub has"
)
_WORK = frozenset({READ, READ_MANY, *HANDLERS})
_raw, _job, _message = schema.raw_webhook, schema.job, schema.message


@dataclass(frozen=True, slots=True)
class Found:
    """A body that something is wrong with."""

    body: Body
    problem: str


@dataclass
class Tally:
    """What a hunt has seen."""

    posted: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)
    kept: int = 0
    with_trouble: int = 0
    found: list[Found] = field(default_factory=list)


class _Faults(logging.Handler):
    """Keeps what a program says of its own mistakes."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR or record.exc_info:
            error = record.exc_info[1] if record.exc_info else None
            if type(error) is not LookupError:  # said in words to administrators
                self.lines.append(f"{record.getMessage()}: {error!r}")


class Hunt:
    """One hub and what was found on it."""

    def __init__(
        self, hub: GivenHub, inner: httpx.AsyncClient, socket: httpx.AsyncClient, log: _Faults
    ) -> None:
        self.tally = Tally()
        self._hub, self._inner, self._socket, self._log = hub, inner, socket, log
        self._read_to = 0
        self._marks = 0

    async def post(self, bodies: Iterable[Body]) -> None:
        """All bodies are posted, read and looked at."""
        rest = iter(bodies)
        while some := list(islice(rest, AT_ONCE)):
            await self._chunk(some)

    async def _chunk(self, bodies: Sequence[Body]) -> None:
        self._marks += 1
        mark = f"mark-{self._marks}"
        whole = [*bodies, of(written(_chance(mark), grammar.sentinel(mark)), "right")]
        answers = await asyncio.gather(*(self._post(nth, one) for nth, one in enumerate(whole)))
        for one, answer in zip(whole, answers, strict=True):
            self.tally.posted += 1
            self.tally.kinds[one.kind] += 1
            self.tally.answers[answer] += 1
            if answer != one.answer:
                self._tell(one, f"answered {answer} instead of {one.answer}")
        await self._read()
        await self._look(whole, mark)
        clock = self._hub.clock
        assert isinstance(clock, HandClock)
        await clock.advance(seconds=60)

    async def _post(self, nth: int, body: Body) -> int:
        client = self._inner if nth % SOCKET_EVERY else self._socket
        headers = {b"X-Hub-Signature-256": body.signature.encode("latin-1")}
        for last in (False, True):
            try:
                answer = await client.post(WEBHOOKS, content=body.raw, headers=headers)
                return answer.status_code
            except httpx.TransportError:
                if body.answer == 413:  # the door closes on what it won't read
                    return 413
                if last:  # once is an idle connection that was closed; platforms post again
                    return 0
        raise AssertionError

    async def _read(self) -> None:
        runners = [one for one in self._hub.hub._runners if one.kind in _WORK]
        while sum([await runner.run_due() for runner in runners]):
            pass
        await self._hub.hub.feed.push()

    async def _look(self, bodies: Sequence[Body], mark: str) -> None:
        expected = {_sha(one.raw): one for one in bodies if one.answer == 200}
        columns = (_raw.c.id, _raw.c.sha256, _raw.c.done_at, _raw.c.trouble)
        query = sa.select(*columns).where(_raw.c.id > self._read_to).order_by(_raw.c.id)
        async with self._hub.hub.store.reading() as connection:
            rows = list(await connection.execute(query))
            known = sa.select(_raw.c.sha256).where(_raw.c.sha256.in_(expected))
            missing = set(expected) - set((await connection.execute(known)).scalars())
            through = sa.select(_message.c.id).where(_message.c.platform_id == f"wamid.{mark}")
            if (await connection.execute(through)).first() is None:
                self._tell(bodies[-1], "the plain text after it did not come through")
        for sha in missing:
            self._tell(expected[sha], "answered 200 and not kept")
        for row in rows:
            self._read_to = row.id
            self.tally.kept += 1
            self._judge(expected.get(row.sha256), row.done_at is not None, row.trouble)
        lines, self._log.lines = self._log.lines, []
        if lines and not self.tally.found:
            self._tell(bodies[0], f"in the log after one of {len(bodies)}: {lines[0]}")

    def _judge(self, body: Body | None, done: bool, trouble: str) -> None:
        if body is None:
            self._tell(of(b"", "?"), "something was kept that had to be refused")
            return
        self.tally.with_trouble += bool(trouble)
        if not done:
            self._tell(body, f"not read: {self._log.lines[:1]}")
        strange = [line for line in trouble.splitlines() if not _TOLD.fullmatch(line)]
        if strange:
            self._tell(body, f"{strange[0]} {self._log.lines[:1]}")
        elif trouble and body.kind in {"right", "batch", "large"}:
            self._tell(body, f"rightly made, but {trouble.splitlines()[0]}")

    def _tell(self, body: Body, problem: str) -> None:
        self.tally.found.append(Found(body, problem))

    async def leave(self) -> None:
        """Nothing waits to be read, and desks can be shown everything that came."""
        async with self._hub.hub.store.reading() as connection:
            waiting = sa.select(sa.func.count()).where(_job.c.kind.in_([READ, READ_MANY]))
            left = (await connection.execute(waiting)).scalar_one()
            # a thread that never had a session, of history alone, is in nobody's list
            threads = sa.select(schema.session.c.conversation_id).distinct().limit(300)
            ids = list((await connection.execute(threads)).scalars())
        if left:
            self._tell(of(b"", "?"), f"{left} webhooks are still unread")
        await sign_in(self._inner, "ada", "ada-1")  # whose token may have lapsed meanwhile
        addresses = [f"/v1/conversations/{one}/messages?limit=100" for one in ids]
        for address in ("/v1/snapshot", "/v1/webhooks/odd", "/v1/search?q=NEAR", *addresses):
            answer = await self._inner.get(address)
            if answer.status_code != 200:
                self._tell(of(address.encode(), "?"), f"{address}: {answer.text[:300]}")


def _sha(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _chance(mark: str) -> Random:
    return Random(mark)


@asynccontextmanager
async def hunting(folder: Path) -> AsyncIterator[Hunt]:
    """A hub of its own on SQLite, with an administrator who looks at it."""
    log = _Faults()
    logging.getLogger().addHandler(log)
    try:
        async with a_hub(folder, clock=HandClock(NOON)) as hub:
            await hub.rep("ada", role=Role.ADMIN)
            inside = httpx.ASGITransport(app=hub.hub.app)
            async with (
                httpx.AsyncClient(transport=inside, base_url="http://hub") as inner,
                hub.client() as socket,
            ):
                yield Hunt(hub, inner, socket, log)
    finally:
        logging.getLogger().removeHandler(log)
