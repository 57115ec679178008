"""A stormy day: whatever the network does, hub and platform agree in the end."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from console.domain.delivery import REACHED_CUSTOMER, Delivery
from console.domain.directions import Direction
from console.domain.ids import ConversationId, MessageId
from console.domain.messages import Text
from console.hub import send_queue, timeline
from console.hub.store import schema
from console.simulator.scenarios import scenario
from tests.floor import Floor
from tests.platform_road import Road, built

ROUNDS = 2
GONE = {Delivery.ACCEPTED, Delivery.SENT, *REACHED_CUSTOMER}
NOT_GONE = {Delivery.ACCEPTED_BY_HUB, Delivery.RETRYING, Delivery.RETURNED, Delivery.DEAD}


async def answer_everybody(road: Road, round_number: int) -> None:
    """One answer to every customer whose window is open."""
    async with road.store.transaction() as tx:
        rows = await tx.rows(sa.select(schema.conversation.c.id))
        for row in rows:
            conversation_id = ConversationId(row["id"])
            message_id = MessageId(f"{row['id']}-{round_number}")
            await timeline.add(
                tx,
                conversation_id=conversation_id,
                direction=Direction.OUTBOUND,
                body=Text(text=f"Answer {round_number}"),
                at=tx.now,
                message_id=message_id,
                state=Delivery.ACCEPTED_BY_HUB,
            )
            await send_queue.enqueue(tx, message_id, conversation_id)


async def test_hub_and_platform_agree_after_a_storm(floor: Floor, tmp_path: Path) -> None:
    stormy = scenario("trouble")
    async with built(floor, tmp_path / "media", scenario=stormy, seed=7) as road:
        for round_number in range(ROUNDS):
            await road.pass_time(minutes=1)
            await answer_everybody(road, round_number)
        await road.pass_time(minutes=2)
        await the_same_in_both(road)


async def the_same_in_both(road: Road) -> None:
    """What is older than the network's delays is known at both ends."""
    settled_at = road.floor.clock.now() - timedelta(seconds=15)
    rows = await road.rows(sa.select(schema.message))
    inbound = {row["platform_id"] for row in rows if row["direction"] == "inbound"}
    # a busy machine may keep the platform waiting too long; it posts those again, later
    taken = "".join(post.body for post in road.simulator.posts if post.status == 200)
    taken = taken.replace("\\/", "/")
    written = {
        wamid
        for wamid, one in road.simulator.world.written.items()
        if one.at <= settled_at and wamid in taken
        if one.message["type"] != "reaction"  # no line of their own
    }
    assert written
    assert written <= inbound
    states = {row["id"]: row["state"] for row in rows if row["direction"] == "outbound"}
    went = Counter(str(sent.body["biz_opaque_callback_data"]) for sent in road.simulator.sent)
    # nobody got anything twice, and nothing is said to have gone that did not, or not to
    # have gone that did
    assert set(went.values()) <= {1}
    assert {key for key, state in states.items() if state in GONE} <= went.keys()
    assert not {key for key, state in states.items() if state in NOT_GONE} & went.keys()
    arrived = {
        str(sent.body["biz_opaque_callback_data"])
        for sent in road.simulator.sent
        if sent.delivered_at is not None and sent.delivered_at <= settled_at
    }
    assert arrived
    assert {states[key] for key in arrived} <= REACHED_CUSTOMER
    raw = await road.rows(sa.select(schema.raw_webhook))
    assert all(row["done_at"] and not row["trouble"] for row in raw)
