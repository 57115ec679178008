"""How fast messages leave, who waits for whom, and what a number out of order does to them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from console.domain.errors import AlreadyDecided
from console.domain.ids import ConversationId, MessageId, SessionId
from console.domain.messages import Text
from console.domain.texts import spoken
from console.hub import channel_health, jobs, pace, send_queue, sending, transfers
from console.hub.principal import Principal
from console.hub.store import schema
from tests.fakes import LOUD
from tests.floor import Floor
from tests.platform_road import LUCAS, Road, built

Taken = tuple[Principal, SessionId]
MIA = "+4915112345678"


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        yield road


@pytest.fixture
async def taken(road: Road) -> Taken:
    return await road.owned()


async def other_customer(road: Road, who: Principal, number: str = MIA) -> SessionId:
    """Somebody else has written, and the same rep has taken it."""
    road.simulator.customer(number, "Mia").writes("Hello?")
    await road.settle()
    query = sa.select(schema.session.c.id).where(schema.session.c.owner_rep_id.is_(None))
    session_id = SessionId((await road.row(query))["id"])
    await transfers.accept(road.store, who, await road.floor.work_id(session_id))
    return session_id


async def state(road: Road, key: str) -> str:
    return str((await road.message(key))["state"])


def texts(road: Road, number: str = "") -> list[str]:
    return [
        sent.body["text"]["body"]
        for sent in road.simulator.sent
        if sent.type == "text" and sent.body["to"].endswith(number.lstrip("+"))
    ]


async def says(road: Road, taken: Taken, *keys: str) -> None:
    for key in keys:
        await road.says(*taken, Text(text=key), key)
    await road.settle()


async def test_f10_one_customers_pair_limit_delays_nobody_else(
    road: Road, taken: Taken
) -> None:
    mia = await other_customer(road, taken[0])
    road.simulator.faults.error(131056, times=6)
    await says(road, taken, "m-1")
    await road.pass_time(hours=1)
    assert await state(road, "m-1") == "retrying"
    row = await road.message("m-1")
    assert (row["retry_at"] - road.floor.clock.now()) > timedelta(minutes=10)
    assert "makes this one wait" in row["trouble"]
    before = road.floor.clock.now()
    await says(road, (taken[0], mia), "mia-1", "mia-2")
    assert texts(road, MIA) == ["mia-1", "mia-2"]
    assert road.floor.clock.now() == before
    await road.pass_time(hours=8)
    assert texts(road, LUCAS) == ["m-1"]


async def test_f10_the_rep_sees_why_later_messages_wait_and_tries_or_withdraws(
    road: Road, taken: Taken
) -> None:
    road.simulator.faults.error(131056, times=5)
    await says(road, taken, "m-1", "m-2")
    await road.pass_time(minutes=15)
    assert await state(road, "m-2") == "accepted_by_hub"
    assert (await road.message("m-2"))["trouble"] == send_queue.BEHIND
    await says(road, taken, "m-3")
    assert (await road.message("m-3"))["trouble"] == send_queue.BEHIND
    with pytest.raises(AlreadyDecided, match="earlier message"):
        await sending.try_now(road.store, taken[0], MessageId("m-3"))
    with (
        spoken(LOUD),
        pytest.raises(AlreadyDecided, match="EARLIER MESSAGE"),
    ):
        await sending.try_now(road.store, taken[0], MessageId("m-2"))
    await sending.cancel(road.store, taken[0], MessageId("m-3"))
    await sending.try_now(road.store, taken[0], MessageId("m-1"))
    await road.settle()
    assert texts(road) == ["m-1", "m-2"]
    assert (await road.message("m-2"))["trouble"] == ""
    assert await state(road, "m-3") == "canceled"
    with pytest.raises(AlreadyDecided, match="isn’t waiting"):
        await sending.try_now(road.store, taken[0], MessageId("m-1"))


async def test_f10_a_withdrawn_message_lets_the_next_one_go_at_once(
    road: Road, taken: Taken
) -> None:
    road.simulator.faults.error(131056, times=4)
    await says(road, taken, "m-1", "m-2")
    await road.pass_time(minutes=4)
    await sending.cancel(road.store, taken[0], MessageId("m-1"))
    await road.settle()
    assert texts(road) == ["m-2"]


async def test_f10_a_number_sends_no_faster_than_it_may(road: Road, taken: Taken) -> None:
    async with road.store.transaction() as tx:
        await tx.execute(schema.channel.update().values(messages_per_s=2))
    others = [f"+491511234500{place}" for place in range(4)]
    sessions = [taken[1], *[await other_customer(road, taken[0], one) for one in others]]
    for place, session_id in enumerate(sessions):
        await road.says(taken[0], session_id, Text(text=f"to {place}"), f"m-{place}")
    await road.settle()
    assert len(texts(road)) == 2
    await road.pass_time(milliseconds=510)
    assert len(texts(road)) == 3
    await road.pass_time(milliseconds=1000)
    assert len(texts(road)) == 5
    assert await road.attempts("m-4") == ["accepted"]


async def test_f10_who_waits_for_the_number_has_used_one_turn_of_the_customers(
    road: Road, taken: Taken
) -> None:
    async with road.store.transaction() as tx:
        await tx.execute(schema.channel.update().values(messages_per_s=1))
    mia = await other_customer(road, taken[0])
    taken_at = road.floor.clock.now()
    await says(road, taken, "m-1")
    await says(road, (taken[0], mia), "mia-1")
    assert texts(road) == ["m-1"]
    await road.pass_time(milliseconds=1010)
    assert texts(road) == ["m-1", "mia-1"]
    paced = await road.rows(sa.select(schema.conversation.c.paced_until))
    assert [row["paced_until"] - taken_at for row in paced] == [pace.PAIR_EVERY] * 2


async def test_f10_a_burst_to_one_customer_is_borrowed_and_then_waited_out(
    road: Road, taken: Taken
) -> None:
    conversation_id = await road.conversation_id()
    async with road.store.transaction() as tx:
        waits = [await pace.customers_turn(tx, conversation_id) for _ in range(46)]
    assert waits[:45] == [timedelta(0)] * 45
    assert waits[45] == timedelta(seconds=6)
    await says(road, taken, "m-1")
    row = await road.message("m-1")
    assert (row["state"], row["trouble"].startswith("Many messages")) == (
        "accepted_by_hub",
        True,
    )
    await road.pass_time(seconds=7)
    assert texts(road) == ["m-1"]


@given(
    st.lists(st.integers(0, 3_000), min_size=1, max_size=200),
    st.integers(1, 80),
    st.integers(1, 50),
)
def test_f10_a_bucket_never_gives_more_than_it_holds(
    gaps_ms: list[int], rate: int, burst: int
) -> None:
    every = timedelta(seconds=1) / rate
    now = datetime(2026, 5, 14, tzinfo=UTC)
    until: datetime | None = None
    given_at: list[datetime] = []
    for gap_ms in gaps_ms:
        now += timedelta(milliseconds=gap_ms)
        after, wait = pace.taken(until, now, every, burst)
        if not wait:
            until = after
            given_at.append(now)
    for first in range(len(given_at)):
        for last in range(first, len(given_at)):
            span = given_at[last] - given_at[first]
            assert last - first + 1 <= burst + span / every + 1


async def test_f12_a_revoked_token_is_asked_about_once_and_not_for_every_message(
    road: Road, taken: Taken
) -> None:
    mia = await other_customer(road, taken[0])
    async with road.store.transaction() as tx:
        words = "The hub’s access token for WhatsApp has expired or was revoked."
        await tx.execute(schema.channel.update().values(trouble=words))
        await channel_health.plan(tx)
    road.simulator.faults.expired_token(times=40)
    for number in range(10):
        await road.says(*taken, Text(text=f"to Lucas {number}"), f"m-{number}")
        await road.says(taken[0], mia, Text(text=f"to Mia {number}"), f"mia-{number}")
    await road.settle()
    await road.pass_time(minutes=10)
    assert texts(road) == []
    calls = 40 - len(road.simulator.faults._queues["any"])
    assert 3 <= calls <= 6  # at once, then after ever longer waits, for twenty messages
    assert await road.attempts("m-0") == []
    row = await road.message("m-0")
    assert (row["state"], row["trouble"]) == ("accepted_by_hub", words)
    assert (await road.message("m-3"))["trouble"] == send_queue.BEHIND


async def test_f12_on_a_new_token_all_goes_in_order_and_what_lapsed_comes_back(
    road: Road, taken: Taken
) -> None:
    await road.pass_time(hours=23)
    mia = await other_customer(road, taken[0])
    async with road.store.transaction() as tx:
        await tx.execute(schema.channel.update().values(trouble="The token was revoked."))
    await says(road, taken, "m-1", "m-2")
    await says(road, (taken[0], mia), "mia-1", "mia-2")
    await road.pass_time(hours=2)  # Lucas's window lapses meanwhile
    assert [await state(road, key) for key in ("m-1", "m-2")] == ["returned", "returned"]
    assert "window lapsed" in (await road.message("m-1"))["trouble"]
    async with road.store.transaction() as tx:  # as a hub does that starts with a new token
        await channel_health.plan(tx)
    before = road.floor.clock.now()
    await road.settle()
    assert texts(road) == ["mia-1", "mia-2"]
    assert road.floor.clock.now() == before
    (channel,) = await road.rows(sa.select(schema.channel.c.trouble))
    assert channel["trouble"] == ""


async def test_only_jobs_that_nobody_works_on_are_hastened(road: Road, taken: Taken) -> None:
    await road.says(*taken, Text(text="One"), "m-1")
    (job,) = await jobs.claim(road.store, "send", owner="another")
    async with road.store.transaction() as tx:
        thread = schema.job.c.lane == ConversationId(str(job.lane))
        assert await jobs.hasten(tx, "send", thread) == 0
