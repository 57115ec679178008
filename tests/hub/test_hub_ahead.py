"""A batch that looks ahead and writes at its end leaves what one item after another leaves."""

import asyncio
import itertools
import json
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from console.domain.ids import ConversationId, DeskId, RepId
from console.hub import jobs, ownership
from console.hub.ingest import Ingest
from console.hub.store import raw_webhooks, schema
from console.hub.store.consent_table import consent
from console.hub.store.former_identity_table import former_identity
from console.hub.store.store import Store
from tests.fakes import HandClock
from tests.floor import Floor
from tests.given import NOON

_PEOPLE, _IDS = 4, 12
_journal, _job = schema.journal, schema.job
# a smaller example takes minutes to find
_NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
_EMPTY: dict[str, list[str]] = {"facts": [], "labels": [], "consent": []}
_LEFT = (
    schema.customer,
    schema.identity,
    schema.conversation,
    schema.session,
    schema.work,
    schema.message,
    schema.orphan_status,
    schema.media,
    schema.seen_change,
    consent,
    former_identity,
    _job,
)
_COUNTED = {schema.orphan_status.c.id, consent.c.id, _job.c.id, _job.c.generation}
_WORDS = st.sampled_from(["Where is it?", "Stop", "Start", "Yes", "Help", "A" * 60])
_moments = st.integers(-90_000, 400)
_whose = st.integers(0, _PEOPLE - 1)


def wamid(number: int) -> str:
    return f"wamid.{number}"


def seconds(offset: int) -> str:
    return str(int((NOON + timedelta(seconds=offset)).timestamp()))


def sender(whose: int, known_by: str) -> dict[str, str]:
    """Two of the people are first known by their number alone, or by their user id alone."""
    number, user = {"from": f"3161000000{whose}"}, {"from_user_id": f"NL.{whose}"}
    return {"number": number, "user": user, "both": number | user}[known_by]


@st.composite
def items(draw: st.DrawFn) -> dict[str, Any]:
    """A change with one item of a customer, or a report on a message of ours or theirs."""
    which, other = map(wamid, draw(st.permutations(range(_IDS)))[:2])
    at = seconds(draw(_moments))
    who = sender(draw(_whose), draw(st.sampled_from(["number", "number", "user", "both"])))
    kind = draw(
        st.sampled_from(
            ["text", "text", "text", "reply", "image", "reaction", "edit", "revoke", "status"]
        )
    )
    told: dict[str, Any] = {**who, "id": which, "timestamp": at, "type": kind}
    text = {"type": "text", "text": {"body": draw(_WORDS)}}
    match kind:
        case "text":
            return message(told | text)
        case "reply":
            return message(told | text | {"context": {"id": other}})
        case "image":
            return message(told | {"image": {"id": f"media.{which}", "mime_type": "image/png"}})
        case "reaction":
            return message(told | {"reaction": {"message_id": other, "emoji": "👍"}})
        case "edit":
            edited = {"message": {**who, "id": which, "timestamp": at} | text}
            return message(told | {"edit": {"original_message_id": other} | edited})
        case "revoke":
            return message(told | {"revoke": {"original_message_id": other}})
    status = {"id": other, "status": "read", "timestamp": at, "recipient_id": "31610000000"}
    return change("messages", statuses=[status])


def message(told: dict[str, Any]) -> dict[str, Any]:
    name = f"Person {told.get('from', told.get('from_user_id'))}"
    contact = {"profile": {"name": name}, "wa_id": told.get("from", "")}
    return change("messages", messages=[told], contacts=[contact])


def change(field: str, **value: Any) -> dict[str, Any]:
    return {"field": field, "value": {"metadata": {"phone_number_id": "111"}, **value}}


def bodies(changes: list[dict[str, Any]]) -> list[bytes]:
    return [
        json.dumps({"entry": [{"id": "waba", "changes": [one]}]}).encode() for one in changes
    ]


async def furnished(folder: Path, name: str) -> Store:
    """The floor of all tests, where Maria has a desk and the first customer's session."""
    numbers = itertools.count()
    clock = HandClock(NOON)
    url = f"sqlite+aiosqlite:///{folder}/{name}.db"
    store = Store(url, clock=clock, ids=lambda: f"id{next(numbers)}")
    await store.create_tables()
    floor = await Floor(store, clock).furnish()
    await floor.rep("maria")
    return store


async def read_in(store: Store, batch: list[bytes], *, together: bool) -> None:
    await raw_webhooks.keep(store, batch)
    ingest = Ingest(store)
    for job in await jobs.claim(store, raw_webhooks.READ_MANY, owner="test"):
        if together:
            await ingest.read_many(job)
            continue
        async with store.transaction() as tx:
            await jobs.finish(tx, job)
            for raw_id in job.data["ids"]:
                await jobs.put(tx, raw_webhooks.READ, str(raw_id))
    while found := await jobs.claim(store, raw_webhooks.READ, owner="test", limit=1):
        await ingest.read(found[0])


async def given_to_maria(store: Store) -> None:
    """The sessions of every other customer are Maria's, whose answer runs a clock."""
    async with store.transaction() as tx:
        rows = await tx.rows(
            sa.select(schema.session).where(schema.session.c.ended_at.is_(None))
        )
        for row in sorted(rows, key=lambda row: str(row["id"]))[::2]:
            held = await ownership.lock_open(tx, ConversationId(row["conversation_id"]))
            if held is None or held.owner_id is not None:
                continue
            await ownership.give(tx, held, RepId("maria"), DeskId("maria-1"))
            await jobs.put(tx, "quiet", held.session_id, due_at=tx.now + timedelta(hours=1))


async def left(store: Store) -> dict[str, list[str]]:
    """All that is there, but for numbers that tell the way it was done."""
    found = {}
    async with store.reading() as connection:
        for table in _LEFT:
            columns = [column for column in table.columns if column not in _COUNTED]
            rows = await connection.execute(sa.select(*columns))
            found[table.name] = sorted(str(dict(row)) for row in rows.mappings())
        told = sa.select(_journal.c.kind, _journal.c.ref).distinct()
        found["told"] = sorted(str(row) for row in await connection.execute(told))
    return found


async def both_ways(folder: Path, batches: list[list[dict[str, Any]]]) -> None:
    outcomes = []
    for together in (True, False):
        store = await furnished(folder, str(together))
        for batch in batches:
            await read_in(store, bodies(batch), together=together)
            await given_to_maria(store)
        outcomes.append(await left(store))
        await store.close()
    at_once, alone = outcomes
    for name in at_once:
        only_at_once = [row for row in at_once[name] if row not in alone[name]]
        only_alone = [row for row in alone[name] if row not in at_once[name]]
        assert (name, only_at_once) == (name, only_alone)


@settings(max_examples=25, deadline=None, phases=_NO_SHRINKING)
@given(batches=st.lists(st.lists(items(), min_size=1, max_size=12), min_size=1, max_size=3))
def test_a_batch_leaves_what_its_items_leave_one_by_one(
    batches: list[list[dict[str, Any]]],
) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(both_ways(Path(folder), batches))


async def test_a_row_that_is_kept_has_what_the_engine_fills_it_up_with(store: Store) -> None:
    async with store.transaction() as tx:
        tx.ahead.is_open = True
        foreseen = await tx.add(
            schema.customer, id="c", name="Lucas", created_at=tx.now, **_EMPTY
        )
        found = await tx.row(sa.select(schema.customer))
    assert foreseen == dict(found or {})
