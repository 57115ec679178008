"""The audit trail on both engines: what is on record, and that nobody can change it unseen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.domain.people import Role
from console.hub import audit, people
from console.hub.audit import Action
from console.hub.store.audit_trail import audit_head, audit_trail, link
from console.hub.store.migrate import migrate
from console.hub.store.store import Store
from console.wire import requests
from console.wire.codec import from_json
from tests.fakes import HandClock
from tests.given import PASSWORD, GivenHub, a_hub

ENTRIES = 6


@pytest.fixture
async def trail(database_url: str, clock: HandClock) -> AsyncIterator[Store]:
    """A migrated store with some entries."""
    store = Store(database_url, clock=clock)
    await migrate(store)
    for number in range(1, ENTRIES + 1):
        async with store.transaction() as tx:
            audit.append(tx, Action.TAKEN_OVER, f"session:{number}", by="maya", why="Ill")
    yield store
    await store.close()


async def unguard(store: Store) -> None:
    """As somebody could who owns the database."""
    async with store.engine.begin() as connection:
        if store.is_sqlite:
            triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for name in (await connection.exec_driver_sql(triggers)).scalars().all():
                await connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            await connection.exec_driver_sql("ALTER TABLE audit_trail DISABLE TRIGGER ALL")


async def say(store: Store, *statements: sa.Executable) -> None:
    async with store.engine.begin() as connection:
        for statement in statements:
            await connection.execute(statement)


async def test_t25_an_untouched_trail_verifies_to_its_last_entry(trail: Store) -> None:
    proof = await audit.verify(trail)
    assert (proof.number, proof.trouble) == (ENTRIES, "")
    assert (await audit.verify(trail, (ENTRIES, proof.hash))).trouble == ""


@pytest.mark.parametrize(
    "statement",
    [
        audit_trail.update().values(why="no reason"),
        audit_trail.delete().where(audit_trail.c.number == ENTRIES),
        sa.text(
            "INSERT INTO audit_trail (number, at, actor, desk, action, object, why, hash) "
            "VALUES (3, 0, '', '', '', '', '', '')"
        ),
    ],
)
async def test_t25_the_database_refuses_to_change_or_drop_an_entry(
    trail: Store, statement: sa.Executable
) -> None:
    with pytest.raises(sa.exc.DBAPIError):
        await say(trail, statement)
    assert (await audit.verify(trail)).trouble == ""


async def test_t25_replacing_and_emptying_are_refused_too(trail: Store) -> None:
    taken_from = "INTO audit_trail SELECT number, at, 'x', desk, action, object, why, hash"
    statement = f"INSERT OR REPLACE {taken_from} FROM audit_trail"
    if not trail.is_sqlite:
        statement = "TRUNCATE audit_trail"
    with pytest.raises(sa.exc.DBAPIError, match="only ever added to"):
        await say(trail, sa.text(statement))
    assert (await audit.verify(trail)).trouble == ""


async def test_t25_a_flipped_entry_is_named(trail: Store) -> None:
    await unguard(trail)
    third = audit_trail.c.number == 3
    await say(trail, audit_trail.update().where(third).values(why="Iln"))
    assert (await audit.verify(trail)).trouble.startswith("Entry 3 doesn’t follow")


@pytest.mark.parametrize("dropped", [1, 4, ENTRIES])
async def test_t25_a_dropped_entry_is_named(trail: Store, dropped: int) -> None:
    await unguard(trail)
    await say(trail, audit_trail.delete().where(audit_trail.c.number == dropped))
    assert (await audit.verify(trail)).trouble.startswith(f"Entry {dropped} is missing")


async def test_t25_the_first_of_two_swapped_entries_is_named(trail: Store) -> None:
    await unguard(trail)
    moves = [(2, 99), (5, 2), (99, 5)]
    await say(
        trail,
        *[
            audit_trail.update().where(audit_trail.c.number == old).values(number=new)
            for old, new in moves
        ],
    )
    assert (await audit.verify(trail)).trouble.startswith("Entry 2 doesn’t follow")


async def test_t25_an_entry_put_in_between_is_named(trail: Store) -> None:
    await unguard(trail)
    later = audit_trail.c.number >= 3
    entry = {
        "number": 3,
        "at": trail.clock.now(),
        "actor": "sue",
        "desk": "",
        "action": "taken_over",
        "object": "session:9",
        "why": "",
    }
    move = audit_trail.update().where(later)
    await say(
        trail,
        move.values(number=audit_trail.c.number + 100),
        move.values(number=audit_trail.c.number - 99),
        audit_trail.insert().values(**entry, hash="0" * 64),
    )
    assert (await audit.verify(trail)).trouble.startswith("Entry 3 doesn’t follow")


async def test_t25_an_entry_put_at_the_end_without_the_hub_is_named(trail: Store) -> None:
    last = (await audit.verify(trail)).hash
    entry = {
        "number": ENTRIES + 1,
        "at": trail.clock.now(),
        "actor": "sue",
        "desk": "",
        "action": "taken_over",
        "object": "session:9",
        "why": "",
    }
    await say(trail, audit_trail.insert().values(**entry, hash=link(last, entry)))
    assert (await audit.verify(trail)).trouble.startswith(f"Entry {ENTRIES + 1} was put in")


async def test_t25_a_trail_rewritten_as_a_whole_fails_a_hash_noted_elsewhere(
    trail: Store,
) -> None:
    noted = await audit.verify(trail)
    await unguard(trail)
    last = ""
    async with trail.engine.begin() as connection:
        rows = (await connection.execute(sa.select(audit_trail))).mappings().all()
        for row in sorted(rows, key=lambda row: row["number"]):
            changed = {**row, "actor": "sue"}
            last = changed["hash"] = link(last, changed)
            which = audit_trail.c.number == row["number"]
            await connection.execute(audit_trail.update().where(which).values(**changed))
        await connection.execute(audit_head.update().values(hash=last))
    assert (await audit.verify(trail)).trouble == ""  # nothing inside could tell
    proof = await audit.verify(trail, (noted.number, noted.hash))
    assert proof.trouble.startswith(f"Entry {ENTRIES} isn’t the one that was noted")


async def test_racing_writers_make_one_chain(trail: Store, database_url: str) -> None:
    other = Store(database_url, clock=trail.clock)

    async def write(store: Store, number: int) -> None:
        async with store.transaction() as tx:
            audit.append(tx, Action.TRANSFERRED, f"session:{number}", by="maya")
            tx.tell("rep", str(number), ["all"])

    try:
        async with asyncio.TaskGroup() as group:
            for number in range(10):
                for store in (trail, other):
                    group.create_task(write(store, number))
    finally:
        await other.close()
    proof = await audit.verify(trail)
    assert (proof.number, proof.trouble) == (ENTRIES + 20, "")


async def test_what_is_undone_is_not_on_record(trail: Store) -> None:
    async with trail.transaction() as tx:
        with suppress(ZeroDivisionError):
            async with tx.savepoint():
                audit.append(tx, Action.RETRIED, "message:1", by="maya")
                raise ZeroDivisionError
        audit.append(tx, Action.DISCARDED, "message:2", by="maya", why="Too late")
    async with trail.reading() as connection:
        newest = (await audit.page(connection, limit=1)).entries[0]
    assert (newest.number, newest.action) == (ENTRIES + 1, "discarded")


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[GivenHub]:
    async with a_hub(tmp_path) as given:
        await given.rep("maya")
        await given.rep("ada", role=Role.ADMIN)
        yield given


async def actions(hub: GivenHub) -> list[tuple[str, str, str]]:
    async with hub.hub.store.reading() as connection:
        entries = (await audit.page(connection)).entries
    return [(entry.action, entry.object, entry.actor) for entry in reversed(entries)]


async def test_signing_in_well_and_badly_and_out_is_on_record(hub: GivenHub) -> None:
    attempt = {
        "user_name": "maya",
        "password": "hunter2 hunter2",
        "desk_id": "d",
        "desk_name": "",
    }
    async with hub.client("maya") as client:
        await client.post(requests.SIGN_IN, json=attempt)
        await client.post(requests.SIGN_IN, json=attempt | {"user_name": PASSWORD})
        await client.post(requests.SIGN_OUT)
    found = await actions(hub)
    assert found[-4:] == [
        ("signed_in", "rep:maya", "maya"),
        ("sign_in_refused", "rep:maya", ""),
        ("sign_in_refused", "", ""),  # what was typed as the name may be a password
        ("signed_out", "rep:maya", "maya"),
    ]


async def test_changed_roles_and_queues_are_on_record(hub: GivenHub) -> None:
    await people.change(hub.hub.store, hub.reps["maya"], role=Role.SUPERVISOR, by="ada")
    await people.change(hub.hub.store, hub.reps["maya"], queues=("delivery",))
    await people.change(hub.hub.store, hub.reps["maya"], disabled=True)
    found = await actions(hub)
    assert found[:2] == [
        ("queue_configured", "queue:repairs", "hub"),
        ("queue_configured", "queue:delivery", "hub"),
    ]
    assert found[-4:] == [
        ("person_added", "rep:ada", "command line"),
        ("role_changed", "rep:maya", "ada"),
        ("queues_changed", "rep:maya", "command line"),
        ("person_disabled", "rep:maya", "command line"),
    ]


async def test_administrators_page_through_the_trail_and_nobody_else_does(
    hub: GivenHub,
) -> None:
    async with hub.client("maya") as client:
        assert (await client.get(requests.AUDIT)).status_code == 403
    async with hub.client("ada") as client:
        numbers: list[int] = []
        asked: dict[str, int] = {"limit": 2}
        while True:
            answered = await client.get(requests.AUDIT, params=asked)
            page = from_json(requests.AuditPage, answered.content)
            numbers += [entry.number for entry in page.entries]
            if page.earlier is None:
                break
            asked = {"limit": 2, "before": page.earlier}
    assert numbers == list(range(numbers[0], 0, -1))
