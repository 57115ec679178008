"""Statuses in every order, every number of times, end in the same state."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest
import sqlalchemy as sa

from console.channels.whatsapp.facts import ReactionReceived, StatusReported, Who
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.ids import ChannelId, ConversationId, MessageId, PlatformId
from console.domain.messages import Text
from console.hub import statuses, timeline
from console.hub.store import schema
from tests.floor import Floor
from tests.given import NOON

CHANNEL = ChannelId("wa")
ROAD = (Delivery.SENT, Delivery.DELIVERED, Delivery.READ, Delivery.PLAYED, Delivery.FAILED)


@pytest.fixture
async def thread(floor: Floor) -> ConversationId:
    return await floor.customer("lucas")


def report(
    status: Delivery,
    *,
    wamid: str = "wamid.1",
    ours: str = "",
    code: int = 0,
    at: datetime | None = None,
) -> StatusReported:
    return StatusReported(
        number_id="1",
        platform_id=PlatformId(wamid),
        message_id=ours,
        status=status,
        at=at,
        code=code,
    )


async def outgoing(
    floor: Floor, thread: ConversationId, key: str, state: Delivery, wamid: str | None = None
) -> None:
    async with floor.store.transaction() as tx:
        await timeline.add(
            tx,
            conversation_id=thread,
            direction=Direction.OUTBOUND,
            body=Text(text="Hello"),
            at=tx.now,
            message_id=MessageId(key),
            platform_id=PlatformId(wamid) if wamid else None,
            state=state,
        )


async def test_f2_every_order_of_reports_ends_in_the_same_row(
    floor: Floor, thread: ConversationId
) -> None:
    at = {status: NOON + timedelta(seconds=nth) for nth, status in enumerate(ROAD)}
    columns = ("state", "state_at", "trouble", "trouble_code", "retry_at")
    ends = set()
    for nth, order in enumerate(permutations(ROAD)):
        key, wamid = f"m-{nth}", f"wamid.{nth}"
        await outgoing(floor, thread, key, Delivery.ACCEPTED, wamid)
        async with floor.store.transaction() as tx:
            for status in (*order, *order[:2], *reversed(order)):
                told = report(status, wamid=wamid, code=131026, at=at[status])
                await statuses.merge(tx, CHANNEL, told)
        async with floor.store.reading() as connection:
            query = sa.select(schema.message).where(schema.message.c.id == key)
            row = (await connection.execute(query)).mappings().one()
        ends.add(tuple(row[column] for column in columns))
    assert ends == {("played", at[Delivery.PLAYED], "", "", None)}


async def test_our_own_id_finds_a_message_whose_reply_was_lost(
    floor: Floor, thread: ConversationId
) -> None:
    await outgoing(floor, thread, "m-1", Delivery.UNKNOWN)
    async with floor.store.transaction() as tx:
        await tx.execute(
            schema.attempt.insert().values(message_id="m-1", number=1, started_at=tx.now)
        )
        await statuses.merge(tx, CHANNEL, report(Delivery.SENT, ours="m-1"))
    async with floor.store.reading() as connection:
        message = (await connection.execute(sa.select(schema.message))).mappings().one()
        attempt = (await connection.execute(sa.select(schema.attempt))).mappings().one()
    assert (message["state"], message["platform_id"]) == ("sent", "wamid.1")
    assert (attempt["outcome"], attempt["ended_at"]) == ("accepted", floor.clock.now())


async def test_what_was_told_before_the_id_was_known_counts_afterwards(
    floor: Floor, thread: ConversationId
) -> None:
    heart = ReactionReceived(
        number_id="1",
        who=Who(phone="33612345678"),
        platform_id=PlatformId("wamid.r"),
        at=floor.clock.now(),
        target=PlatformId("wamid.1"),
        emoji="❤️",
    )
    async with floor.store.transaction() as tx:
        await statuses.merge(tx, CHANNEL, report(Delivery.READ))
        await statuses.react(tx, CHANNEL, heart)
    await outgoing(floor, thread, "m-1", Delivery.ACCEPTED, "wamid.1")
    async with floor.store.transaction() as tx:
        await statuses.adopt(tx, CHANNEL, PlatformId("wamid.1"))
    async with floor.store.reading() as connection:
        message = (await connection.execute(sa.select(schema.message))).mappings().one()
        orphans = (await connection.execute(sa.select(schema.orphan_status))).all()
    assert (message["state"], message["customer_reaction"]) == ("read", "❤️")
    assert orphans == []


async def failed(floor: Floor, thread: ConversationId, code: int) -> None:
    """A message that was taken in has failed, by a status."""
    await outgoing(floor, thread, "m-1", Delivery.SENT, "wamid.1")
    async with floor.store.transaction() as tx:
        await statuses.merge(tx, CHANNEL, report(Delivery.FAILED, code=code))


async def test_an_opt_out_in_an_error_is_on_record(
    floor: Floor, thread: ConversationId
) -> None:
    await failed(floor, thread, 131050)
    async with floor.store.reading() as connection:
        customer = (await connection.execute(sa.select(schema.customer))).mappings().one()
    assert customer["consent"][0][:2] == ["marketing", False]


async def test_a_number_that_fails_by_a_status_is_out_of_order_for_everybody(
    floor: Floor, thread: ConversationId
) -> None:
    await failed(floor, thread, 131042)
    async with floor.store.transaction() as tx:
        channel = await tx.row(sa.select(schema.channel).where(schema.channel.c.id == CHANNEL))
        message = await tx.row(sa.select(schema.message.c.trouble))
    assert channel is not None
    assert message is not None
    assert message["trouble"].startswith("Meta reports a billing problem.")
    assert message["trouble"].endswith("Send it again when the number works.")
    assert channel["trouble"].startswith("Meta reports a billing problem.")
    assert channel["trouble"].endswith("the message is kept.")


@pytest.mark.parametrize("code", [130429, 131056, 131016, 1])
async def test_what_failed_after_it_was_taken_in_promises_no_other_try(
    floor: Floor, thread: ConversationId, code: int
) -> None:
    await failed(floor, thread, code)
    async with floor.store.transaction() as tx:
        message = await tx.row(sa.select(schema.message.c.trouble, schema.message.c.retry_at))
    assert message is not None
    assert message["trouble"].endswith("Send it again if it is still wanted.")
    assert message["retry_at"] is None


async def test_a_template_paused_by_a_status_is_read_again_at_once(
    floor: Floor, thread: ConversationId
) -> None:
    await failed(floor, thread, 132015)
    async with floor.store.transaction() as tx:
        due = await tx.rows(
            sa.select(schema.job.c.key).where(schema.job.c.kind == "sync_templates")
        )
    assert [row["key"] for row in due] == ["waba"]
