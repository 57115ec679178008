"""Ending: a quiet day later nothing is left undone, and everybody knows the same."""

import asyncio
from typing import TYPE_CHECKING

from console.domain.delivery import (
    REACHED_CUSTOMER,
    Delivery,
    may_start_attempt,
    rank,
    reported,
)
from console.hub import snapshot
from console.hub.views import messages
from tests.chaos.desk import SimDesk
from tests.chaos.ground import BEGINS_AT
from tests.pictures import difference, first_difference

if TYPE_CHECKING:
    from tests.chaos.replica import Replica
    from tests.chaos.world import World

_DAY_S = 25 * 3600.0
_TURNS = 2000
_RENEWS_S = 15.0  # as a hub renews its desks' leases
_UNDONE = ("accepted_by_hub", "sending", "retrying", "queued")
_GAVE_UP = {"failed", "dead", "expired", "canceled", "returned", "unknown"}
_FIRST = (  # of its lane
    "NOT EXISTS (SELECT 1 FROM job e WHERE e.kind = j.kind AND e.lane = j.lane AND e.id < j.id)"
)
_EPOCH_US = int(BEGINS_AT.timestamp() * 1e6)


async def check(world: "World") -> None:
    """Breaks the world if it did not end well."""
    await _pass_a_day(world)
    _nothing_left(world)
    _customers_heard(world)
    _sends_true(world)
    _moves_allowed(world)
    _told_once(world)
    for desk in world.desks:
        await _same_picture(world, desk)


async def _pass_a_day(world: "World") -> None:
    """One hub does what falls due, jumping from one due time to the next."""
    for replica in world.replicas:
        await replica.halt()
    world.still = True
    worker, renewed_s = world.replicas[0], -_RENEWS_S
    until_s = world.loop.time() + _DAY_S
    for _ in range(_TURNS):
        due_s = _next_due_s(world, worker)
        if due_s is None or due_s > until_s:
            break
        # a little late, so that it is due by the worker's clock too
        await asyncio.sleep(max(due_s - world.loop.time(), 0) + 0.001)
        renewing = world.loop.time() - renewed_s > _RENEWS_S
        if renewing:
            renewed_s = world.loop.time()
        await _settle(world, worker, renewing=renewing)
        world.check()
    else:
        world.fail("there is always something due")
    world.note("a day has passed")
    await asyncio.sleep(max(until_s - world.loop.time(), 0))
    await _settle(world, worker)
    await asyncio.sleep(60)
    await _settle(world, worker)
    # what a hub whose clock is ahead has put is due a little later by the worker's
    await asyncio.sleep(31)
    await _settle(world, worker, renewing=False)
    await asyncio.sleep(5)


def _next_due_s(world: "World", worker: "Replica") -> float | None:
    """When the next job is due by the worker's clock, in the world's seconds."""
    rows = world.safety.rows(
        f"SELECT min(max(due_at, coalesce(lease_until, 0))) FROM job j WHERE {_FIRST}"
    )
    if rows[0][0] is None:
        return None
    ahead_s = (worker.store.clock.now() - world.clock.now()).total_seconds()
    return (int(str(rows[0][0])) - _EPOCH_US) / 1e6 - ahead_s


async def _settle(world: "World", worker: "Replica", *, renewing: bool = True) -> None:
    for replica in world.replicas if renewing else ():
        await replica.spawn(replica.feed.renew())
    for _ in range(100):
        kinds = [str(row[0]) for row in _due_kinds(world, worker)]
        if not kinds:
            break
        for kind in kinds:
            await worker.spawn(worker.runners[kind].run_due())
        world.safety.check()
    for replica in world.replicas:
        await replica.spawn(replica.feed.push())


def _due_kinds(world: "World", worker: "Replica") -> list[tuple[object, ...]]:
    now_us = int(worker.store.clock.now().timestamp() * 1e6)
    return world.safety.rows(
        "SELECT DISTINCT kind FROM job j WHERE max(due_at, coalesce(lease_until, 0)) <= ?"
        f" AND {_FIRST} ORDER BY kind",
        now_us,
    )


def _nothing_left(world: "World") -> None:
    if left := _due_kinds(world, world.replicas[0]):
        world.fail(f"jobs are left: {left}")
    marks = ", ".join("?" * len(_UNDONE))
    undone = world.safety.rows(
        f"SELECT id, state FROM message WHERE state IN ({marks})", *_UNDONE
    )
    if undone:
        world.fail(f"messages are under way for ever: {undone}")
    unread = world.safety.rows(
        "SELECT id, trouble FROM raw_webhook WHERE done_at IS NULL OR trouble <> ''"
    )
    if unread:
        world.fail(f"webhooks were not read: {unread}")


