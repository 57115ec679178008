import asyncio
import contextlib
from datetime import timedelta

import sqlalchemy as sa

from console.domain.people import Wanted
from console.hub import commands, jobs, ownership, reachability, transfers
from console.hub.principal import Principal
from console.hub.timers import HANDLERS
from tests.floor import Floor, at


async def test_a_customers_message_is_offered_to_a_free_rep(floor: Floor) -> None:
    await floor.rep("maya")
    session_id = await floor.writes(await floor.customer("lucas"))
    work = await floor.offer(session_id)
    assert work is not None
    assert (work["rep_id"], work["status"]) == ("maya", "assigned")
    assert (await floor.session(session_id))["status"] == "waiting"


async def test_accepted_it_is_the_reps_at_that_desk(floor: Floor) -> None:
    maya = await floor.rep("maya")
    session_id = await floor.writes(await floor.customer("lucas"))
    await transfers.accept(floor.store, maya, await floor.work_id(session_id))
    row = await floor.session(session_id)
    assert (row["status"], row["owner_rep_id"], row["owner_desk_id"]) == (
        "active",
        "maya",
        "maya-1",
    )


async def test_without_a_rep_the_session_waits_and_says_why(floor: Floor) -> None:
    await floor.rep("maya", online=False)
    session_id = await floor.writes(await floor.customer("lucas"))
    assert await floor.offer(session_id) is None
    assert (await floor.session(session_id))["waiting_why"] == (
        "Nobody in this queue is online"
    )


async def test_going_online_brings_the_waiting_session(floor: Floor) -> None:
    maya = await floor.rep("maya", online=False)
    session_id = await floor.writes(await floor.customer("lucas"))
    await floor.desk(maya)
    await commands.set_presence(floor.store, maya, Wanted.ONLINE)
    await floor.settle()
    assert await floor.offer(session_id) is not None


async def test_an_offer_not_answered_in_time_goes_to_the_next_rep(floor: Floor) -> None:
    await floor.rep("ana")
    await floor.rep("ben")
    session_id = await floor.writes(await floor.customer("lucas"))
    await floor.pass_time(seconds=30)
    work = await floor.offer(session_id)
    assert work is not None
    assert work["rep_id"] == "ben"
    assert await floor.works(session_id) == ["declined_on_timeout", "assigned"]


async def test_two_missed_offers_make_a_rep_away(floor: Floor) -> None:
    ana = await floor.rep("ana")
    session_id = await floor.writes(await floor.customer("lucas"))
    await floor.pass_time(minutes=4)
    assert await floor.offer(session_id) is None
    assert (await floor.works(session_id)) == ["declined_on_timeout"] * 2
    assert (await floor.session(session_id))["waiting_why"] == (
        "Nobody in this queue is online"
    )
    await commands.set_presence(floor.store, ana, Wanted.ONLINE)


async def test_the_last_rep_standing_is_asked_again_after_a_decline(floor: Floor) -> None:
    maya = await floor.rep("maya")
    session_id = await floor.writes(await floor.customer("lucas"))
    await transfers.decline(floor.store, maya, await floor.work_id(session_id), "Language")
    await floor.settle()
    assert await floor.offer(session_id) is None
    await floor.pass_time(minutes=1)
    assert await floor.offer(session_id) is not None


async def test_a_full_rep_is_not_offered_more_until_a_place_is_free(floor: Floor) -> None:
    maya = await floor.rep("maya", capacity=1)
    first = await floor.writes(await floor.customer("lucas"))
    await transfers.accept(floor.store, maya, await floor.work_id(first))
    second = await floor.writes(await floor.customer("priya"))
    assert await floor.offer(second) is None
    await commands.end(floor.store, maya, first, at(await floor.fence(first)))
    await floor.settle()
    assert await floor.offer(second) is not None


async def test_one_customer_has_one_open_session(floor: Floor) -> None:
    lucas = await floor.customer("lucas")
    assert await floor.writes(lucas) == await floor.writes(lucas, "Anybody?")


