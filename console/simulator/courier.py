"""Carries updates to the webhook: handshake, batches, signatures, retries for seven days."""

import asyncio
import heapq
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from random import Random
from typing import Any

import httpx

from console.simulator import webhooks
from console.simulator.weather import Weather, strikes, within

MAX_UPDATES = 1000
HORIZON = timedelta(days=7)
_GAPS_S = (1, 5, 15, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600)
_HOLD_BACK_S = (2.0, 30.0)
_REPEAT_AFTER_S = (0.5, 90.0)


@dataclass(frozen=True, slots=True, order=True)
class Update:
    """One change waiting to be posted.

    Attributes:
        subject: The webhook field it is about.
    """

    due_at: datetime
    order: int
    subject: str = field(compare=False)
    value: dict[str, Any] = field(compare=False)


@dataclass(slots=True, order=True)
class Parcel:
    """One body waiting to be posted, perhaps again."""

    due_at: datetime
    order: int
    body: str = field(compare=False)
    first_at: datetime = field(compare=False)
    tries: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Post:
    """One attempt at the webhook; status 0 means that nobody answered."""

    at: datetime
    status: int
    body: str


class Courier:
    """Posts updates when they are due, again and again until they are taken with 200."""

    def __init__(
        self,
        *,
        rng: Random,
        weather: Weather,
        waba_id: str,
        app_secret: str,
        verify_token: str,
        url: str | None,
        bell: asyncio.Event,
    ) -> None:
        self.url = url
        self.weather = weather
        self.app_secret = app_secret
        self.verify_token = verify_token
        self.posts: deque[Post] = deque(maxlen=5000)
        self.updates: list[Update] = []
        self.parcels: list[Parcel] = []
        self._rng = rng
        self._waba_id = waba_id
        self._bell = bell
        self._order = 0
        self._verified_url: str | None = None
        self._handshake_at: datetime | None = None
        self._handshakes = 0
        self._client: httpx.AsyncClient | None = None

    def announce(self, at: datetime, subject: str, value: dict[str, Any]) -> None:
        """Takes one change that happened now; the weather decides when it is posted."""
        due_at = at + timedelta(seconds=within(self._rng, self.weather.delay_s))
        if strikes(self._rng, self.weather.reorder):
            due_at += timedelta(seconds=within(self._rng, _HOLD_BACK_S))
        self._queue(due_at, subject, value)
        if strikes(self._rng, self.weather.duplicate):
            again_at = due_at + timedelta(seconds=within(self._rng, _REPEAT_AFTER_S))
            self._queue(again_at, subject, value)

    def send_raw(self, at: datetime, body: str) -> None:
        """Takes a whole body as it is: for what no well-behaved customer can cause."""
        self._order += 1
        heapq.heappush(self.parcels, Parcel(at, self._order, body, at))
        self._bell.set()

    async def post_due(self, now: datetime) -> bool:
        """Posts everything due at `now`; false when there was nothing to do."""
        if not self._anything_due(now) or not await self._subscribed(now):
            return False
        self._pack(now)
        while self.parcels and self.parcels[0].due_at <= now:
            await self._post(heapq.heappop(self.parcels), now)
        return True

    async def post_at_once(self, at: datetime) -> None:
        """Posts what is waiting without regard to when it is due."""
        if await self._subscribed(at):
            self._pack(max([at, *(update.due_at for update in self.updates)]))
            parcels, self.parcels = sorted(self.parcels), []
            for parcel in parcels:
                await self._post(parcel, at)

    def next_at(self) -> datetime | None:
        """When there is something to post; None while there is no webhook to post to."""
        if self.url is None:
            return None
        waiting = [one[0].due_at for one in (self.updates, self.parcels) if one]
        if not waiting:
            return None
        return max(min(waiting), self._handshake_at or min(waiting))

    def refill(self, updates: list[Update], parcels: list[Parcel]) -> None:
        """Takes saved updates and bodies back in."""
        self.updates, self.parcels = sorted(updates), sorted(parcels)
        self._order = max(
            [self._order, *(one.order for one in updates), *(one.order for one in parcels)]
        )
        self._bell.set()

    async def aclose(self) -> None:
        """Closes the connection to the webhook."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def _queue(self, due_at: datetime, subject: str, value: dict[str, Any]) -> None:
        self._order += 1
        heapq.heappush(self.updates, Update(due_at, self._order, subject, value))
        self._bell.set()

    def _anything_due(self, now: datetime) -> bool:
        due_at = self.next_at()
        return due_at is not None and due_at <= now

    def _pack(self, now: datetime) -> None:
        due: list[Update] = []
        while self.updates and self.updates[0].due_at <= now:
            due.append(heapq.heappop(self.updates))
        while due:
            size = MAX_UPDATES if strikes(self._rng, self.weather.batch) else 1
            chosen, due = due[:size], due[size:]
            changes = [(update.subject, update.value) for update in chosen]
            at = chosen[-1].due_at
            body = webhooks.envelope(self._waba_id, changes, int(at.timestamp()))
            raw = webhooks.encoded(body).decode()
            heapq.heappush(self.parcels, Parcel(at, chosen[0].order, raw, at))

    async def _post(self, parcel: Parcel, now: datetime) -> None:
        raw = parcel.body.encode()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "facebookexternalua",
            "X-Hub-Signature-256": webhooks.signature(self.app_secret, raw),
        }
        status = await self._request("POST", now, content=raw, headers=headers)
        if status != HTTPStatus.OK and now - parcel.first_at < HORIZON:
            parcel.due_at = now + timedelta(
                seconds=_GAPS_S[min(parcel.tries, len(_GAPS_S) - 1)]
            )
            parcel.tries += 1
            heapq.heappush(self.parcels, parcel)

    async def _request(self, method: str, now: datetime, **options: Any) -> int:
        assert self.url is not None
        try:
            reply = await self._http().request(method, self.url, **options)
        except httpx.HTTPError:
            self.posts.append(Post(now, 0, options["content"].decode()))
            return 0
        self.posts.append(Post(now, reply.status_code, options["content"].decode()))
        return reply.status_code

    async def _subscribed(self, now: datetime) -> bool:
        if self.url is None:
            return False
        if self._verified_url == self.url:
            return True
        if self._handshake_at is not None and now < self._handshake_at:
            return False
        if await self._handshake():
            self._verified_url, self._handshake_at, self._handshakes = self.url, None, 0
            return True
        gap = _GAPS_S[min(self._handshakes, len(_GAPS_S) - 1)]
        self._handshakes += 1
        self._handshake_at = now + timedelta(seconds=gap)
        return False

    async def _handshake(self) -> bool:
        assert self.url is not None
        challenge = str(self._rng.randint(10**8, 10**9))
        params = {
            "hub.mode": "subscribe",
            "hub.challenge": challenge,
            "hub.verify_token": self.verify_token,
        }
        try:
            reply = await self._http().get(self.url, params=params)
        except httpx.HTTPError:
            return False
        return reply.status_code == HTTPStatus.OK and reply.text == challenge

    def _http(self) -> httpx.AsyncClient:
        if self._client is None:
            # no connection is kept: a test's loop may end between two posts
            limits = httpx.Limits(max_keepalive_connections=0)
            secure = (self.url or "").startswith("https:")
            self._client = httpx.AsyncClient(
                limits=limits, verify=secure, timeout=10.0, trust_env=False
            )
        return self._client
