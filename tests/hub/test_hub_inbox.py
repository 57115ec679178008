"""The webhook inbox: bodies that wait share a commit, and one of those that wait leads it."""

import asyncio

import pytest
import sqlalchemy as sa

from console.hub.http.webhook_inbox import WebhookInbox
from console.hub.store import schema
from console.hub.store.raw_webhooks import READ, READ_MANY
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction


async def kept(store: Store) -> set[bytes]:
    async with store.reading() as connection:
        bodies = set(await connection.scalars(sa.select(schema.raw_webhook.c.body)))
        read = await connection.execute(sa.select(schema.job.c.key, schema.job.c.data))
        due = [one for row in read for one in row.data.get("ids", [int(row.key)])]
        ids = await connection.scalars(sa.select(schema.raw_webhook.c.id))
        assert sorted(due) == sorted(ids.all())
    return bodies


async def test_bodies_that_wait_share_a_commit_and_each_is_kept_and_due_once(
    store: Store,
) -> None:
    commits: list[Transaction] = []
    store.on_commit(commits.append)
    inbox = WebhookInbox(store, kept=list[int]().append)
    bodies = [f"body {number % 30}".encode() for number in range(90)]
    await asyncio.gather(*(inbox.keep(body) for body in bodies))
    assert await kept(store) == set(bodies)
    assert len(commits) == 2  # the first alone, then all that came meanwhile
    assert all(commit.woken & {READ, READ_MANY} for commit in commits)


async def test_a_body_that_is_there_makes_nothing_due(store: Store) -> None:
    inbox = WebhookInbox(store, kept=list[int]().append)
    await inbox.keep(b"body")
    commits: list[Transaction] = []
    store.on_commit(commits.append)
    await inbox.keep(b"body")
    assert not [commit for commit in commits if commit.woken]


async def test_one_that_gives_up_when_it_is_to_lead_passes_the_lead_on(store: Store) -> None:
    inbox = WebhookInbox(store, kept=list[int]().append)
    loop = asyncio.get_running_loop()
    async with asyncio.TaskGroup() as group:
        group.create_task(inbox.keep(b"first"))
        await asyncio.sleep(0)
        second = group.create_task(inbox.keep(b"second"))
        group.create_task(inbox.keep(b"third"))

        def give_up(_tx: Transaction) -> None:
            loop.call_soon(second.cancel)  # before it hears that it is to lead

        store.on_commit(give_up)
    assert second.cancelled()
    assert await kept(store) == {b"first", b"third"}


async def test_one_that_gives_up_while_it_waits_holds_up_no_other(store: Store) -> None:
    inbox = WebhookInbox(store, kept=list[int]().append)
    async with asyncio.TaskGroup() as group:
        group.create_task(inbox.keep(b"first"))
        await asyncio.sleep(0)
        second = group.create_task(inbox.keep(b"second"))
        group.create_task(inbox.keep(b"third"))
        await asyncio.sleep(0)
        second.cancel()
    assert await kept(store) == {b"first", b"third"}


async def test_one_that_is_broken_off_while_it_leads_tells_those_that_come_after(
    store: Store,
) -> None:
    inbox = WebhookInbox(store, kept=list[int]().append)
    async with asyncio.TaskGroup() as group:
        first = group.create_task(inbox.keep(b"first"))
        await asyncio.sleep(0)
        group.create_task(inbox.keep(b"second"))
        await asyncio.sleep(0)
        first.cancel()
    assert first.cancelled()
    assert await kept(store) >= {b"second"}


async def test_a_broken_commit_is_told_to_all_that_wait_and_the_next_is_kept(
    store: Store,
) -> None:
    inbox = WebhookInbox(store, kept=list[int]().append)
    bodies = [b"one", b"two", b"three"]
    await rename(store, "raw_webhook", "away")
    faults = await asyncio.gather(*map(inbox.keep, bodies), return_exceptions=True)
    assert all(isinstance(fault, sa.exc.DBAPIError) for fault in faults)
    await rename(store, "away", "raw_webhook")
    assert await kept(store) == set()
    await asyncio.gather(*map(inbox.keep, bodies))
    assert await kept(store) == set(bodies)


@pytest.mark.parametrize("count", [1, 199, 200, 201])
async def test_a_batch_may_have_any_size(store: Store, count: int) -> None:
    inbox = WebhookInbox(store, kept=list[int]().append)
    bodies = {f"body {number}".encode() for number in range(count + 1)}
    await asyncio.gather(*map(inbox.keep, bodies))
    assert await kept(store) == bodies


async def rename(store: Store, former: str, present: str) -> None:
    async with store.engine.begin() as connection:
        await connection.execute(sa.text(f"ALTER TABLE {former} RENAME TO {present}"))
