"""Builders that several tests share: a hub with a queue, a channel and people; clients."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from argon2 import PasswordHasher

from console.channels.whatsapp import signatures
from console.domain.ids import RepId
from console.domain.people import Role
from console.hub import people
from console.hub.hub import Hub
from console.hub.passwords import Passwords
from console.hub.ports import Clock
from console.hub.secret import Secret
from console.hub.settings import (
    ChannelSettings,
    QueueSettings,
    Settings,
    Spans,
    sqlite_url,
)
from console.wire.requests import SIGN_IN
from console.wire.views import QuickReply
from tests.fakes import LOUD, HandClock, serving

NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
APP_SECRET, VERIFY_TOKEN, ACCESS_TOKEN = "app-secret", "verify-token", "access-token"
NUMBER_ID, WABA_ID = "111", "222"
WEBHOOKS = "/webhooks/whatsapp"


def quick_passwords() -> Passwords:
    """Real argon2id, as cheap as it goes."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def hub_settings(folder: Path, *, database_url: str = "", **changes: Any) -> Settings:
    """One WhatsApp number on the queue Repairs, another queue Delivery, one quick reply."""
    folder.mkdir(exist_ok=True)
    channel = ChannelSettings(
        kind="whatsapp",
        name="Shop",
        phone_number_id=NUMBER_ID,
        waba_id=WABA_ID,
        display_number="+31 20 123 45 67",
        queue="Repairs",
        access_token=Secret(ACCESS_TOKEN),
        app_secrets=(Secret(APP_SECRET),),
        verify_token=Secret(VERIFY_TOKEN),
        spans=Spans(nudge_s=900, nudge_text="Still there?", quiet_s=1800, end_s=86400),
    )
    values: dict[str, Any] = {
        "name": "Test hub",
        "data_folder": folder,
        "database_url": database_url or sqlite_url(folder),
        "listen": "127.0.0.1:0",
        "graph_base_url": "http://127.0.0.1:9",  # nobody is there unless a test puts somebody
        "queues": (QueueSettings(name="Repairs"), QueueSettings(name="Delivery")),
        "channels": (channel,),
        "quick_replies": (QuickReply(shortcut="hi", title="Greeting", text="Hello"),),
    }
    return Settings(**(values | changes))


@dataclass
class GivenHub:
    """A hub that is served at `url`; nothing is due by itself: call `settle`.

    With `running=True` its runners run as in earnest.
    """

    hub: Hub
    url: str
    clock: Clock
    reps: dict[str, RepId] = field(default_factory=dict)
    _webhooks: int = 0

    async def rep(
        self,
        name: str,
        *,
        role: Role = Role.REP,
        queues: tuple[str, ...] = ("repairs",),
        capacity: int = 5,
    ) -> RepId:
        """A person whose user name and id are `name` and whose password is `PASSWORD`."""
        self.reps[name] = await people.add(
            self.hub.store,
            self.hub.auth.passwords,
            user_name=name,
            password=PASSWORD,
            name=name.title(),
            role=role,
            queues=queues,
            capacity=capacity,
            rep_id=RepId(name),
        )
        return self.reps[name]

    @asynccontextmanager
    async def client(self, name: str = "", desk: str = "") -> AsyncIterator[httpx.AsyncClient]:
        """A web client, signed in as `name` at a desk of their own if a name is given."""
        async with httpx.AsyncClient(base_url=self.url, trust_env=False, timeout=30) as client:
            if name:
                await sign_in(client, name, desk or f"{name}-1")
            yield client

    async def customer_writes(
        self, text: str = "Hello", *, number: str = "31612345678", name: str = "Lucas"
    ) -> None:
        """A signed webhook with a customer's text has come and been read."""
        self._webhooks += 1
        body = webhook_of_text(
            text,
            at=self.clock.now(),
            number=number,
            name=name,
            wamid=f"wamid.{number}.{self._webhooks}",
        )
        async with httpx.AsyncClient(base_url=self.url, trust_env=False, timeout=30) as client:
            response = await client.post(WEBHOOKS, content=body, headers=signed(body))
            assert response.status_code == 200, response.text
        await self.settle()

    async def settle(self) -> None:
        """Everything that is due has been done and told."""
        await self.hub.settle()

    async def pass_time(self, **span: float) -> None:
        """Time passes in steps of at most 10 s, and what falls due is done when it does."""
        clock = self.clock
        assert isinstance(clock, HandClock)
        end = clock.now() + timedelta(**span)
        while clock.now() < end:
            await clock.advance_to(min(end, clock.now() + timedelta(seconds=10)))
            await self.settle()


async def sign_in(client: httpx.AsyncClient, name: str, desk: str) -> str:
    """The token, which the client sends from now on."""
    response = await client.post(
        SIGN_IN,
        json={
            "user_name": name,
            "password": PASSWORD,
            "desk_id": desk,
            "desk_name": desk.title(),
        },
    )
    assert response.status_code == 200, response.text
    token = str(response.json()["token"])
    client.headers["Authorization"] = f"Bearer {token}"
    return token


def signed(body: bytes, secret: str = APP_SECRET) -> Mapping[str, str]:
    """The headers Meta would send with a body."""
    return {
        "Content-Type": "application/json",
        "X-Hub-Signature-256": signatures.sign(body, secret),
    }


def webhook_of_text(text: str, *, at: datetime, number: str, name: str, wamid: str) -> bytes:
    """The webhook of one text message."""
    message = {
        "from": number,
        "id": wamid,
        "timestamp": str(int(at.timestamp())),
        "type": "text",
        "text": {"body": text},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "31201234567", "phone_number_id": NUMBER_ID},
        "contacts": [{"profile": {"name": name}, "wa_id": number}],
        "messages": [message],
    }
    entry = {"id": WABA_ID, "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


@asynccontextmanager
async def a_hub(
    folder: Path,
    *,
    clock: Clock | None = None,
    database_url: str = "",
    running: bool = False,
    **changes: Any,
) -> AsyncIterator[GivenHub]:
    """A hub on a database of its own, served on a free port of this machine."""
    clock = clock or HandClock(NOON)
    settings = hub_settings(folder, database_url=database_url, **changes)
    hub = Hub(
        settings,
        clock=clock,
        passwords=quick_passwords(),
        chance=lambda: 0.5,
        languages={"de": LOUD},
    )
    await hub.store.create_tables()
    await hub.start()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(hub.stop)
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        work = tasks.create_task(hub.run() if running else hub.follow())
        url = await stack.enter_async_context(serving(hub.app))
        yield GivenHub(hub, url, clock)
        hub.feed.close()
        work.cancel()
