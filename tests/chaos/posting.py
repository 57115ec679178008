"""Posting: webhooks on their way to a hub, posted again until one says that it has them."""

import asyncio
import json
from collections.abc import Iterable
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING, Any

from console.channels.whatsapp import signatures
from tests.chaos.ground import APP_SECRET, NUMBER_ID, WABA_ID
from tests.chaos.network import Lost

if TYPE_CHECKING:
    from tests.chaos.platform import Copy
    from tests.chaos.world import World

_BATCH_WAITS_S = 1.5


class Posting:
    """The platform's queue of webhooks.

    Attributes:
        under_way: bodies no hub has said yes to yet.
    """

    def __init__(self, world: "World", chance: Random) -> None:
        self.under_way = 0
        self._world = world
        self._chance = chance
        self._batch: list[dict[str, Any]] = []

    def message(self, element: dict[str, Any], number: str) -> None:
        """A customer's message goes out."""
        contact = {"wa_id": number, "profile": {"name": f"Customer {number[-1]}"}}
        self._send("messages", {"contacts": [contact], "messages": [element]})

    def call(self, element: dict[str, Any]) -> None:
        """A customer's call goes out."""
        self._send("calls", {"calls": [element]})

    def status(self, copy: "Copy", status: str, wait_s: float, *, twice: bool) -> None:
        """A status goes out after a while, perhaps twice, perhaps with others."""
        happened_at = self._world.clock.now().timestamp() + wait_s
        element: dict[str, Any] = {
            "id": copy.wamid,
            "status": status,
            "timestamp": str(int(happened_at)),
            "recipient_id": copy.number,
            "biz_opaque_callback_data": copy.send_id,
        }
        if status == "failed":
            code = self._chance.choice((131026, 131047, 131049))
            element["errors"] = [{"code": code, "title": "no"}]
        for _ in range(1 + twice):
            jitter_s = self._chance.random() * 3
            self._world.begin(self._status_later(element, wait_s + jitter_s * (wait_s > 0)))

    async def _status_later(self, element: dict[str, Any], wait_s: float) -> None:
        self.under_way += 1
        await asyncio.sleep(wait_s)
        if self._strikes("webhook_batched"):
            self._batch.append(element)
            await asyncio.sleep(_BATCH_WAITS_S)
            elements, self._batch = self._batch, []
        else:
            elements = [element]
        if elements:
            self._send("messages", {"statuses": elements})
        self.under_way -= 1

    def _send(self, field: str, value: dict[str, Any]) -> None:
        metadata = {"display_phone_number": "31201234567", "phone_number_id": NUMBER_ID}
        change = {
            "field": field,
            "value": {"messaging_product": "whatsapp", "metadata": metadata} | value,
        }
        whole = {
            "object": "whatsapp_business_account",
            "entry": [{"id": WABA_ID, "changes": [change]}],
        }
        for _ in range(1 + self._strikes("webhook_twice")):
            self._world.begin(self._until_kept(json.dumps(whole).encode()))

    async def _until_kept(self, body: bytes) -> None:
        self.under_way += 1
        await asyncio.sleep(self._chance.random() * 0.5)
        for turn in range(1000):
            try:
                await self._world.network.post(
                    body, signatures.sign(body, APP_SECRET), self._strikes("webhook_reply_lost")
                )
                break
            except Lost:
                await asyncio.sleep(min(2.0 * (turn + 1), 20.0) * self._chance.random())
        self.under_way -= 1

    def _strikes(self, fault: str) -> bool:
        calm = self._world.calm
        return not calm and self._chance.random() < self._world.plan.rate(fault)


def text(wamid: str, number: str, at: datetime, words: str) -> dict[str, Any]:
    """The element of a customer's text."""
    return _element(wamid, number, at, "text", {"body": words})


def reaction(wamid: str, number: str, at: datetime, target: str, emoji: str) -> dict[str, Any]:
    """The element of a customer's reaction."""
    return _element(wamid, number, at, "reaction", {"message_id": target, "emoji": emoji})


def ring(wamid: str, number: str, at: datetime) -> Iterable[dict[str, Any]]:
    """The two elements of a customer's call."""
    common = {
        "id": wamid,
        "from": number,
        "timestamp": str(int(at.timestamp())),
        "direction": "USER_INITIATED",
    }
    yield common | {"event": "connect"}
    yield common | {"event": "terminate", "start_time": common["timestamp"], "duration": 0}


def _element(
    wamid: str, number: str, at: datetime, kind: str, content: dict[str, Any]
) -> dict[str, Any]:
    moment = str(int(at.timestamp()))
    return {"id": wamid, "from": number, "timestamp": moment, "type": kind, kind: content}
