"""A day of webhooks that comes again, by the platform or by somebody who recorded it."""

from __future__ import annotations

import hashlib
from random import Random

import httpx
import sqlalchemy as sa

from console.app.shop.settings import APP_SECRET, WEBHOOKS
from console.domain.messages import Text
from console.hub.store import schema
from tests.given import signed
from tests.stage import Stage

#: What the hub knows; the rest is when it looked, what it kept raw, and what is due.
KNOWN = (
    schema.message,
    schema.conversation,
    schema.session,
    schema.work,
    schema.customer,
    schema.identity,
    schema.attempt,
    schema.media,
    schema.journal,
)


async def state(stage: Stage) -> str:
    """A digest of all rows that say what happened."""
    assert stage.road.hub is not None
    digest = hashlib.sha256()
    async with stage.road.hub.store.reading() as connection:
        for table in KNOWN:
            rows = (await connection.execute(sa.select(table))).all()
            digest.update("\n".join(sorted(map(repr, rows))).encode())
    return digest.hexdigest()


async def a_day(stage: Stage) -> None:
    """Customers write and send pictures, a rep answers, hours pass."""
    maya = await stage.desk("maya")
    session_id = await stage.conversation(maya, "One corner arrived split")
    stage.customer().sends_image(b"\xff\xd8\xff" + b"x" * 50)
    for nth in range(6):
        maya.send(session_id, Text(text=f"Answer {nth}"))
        await stage.pass_time(minutes=7)
        stage.customer().writes(f"And {nth}?")
        stage.customer(f"+336123400{nth:02}", f"Customer {nth}").writes("Hello")
        await stage.pass_time(minutes=40)
    await stage.pass_time(hours=19)


async def test_t2_a_day_replayed_three_times_in_any_order_changes_nothing(
    stage: Stage,
) -> None:
    await a_day(stage)
    bodies = [post.body.encode() for post in stage.simulator.posts if post.body]
    assert len(bodies) > 20
    before = await state(stage)
    chance = Random(2)
    async with httpx.AsyncClient(base_url=stage.road.hub_url, trust_env=False) as client:
        for gap in (b"", b" ", b"\n"):  # the same bytes, then others that say the same
            again = [body + gap for body in bodies] * 3
            chance.shuffle(again)
            for body in again:
                headers = signed(body, APP_SECRET)
                answer = await client.post(WEBHOOKS, content=body, headers=headers)
                assert answer.status_code == 200
            await stage.settle()
            assert await state(stage) == before