def _customers_heard(world: "World") -> None:
    """Each message of a customer is there once, and the window ends when it should."""
    found = [
        str(row[0])
        for row in world.safety.rows(
            "SELECT platform_id FROM message WHERE direction = 'inbound' ORDER BY platform_id"
        )
    ]
    if found != sorted(world.crowd.wrote):
        world.fail(f"customers wrote {sorted(world.crowd.wrote)}, but here is {found}")
    for number, last_us in world.safety.rows(
        "SELECT address, last_customer_at FROM conversation"
    ):
        wrote_at = world.platform.last_at[str(number).lstrip("+")]
        if last_us != int(wrote_at.timestamp()) * 1_000_000:
            world.fail(f"{number} wrote at {wrote_at}, but the window counts from {last_us}")


def _sends_true(world: "World") -> None:
    """What the hub says of a Send is what happened to it."""
    rows = world.safety.rows(
        "SELECT id, state FROM message WHERE direction = 'outbound' ORDER BY id"
    )
    states = {str(row[0]): Delivery(str(row[1])) for row in rows}
    for message_id in world.accepted:
        known = world.safety.rows("SELECT count(*) FROM message WHERE id = ?", message_id)
        if known != [(1,)]:
            world.fail(f"{message_id} was accepted, but it is there {known} times")
    copies = world.platform.delivered()
    for send_id, state in states.items():
        _send_true(world, send_id, state, copies[send_id])


def _send_true(world: "World", send_id: str, state: Delivery, copies: int) -> None:
    told = [Delivery(status) for status in world.platform.told_of(send_id)]
    if state is Delivery.UNKNOWN and told:
        world.fail(f"{send_id} is unknown, but {told} was told of it")
    if copies == 0 and state.value not in _GAVE_UP:
        world.fail(f"{send_id} is {state.value}, but it never went")
    if copies == 1 and not world.safety.asked_again(send_id) and told:
        wanted = outcome(told)
        if state is not wanted:
            world.fail(f"{send_id} is {state.value}, but {told} was told of it")
    if not REACHED_CUSTOMER.isdisjoint(told) and state not in REACHED_CUSTOMER:
        world.fail(f"{send_id} is {state.value}, but it went")


def outcome(told: list[Delivery]) -> Delivery:
    """Where a message stands after these statuses, in whatever order they came."""
    if REACHED_CUSTOMER.isdisjoint(told) and Delivery.FAILED in told:
        return Delivery.FAILED
    return max((one for one in told if one is not Delivery.FAILED), key=rank)


def _moves_allowed(world: "World") -> None:
    """States never moved backwards, unless a person chose to send again."""
    for row in world.safety.rows("SELECT message, old, new FROM chaos_state ORDER BY n"):
        old, new = Delivery(str(row[1])), Delivery(str(row[2]))
        if not _may_move(old, new):
            world.fail(f"{row[0]} went from {old.value} to {new.value}")


def _may_move(old: Delivery, new: Delivery) -> bool:
    if new is Delivery.SENDING:
        return may_start_attempt(old)
    if new is Delivery.ACCEPTED_BY_HUB:  # a person asked for it
        return old in {Delivery.UNKNOWN, Delivery.FAILED, Delivery.DEAD, Delivery.EXPIRED}
    if rank(old) >= rank(Delivery.ACCEPTED) or old is Delivery.FAILED:
        return reported(old, new) is new
    return True


def _told_once(world: "World") -> None:
    """An administrator’s streams carried every entry; the order was looked at as they came."""
    for desk in world.desks:
        if desk.who is None or not desk.who.sees_all or desk.place is None:
            continue
        rows = world.safety.rows(
            "SELECT seq, kind, ref FROM journal WHERE seq > ? AND seq <= ?"
            # an offer that is over when it is read has nothing to show
            " AND kind NOT IN ('offered', 'offer_over') ORDER BY seq",
            desk.since,
            desk.place,
        )
        heard = set(desk.heard)
        missed = [row for row in rows if row[0] not in heard]
        if missed:
            world.fail(f"{desk.desk_id} did not hear {missed[:9]}")


async def _same_picture(world: "World", desk: SimDesk) -> None:
    """The desk's picture is what the hub would show it now."""
    replica = world.replicas[0]
    if desk.who is None or desk.place is None:
        world.fail(f"{desk.desk_id} never got through")
        return
    found = await replica.spawn(snapshot.take(replica.store, desk.who, hub_name="world"))
    if words := difference(found, desk.model):
        world.fail(f"{desk.desk_id} has {words}")
    async with replica.store.reading() as connection:
        lines = await messages.by_ids(connection, list(desk.messages))
    hub_lines = {line.message_id: line for line, _ in lines.values()}
    if hub_lines != desk.messages:
        world.fail(
            f"{desk.desk_id} has other lines: {first_difference(hub_lines, desk.messages)}"
        )