async def test_f17_two_reps_race_for_one_session_and_one_gets_it(floor: Floor) -> None:
    ana = await floor.rep("ana", online=False)
    ben = await floor.rep("ben", online=False)
    session_id = await floor.writes(await floor.customer("lucas"))
    got = await asyncio.gather(
        commands.take_next(floor.store, ana), commands.take_next(floor.store, ben)
    )
    assert sorted(got, key=str) == sorted([session_id, None], key=str)
    assert await floor.works(session_id) == ["opened"]


async def test_f19_a_lost_desk_gives_back_what_customers_wait_for(floor: Floor) -> None:
    maya, _, session_id = await floor.owned()
    await floor.rep("ben")
    await floor.unplug(maya)
    async with floor.store.transaction() as tx:
        await jobs.put(tx, "rep_lost", "maya", due_at=tx.now + timedelta(seconds=90))
    await floor.pass_time(seconds=100)
    work = await floor.offer(session_id)
    assert work is not None
    assert work["rep_id"] == "ben"


async def test_f20_a_session_that_waits_for_a_busy_rep_keeps_no_work_from_others(
    floor: Floor,
) -> None:
    maya = await floor.rep("maya", online=False)
    session_id = await floor.writes(await floor.customer("lucas"))
    async with floor.store.transaction() as tx:
        await jobs.put(tx, "route", session_id)
    (job,) = await jobs.claim(floor.store, "route", owner="one")
    async with asyncio.TaskGroup() as group, floor.store.transaction() as tx:
        await ownership.lock_reps(tx, maya.rep_id)
        routed = group.create_task(_until_lost(floor, job))
        await _waits(floor)
        await jobs.put(tx, "route", session_id)  # neither waits for the other
    assert routed.done()


async def _until_lost(floor: Floor, job: jobs.Job) -> None:
    with contextlib.suppress(jobs.LostClaim):  # it was asked for anew meanwhile
        await HANDLERS["route"](floor.store, job)


async def _waits(floor: Floor) -> None:
    """Returns once somebody waits for a lock; SQLite lets nobody in meanwhile."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    query += " AND datname = current_database()"
    found = floor.store.is_sqlite
    while not found:
        async with floor.store.reading() as connection:
            found = bool((await connection.execute(sa.text(query))).scalar_one())


async def test_f19_a_rep_who_comes_back_in_time_is_preferred_to_idle_colleagues(
    floor: Floor,
) -> None:
    maya, _conversation_id, session_id = await floor.owned()
    ben = await floor.rep("ben", online=False)
    cleo = await floor.rep("cleo", online=False)
    await lose(floor, maya)
    assert (await floor.session(session_id))["status"] == "waiting"
    assert await floor.offer(session_id) is None
    await floor.writes(await floor.customer("amina"), "Maya has another one to answer now")
    for who in (cleo, ben, maya):  # their desks are there again before anything is routed
        await commands.set_presence(floor.store, who, Wanted.ONLINE)
        await reachability.arrived(floor.store, who)
    await floor.settle()
    work = await floor.offer(session_id)
    assert work is not None
    assert (work["rep_id"], work["why"]) == ("maya", "You helped this customer last time")


async def test_f19_a_colleague_who_was_asked_meanwhile_may_answer_first(floor: Floor) -> None:
    maya, _conversation_id, session_id = await floor.owned()
    ben = await floor.rep("ben")
    await lose(floor, maya)
    offered = await floor.offer(session_id)
    assert offered is not None
    assert offered["rep_id"] == "ben"
    await reachability.arrived(floor.store, maya)
    await floor.settle()
    assert (await floor.offer(session_id)) == offered  # it isn't taken out of their hands
    await transfers.decline(floor.store, ben, await floor.work_id(session_id), "Busy")
    await floor.settle()
    again = await floor.offer(session_id)
    assert again is not None
    assert again["rep_id"] == "maya"


async def lose(floor: Floor, who: Principal) -> None:
    """The rep's only desk is gone for longer than the time of grace."""
    await floor.unplug(who)
    async with floor.store.transaction() as tx:
        await jobs.put(tx, "rep_lost", who.rep_id)
    await floor.settle()
