"""PostgreSQL fails over: what was answered is at the standby, and the hub goes on there."""

import asyncio
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from console.hub.hub import Hub
from console.hub.store import schema
from tests import standby
from tests.conftest import ExpectedLogs
from tests.fakes import HandClock, until
from tests.given import NOON, WEBHOOKS, a_hub, signed, webhook_of_text

_BEFORE, _AFTER = 40, 20


@dataclass
class Crowd:
    """Customers whose webhooks the platform repeats until they are taken."""

    platform: httpx.AsyncClient
    answered: set[str] = field(default_factory=set)
    refused: int = 0
    over: bool = False

    async def write(self, number: int) -> None:
        count = 0
        while not self.over:
            body = webhook_of_text(
                f"{count}",
                at=NOON,
                number=f"3161234567{number}",
                name="Lucas",
                wamid=f"wamid.{number}.{count}",
            )
            answer = await self.platform.post(WEBHOOKS, content=body, headers=signed(body))
            assert answer.status_code in {200, 503}, answer.text
            if answer.status_code == 200:
                self.answered.add(hashlib.sha256(body).hexdigest())
                count += 1
            else:
                self.refused += 1


@pytest.mark.xdist_group("postgresql")
async def test_f29_when_the_standby_takes_over_nothing_that_was_answered_is_lost(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    for words in ("broken off for now", "webhook not kept", "database or disk", "put off"):
        expected_logs(words)
    with standby.pair() as (leader, follower):
        leader.say("CREATE DATABASE hub")
        hosts = "&".join(f"host=127.0.0.1:{server.port}" for server in (leader, follower))
        url = f"postgresql+asyncpg://postgres@/hub?{hosts}&target_session_attrs=primary"
        async with (
            a_hub(tmp_path, clock=HandClock(NOON), database_url=url) as given,
            httpx.AsyncClient(base_url=given.url, trust_env=False, timeout=60) as platform,
        ):
            await until(
                lambda: leader.say("SELECT sync_state FROM pg_stat_replication") == "sync"
            )
            crowd = Crowd(platform)
            async with asyncio.timeout(90), asyncio.TaskGroup() as customers:
                for number in range(4):
                    customers.create_task(crowd.write(number))
                await until(lambda: len(crowd.answered) >= _BEFORE)
                await asyncio.to_thread(leader.kill)
                before = len(crowd.answered)
                await asyncio.to_thread(follower.promote)
                await until(lambda: len(crowd.answered) >= before + _AFTER, within_s=60)
                crowd.over = True
            await given.settle()
            kept, messages = await taken(given.hub)
    assert crowd.refused
    assert crowd.answered <= kept
    assert messages == len(kept)


async def taken(hub: Hub) -> tuple[set[str], int]:
    """The hashes of the bodies that are kept, and how many messages were in them."""
    message = schema.message
    inbound = sa.select(sa.func.count()).where(message.c.direction == "inbound")
    async with hub.store.reading() as connection:
        bodies = await connection.execute(sa.select(schema.raw_webhook.c.sha256))
        return set(bodies.scalars()), int(await connection.scalar(inbound) or 0)
