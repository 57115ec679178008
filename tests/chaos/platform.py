"""SimMeta: a platform without idempotency that loses, repeats, delays and reorders."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from console.channels.whatsapp.calls import GraphCall
from console.hub.gateway import Answer, Gateway, NoAnswer, NotReached, Reply
from console.wire.codec import to_json
from tests.chaos.ground import NUMBER_ID
from tests.chaos.posting import Posting

if TYPE_CHECKING:
    from tests.chaos.world import World

_CALL_LIMIT_S = 20.0
_WINDOW = timedelta(hours=24)
_REFUSALS = ((4, 400), (130429, 429), (131056, 400))


@dataclass(slots=True)
class Copy:
    """One message that will reach a customer, and what was told of it."""

    send_id: str
    wamid: str
    number: str
    told: list[str] = field(default_factory=list)


class Platform:
    """What Meta knows and does.

    Attributes:
        copies: every message it took in; each reaches its customer.
        calm: no faults any more.
    """

    def __init__(self, world: "World") -> None:
        self.world = world
        self.chance = Random(f"{world.plan.seed}/meta")
        self.posting = Posting(world, Random(f"{world.plan.seed}/posting"))
        self.copies: list[Copy] = []
        self.last_at: dict[str, datetime] = {}
        self.shut: set[str] = set()
        self.token_bad_until_s = -1.0
        self._count = 0

    def strikes(self, fault: str) -> bool:
        """Whether the fault strikes now."""
        return not self.world.calm and self.chance.random() < self.world.plan.rate(fault)

    def wamid(self) -> str:
        """A new id of the platform's."""
        self._count += 1
        return f"wamid.{self._count:05}"

    def delivered(self) -> Counter[str]:
        """How many copies of each Send there are."""
        return Counter(copy.send_id for copy in self.copies)

    def told_of(self, send_id: str) -> list[str]:
        """All statuses that were told of a Send, in the order they happened."""
        return [told for copy in self.copies if copy.send_id == send_id for told in copy.told]

    async def answer(self, call: GraphCall, at_call: Callable[[], None]) -> Answer:
        """What comes of a call; what happens at the platform happens whoever still waits.

        `at_call` strikes the hub that called, once the platform has done its part.
        """
        await self._travel()
        if self.strikes("meta_unreached"):
            return NotReached("ConnectError")
        if self.strikes("meta_loses_request"):
            return await self._no_answer()
        reply = self._process(call)
        at_call()
        if reply.status == 200 and self.strikes("meta_fails_after"):
            code = self.chance.choice((1, 2, 131000, 131016))
            reply = _error(500, code)
        if self.strikes("meta_loses_reply"):
            return await self._no_answer()
        await self._travel()
        return reply

    async def _travel(self) -> None:
        slow = 8.0 if self.strikes("meta_slow") else 0.3
        await asyncio.sleep(slow * self.chance.random())

    async def _no_answer(self) -> NoAnswer:
        hangs = self.chance.random() < 0.3
        await asyncio.sleep(_CALL_LIMIT_S if hangs else self.chance.random())
        return NoAnswer("ReadTimeout" if hangs else "ReadError")

    def _process(self, call: GraphCall) -> Reply:
        """Without a pause: it happens or it doesn't."""
        if self.strikes("meta_token"):
            self.token_bad_until_s = self.world.loop.time() + 40 * self.chance.random()
        if not self.world.calm and self.world.loop.time() < self.token_bad_until_s:
            return _error(401, 190)
        if call.method == "GET":
            return _good({"id": NUMBER_ID, "status": "CONNECTED"})
        if self.strikes("meta_refuses"):
            code, status = self.chance.choice(_REFUSALS)
            return _error(status, code)
        body = call.body or {}
        if body.get("status") == "read":
            return _good({"success": True})
        return self._take_in(body)

    def _take_in(self, body: Mapping[str, Any]) -> Reply:
        number = str(body["to"]).lstrip("+")
        if body["type"] != "template" and not self._is_open(number):
            return _error(400, 131047)
        copy = Copy(str(body["biz_opaque_callback_data"]), self.wamid(), number)
        self.copies.append(copy)
        self.world.note(f"meta takes {copy.send_id} as {copy.wamid}")
        self._tell_later(copy)
        return _good(
            {"contacts": [{"input": number, "wa_id": number}], "messages": [{"id": copy.wamid}]}
        )

    def _is_open(self, number: str) -> bool:
        if self.strikes("meta_window"):
            self.shut.add(number)
        wrote_at = self.last_at.get(number)
        now = self.world.clock.now()
        return number not in self.shut and wrote_at is not None and now < wrote_at + _WINDOW

    def _tell_later(self, copy: Copy) -> None:
        if self.strikes("status_none"):
            return
        course = ["sent", "delivered", "read"][: self.chance.randint(1, 3)]
        if self.strikes("status_failed"):
            course = self.chance.choice((["failed"], ["sent", "failed"]))
        wait_s = 0.0 if self.strikes("status_at_once") else 0.5
        for status in course:
            copy.told.append(status)
            wait_s += self.chance.expovariate(0.5) * (wait_s > 0)
            self.posting.status(copy, status, wait_s, twice=self.strikes("status_twice"))

    def customer(self, number: str, at: datetime) -> None:
        """The customer wrote or called: the window moves."""
        self.shut.discard(number)
        self.last_at[number] = max(self.last_at.get(number, at), at)


def _good(body: dict[str, Any]) -> Reply:
    return Reply(200, to_json(body, dict[str, Any]), {})


def _error(status: int, code: int) -> Reply:
    return Reply(
        status, to_json({"error": {"code": code, "message": "no"}}, dict[str, Any]), {}
    )


class SimGateway(Gateway):
    """The hub's way to the platform."""

    def __init__(self, platform: Platform, at_call: Callable[[], None]) -> None:
        self._platform = platform
        self._at_call = at_call

    async def call(self, call: GraphCall, *, number_id: str) -> Answer:
        # the world's own task: the platform goes on when the hub that asked is dead
        asked = self._platform.world.spawn(self._platform.answer(call, self._at_call))
        try:
            async with asyncio.timeout(_CALL_LIMIT_S):
                answer: Answer = await asyncio.shield(asked)
        except TimeoutError:
            return NoAnswer("TimeoutError")
        return answer
