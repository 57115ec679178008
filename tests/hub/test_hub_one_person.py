"""One person, two records: merged by hand, split again exactly, and who may do so."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from console.channels.whatsapp.facts import Who
from console.domain.errors import AlreadyDecided, InvalidInput, NotAllowed, NotFound
from console.domain.ids import ConversationId, CustomerId
from console.domain.people import Role
from console.hub import customer_notes, customers, one_person, ownership, sessions
from console.hub.identities import Seen
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.audit_trail import audit_trail
from console.hub.store.consent_table import consent
from console.hub.store.former_identity_table import former_identity
from console.hub.store.hold_table import hold
from console.hub.store.merge_table import merge as merge_table
from console.hub.store.store import Store
from console.hub.views import customers as views
from console.wire.views import CustomerView
from tests.floor import Floor

ANNA, ANNE = CustomerId("anna"), CustomerId("anne")
KEPT = (
    *(schema.customer, schema.identity, former_identity, schema.customer_note, consent, hold),
    *(schema.conversation, schema.message, schema.session, schema.media),
)


async def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    """All that is known of customers; a thread's next place may have moved on."""
    async with store.reading() as connection:
        return {
            table.name: [
                {name: value for name, value in row.items() if name != "last_order"}
                for row in (
                    await connection.execute(sa.select(table).order_by(*table.primary_key))
                ).mappings()
            ]
            for table in KEPT
        }


async def known_by(store: Store, customer_id: CustomerId, **told: str) -> None:
    async with store.transaction() as tx:
        for kind, value in told.items():
            await tx.execute(
                schema.identity.insert().values(
                    kind=kind, value=value, customer_id=customer_id, since=tx.now
                )
            )


@pytest.fixture
async def sue(floor: Floor) -> Principal:
    return await floor.rep("sue", role=Role.SUPERVISOR, queues=(), online=False)


async def ended(floor: Floor, thread: ConversationId) -> None:
    async with floor.store.transaction() as tx:
        held = await ownership.lock_open(tx, thread)
        assert held is not None
        await sessions.end(tx, held, actor="Sue", text="Ended")


async def two(floor: Floor) -> tuple[ConversationId, ConversationId]:
    """Anna and Anne, each with a thread on the same number, a note, labels and a hold."""
    threads = [await floor.customer(name) for name in (ANNA, ANNE)]
    await known_by(floor.store, ANNA, phone="+31612345678", wa_id="31612345678")
    await known_by(floor.store, ANNE, phone="+33612345678", wa_id="33612345678")
    async with floor.store.transaction() as tx:
        await tx.execute(
            schema.conversation.update()
            .where(schema.conversation.c.id == threads[1])
            .values(address="33612345678")
        )
        await tx.execute(
            hold.insert().values(kind="kept_back", of=ANNE, at=tx.now, until=tx.now, times=2)
        )
    for thread in threads:
        await floor.writes(thread, "Hello")
        await floor.writes(thread, "Anybody there?")
    await ended(floor, threads[0])
    return threads[0], threads[1]


async def view(store: Store, customer_id: CustomerId) -> CustomerView | None:
    async with store.reading() as connection:
        return await views.one(connection, customer_id)


async def merges(store: Store, customer_id: CustomerId = ANNA) -> list[str]:
    found = await view(store, customer_id)
    assert found is not None
    return [one.merge_id for one in found.merges]


async def test_two_merged_are_one_customer_with_everything_of_both(
    floor: Floor, sue: Principal
) -> None:
    first, _second = await two(floor)
    await customer_notes.add(floor.store, sue, ANNE, "Has a dog")
    await customer_notes.set_labels(floor.store, ANNE, ("VIP",))
    assert await one_person.merge(floor.store, sue, ANNA, ANNE) == ANNA
    found = await view(floor.store, ANNA)
    assert found is not None
    assert (found.name, found.labels) == ("Anna", ("VIP",))
    assert [one.shown for one in found.identities] == ["+31 6 12345678", "+33 6 12 34 56 78"]
    assert [(one.name, one.by) for one in found.merges] == [("Anne", "Sue")]
    assert [note.text for note in found.notes] == ["Has a dog"]
    assert await view(floor.store, ANNE) is None
    lines = await floor.lines(first)
    assert sum("Hello" in line for line in lines) == 2
    async with floor.store.transaction() as tx:
        who = Who(phone="33612345678")
        seen = await customers.resolve(tx, Seen(who=who, at=tx.now))
    assert seen.customer_id == ANNA


async def test_the_list_shows_what_was_written_last_whichever_record_it_was_on(
    floor: Floor, sue: Principal
) -> None:
    first, _second = await two(floor)
    later = floor.clock.now() + timedelta(minutes=5)
    await floor.writes(first, "It is Anna again", later)
    await ended(floor, first)
    await one_person.merge(floor.store, sue, ANNA, ANNE)
    async with floor.store.reading() as connection:
        query = sa.select(schema.message.c.body).join(
            schema.conversation, schema.conversation.c.last_message_id == schema.message.c.id
        )
        assert "It is Anna again" in str((await connection.execute(query)).scalar_one())


async def test_split_puts_everything_back_exactly(floor: Floor, sue: Principal) -> None:
    await two(floor)
    await customer_notes.add(floor.store, sue, ANNE, "Has a dog")
    await customer_notes.set_labels(floor.store, ANNE, ("VIP",))
    before = await everything(floor.store)
    await one_person.merge(floor.store, sue, ANNA, ANNE)
    assert await everything(floor.store) != before
    (merge_id,) = await merges(floor.store)
    assert await one_person.split(floor.store, sue, ANNA, merge_id) == ANNE
    assert await everything(floor.store) == before
    assert await merges(floor.store) == []


async def test_what_was_written_since_in_a_session_goes_back_with_it(
    floor: Floor, sue: Principal
) -> None:
    first, second = await two(floor)
    await one_person.merge(floor.store, sue, ANNA, ANNE)
    session_id = await floor.writes(first, "After the merge")
    async with floor.store.transaction() as tx:
        await tx.execute(
            schema.message.update()
            .where(schema.message.c.words == "After the merge")
            .values(session_id=session_id)
        )
    await customer_notes.set_labels(floor.store, ANNA, ("Later",))
    (merge_id,) = await merges(floor.store)
    await one_person.split(floor.store, sue, ANNA, merge_id)
    assert any("After the merge" in line for line in await floor.lines(second))
    assert not any("After the merge" in line for line in await floor.lines(first))
    found = await view(floor.store, ANNA)
    assert found is not None
    assert found.labels == ("Later",)
    await floor.writes(second, "And on")  # its places go on behind what came along


async def test_two_open_sessions_in_one_thread_are_refused(
    floor: Floor, sue: Principal
) -> None:
    threads = await two(floor)
    await floor.writes(threads[0], "Me again")
    before = await everything(floor.store)
    with pytest.raises(AlreadyDecided, match="open session on Shop"):
        await one_person.merge(floor.store, sue, ANNA, ANNE)
    with pytest.raises(InvalidInput):
        await one_person.merge(floor.store, sue, ANNA, ANNA)
    with pytest.raises(NotFound):
        await one_person.merge(floor.store, sue, ANNA, CustomerId("nobody"))
    assert await everything(floor.store) == before


async def test_a_rep_merges_only_customers_of_their_own(floor: Floor, sue: Principal) -> None:
    maya, thread, _session = await floor.owned()
    await two(floor)
    with pytest.raises(NotAllowed):
        await one_person.merge(floor.store, maya, ANNA, ANNE)
    await ended(floor, ConversationId("c-anne"))
    await one_person.merge(floor.store, maya, CustomerId("lucas"), ANNA)
    (merge_id,) = await merges(floor.store, CustomerId("lucas"))
    await ended(floor, thread)
    with pytest.raises(NotAllowed):
        await one_person.split(floor.store, maya, CustomerId("lucas"), merge_id)


async def test_merges_are_split_newest_first_and_once(floor: Floor, sue: Principal) -> None:
    await two(floor)
    third = await floor.customer("ann")
    await floor.writes(third, "Hi")
    await ended(floor, third)
    before = await everything(floor.store)
    await one_person.merge(floor.store, sue, ANNA, ANNE)
    await floor.clock.advance(minutes=1)
    await one_person.merge(floor.store, sue, ANNA, CustomerId("ann"))
    newest, oldest = await merges(floor.store)
    with pytest.raises(AlreadyDecided, match="newest first"):
        await one_person.split(floor.store, sue, ANNA, oldest)
    await one_person.split(floor.store, sue, ANNA, newest)
    with pytest.raises(AlreadyDecided, match="already"):
        await one_person.split(floor.store, sue, ANNA, newest)
    await one_person.split(floor.store, sue, ANNA, oldest)
    with pytest.raises(NotFound):
        await one_person.split(floor.store, sue, ANNA, "no such merge")
    assert await everything(floor.store) == before


async def test_merge_and_split_are_on_record(floor: Floor, sue: Principal) -> None:
    await two(floor)
    await one_person.merge(floor.store, sue, ANNA, ANNE)
    (merge_id,) = await merges(floor.store)
    await one_person.split(floor.store, sue, ANNA, merge_id)
    async with floor.store.reading() as connection:
        rows = (await connection.execute(sa.select(audit_trail))).mappings().all()
    assert [(row["action"], row["object"], row["why"], row["actor"]) for row in rows] == [
        ("customers_merged", "customer:anna", "anne", "sue"),
        ("customers_split", "customer:anna", "anne", "sue"),
    ]


async def test_what_the_platform_joined_can_be_split_as_well(
    floor: Floor, sue: Principal
) -> None:
    await two(floor)
    async with floor.store.transaction() as tx:
        await tx.execute(
            schema.identity.insert().values(kind="user_id", value="FR.1", customer_id=ANNE)
        )
        who = Who(phone="31612345678", user_id="FR.1")
        await customers.resolve(tx, Seen(who=who, at=tx.now))
    kept = ANNA if await view(floor.store, ANNA) else ANNE
    (merge_id,) = await merges(floor.store, kept)
    await one_person.split(floor.store, sue, kept, merge_id)
    both = await view(floor.store, ANNA), await view(floor.store, ANNE)
    assert None not in both
    async with floor.store.reading() as connection:
        rows = (await connection.execute(sa.select(merge_table.c.by))).scalars().all()
    assert list(rows) == [""]


async def test_others_are_found_by_name_number_or_user_name(
    floor: Floor, sue: Principal
) -> None:
    await two(floor)
    await known_by(floor.store, ANNE, username="anne.b")
    dirk = await floor.rep("dirk", queues=("delivery",), online=False)
    async with floor.store.reading() as connection:

        async def found(words: str, who: Principal = sue) -> list[str]:
            return [
                one.name for one in await one_person.candidates(connection, who, ANNA, words)
            ]

        for words in ("ann", "ANNE", "@anne.b", "+33 6 12 34", "0612 34 56 78"[1:]):
            assert await found(words) == ["Anne"], words
        assert await found("anna") == []  # the customer itself
        assert await found("  ") == []
        assert await found("anne", dirk) == []  # nobody of his queue
        (one,) = await one_person.candidates(connection, sue, ANNA, "anne")
    assert one.known_by == ("+33 6 12 34 56 78", "@anne.b")
    assert (one.channels, one.sessions, one.last_at is not None) == (("Shop",), 1, True)
