"""One customer, many identities: in any order of webhooks, and never two who share none."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.channels.whatsapp.facts import Who
from console.domain.ids import ChannelId, CustomerId
from console.hub import customers
from console.hub.identities import Seen
from console.hub.store import schema
from console.hub.store.former_identity_table import former_identity
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.hub.views import customers as views
from tests.fakes import HandClock
from tests.floor import Floor

WA = ChannelId("wa")
_identity, _former = schema.identity, former_identity
_quick = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class UndoneError(Exception):
    """Nothing of this example stays."""


class Hub:
    """A hub for many examples, each in a transaction that leaves nothing behind."""

    def __init__(self, runner: asyncio.Runner, store: Store) -> None:
        self._runner, self._store = runner, store

    def play(self, story: Callable[[Transaction], Awaitable[None]]) -> None:
        async def once() -> None:
            async with self._store.transaction() as tx:
                await story(tx)
                raise UndoneError

        with pytest.raises(UndoneError):
            self._runner.run(once())


@contextmanager
def _opened(folder: Path, clock: HandClock) -> Iterator[Hub]:
    store = Store(f"sqlite+aiosqlite:///{folder}/hub.db", clock=clock)
    with asyncio.Runner() as runner:
        runner.run(store.create_tables())
        runner.run(_furnished(store, clock))
        yield Hub(runner, store)
        runner.run(store.close())


async def _furnished(store: Store, clock: HandClock) -> None:
    await Floor(store, clock).furnish()


@pytest.fixture
def hub(tmp_path: Path, clock: HandClock) -> Iterator[Hub]:
    with _opened(tmp_path, clock) as opened:
        yield opened


async def whose(tx: Transaction) -> dict[str, str]:
    """Whose each user id, parent id and number is or was."""
    found: dict[str, str] = {}
    for table in (_former, _identity):
        for row in await tx.rows(sa.select(table).where(table.c.kind != "phone")):
            found[row["value"]] = row["customer_id"]
    return found


async def see(tx: Transaction, who: Who, at: datetime, channel: ChannelId = WA) -> CustomerId:
    found = await customers.resolve(tx, Seen(who=who, channel_id=channel, at=at))
    return found.customer_id


ALL = {
    "user_id": st.integers(1, 5).map("FR.{}".format),
    "parent_user_id": st.integers(1, 3).map("FR.ENT.{}".format),
    "phone": st.integers(1, 5).map("3361234567{}".format),
}


@st.composite
def sightings(draw: st.DrawFn) -> list[Who]:
    """What webhooks show of people, each with one number and one user id of this account."""
    people = draw(st.integers(1, 4))
    shown = []
    for _ in range(draw(st.integers(1, 10))):
        one = draw(st.integers(1, people))
        whole = {
            "user_id": f"FR.{one}",
            "parent_user_id": f"FR.ENT.{one}",
            "phone": f"336{one}",
        }
        kinds = draw(st.sets(st.sampled_from(sorted(whole)), min_size=1))
        shown.append(Who(**{kind: whole[kind] for kind in kinds}))
    return shown


def together(shown: list[Who]) -> set[frozenset[str]]:
    """The identities that webhooks show to be one customer's."""
    groups: list[set[str]] = []
    for who in shown:
        told = {one for one in (who.user_id, who.parent_user_id, who.phone) if one}
        same = [group for group in groups if group & told]
        groups = [group for group in groups if not group & told] + [told.union(*same)]
    return {frozenset(group) for group in groups}


def grouped(held: dict[str, str]) -> set[frozenset[str]]:
    return {
        frozenset(value for value, owner in held.items() if owner == one)
        for one in set(held.values())
    }


@_quick
@given(shown=sightings(), order=st.randoms(use_true_random=False))
def test_in_any_order_the_same_identities_are_one_customers(
    hub: Hub, shown: list[Who], order: object
) -> None:
    async def story(tx: Transaction) -> None:
        shuffled = [*shown, *shown[:2]]
        order.shuffle(shuffled)  # type: ignore[attr-defined]
        for nth, who in enumerate(shuffled):
            await see(tx, who, tx.now - timedelta(seconds=nth))
        assert grouped(await whose(tx)) == together(shown)

    hub.play(story)


@_quick
@given(shown=st.lists(st.fixed_dictionaries({}, optional=ALL).filter(bool), max_size=12))
def test_two_who_share_no_identity_are_never_one_customer(
    hub: Hub, shown: list[dict[str, str]]
) -> None:
    people = [Who(**one) for one in shown]

    async def story(tx: Transaction) -> None:
        for nth, who in enumerate(people):
            await see(tx, who, tx.now + timedelta(seconds=nth))
        linked = together(people)
        for group in grouped(await whose(tx)):
            assert any(group <= one for one in linked)

    hub.play(story)


@_quick
@given(changes=st.integers(1, 4), order=st.randoms(use_true_random=False))
def test_changes_of_number_and_user_id_in_any_order_keep_one_customer(
    hub: Hub, changes: int, order: object
) -> None:
    def person(time: int) -> Who:
        return Who(user_id=f"FR.{time}", phone=f"336{time}")

    async def story(tx: Transaction) -> None:
        begin = tx.now - timedelta(days=1)
        news: list[tuple[str, int]] = [("message", time) for time in range(changes + 1)]
        news += [(kind, time) for time in range(changes) for kind in ("number", "user id")]
        order.shuffle(news)  # type: ignore[attr-defined]
        for kind, time in news:
            at = begin + timedelta(minutes=10 * time)
            former, present = person(time), person(time + 1)
            if kind == "message":
                await see(tx, former, at)
                continue
            changed = Seen(who=present, channel_id=WA, at=at + timedelta(minutes=5))
            if kind == "number":
                former, changed = (
                    replace(former, user_id=""),
                    replace(changed, who=Who(phone=present.phone)),
                )
            else:
                changed = replace(changed, who=Who(user_id=present.user_id))
                former = replace(former, phone="")
            await customers.rename(tx, former, changed)
        assert len(await tx.rows(sa.select(schema.customer))) == 1
        held = {row["value"] for row in await tx.rows(sa.select(_identity))}
        assert held == {f"FR.{changes}", f"336{changes}", f"+336{changes}"}

    hub.play(story)


async def history(tx: Transaction, customer_id: CustomerId) -> list[str]:
    rows = await tx.rows(sa.select(_former).where(_former.c.customer_id == customer_id))
    return sorted(row["value"] for row in rows if row["kind"] != "wa_id")


async def test_a_number_that_changes_hands_takes_nobody_along(
    store: Store, floor: Floor
) -> None:
    async with store.transaction() as tx:
        first = await see(tx, Who(phone="33611", user_id="FR.1"), tx.now)
        thread = await customers.conversation_of(tx, WA, first, Who(phone="33611"))
        await customers.conversation_of(tx, WA, first, Who(phone="33611", user_id="FR.1"))
        later = tx.now + timedelta(days=90)
        second = await see(tx, Who(phone="33611", user_id="FR.2"), later)
        assert second != first
        assert await see(tx, Who(phone="33611"), later) == second
        assert await see(tx, Who(user_id="FR.1"), later) == first
        assert await history(tx, first) == ["+33611"]
        row = await tx.row(
            sa.select(schema.conversation).where(schema.conversation.c.id == thread["id"])
        )
        assert row is not None
        assert row["address"] == "FR.1"  # nothing more goes to the number's new holder
    lines = await floor.lines(thread["id"])
    assert any("another customer’s now" in one for one in lines)


async def test_another_portfolio_sees_another_user_id_of_the_same_person(
    store: Store, floor: Floor
) -> None:
    other = ChannelId("other")
    async with store.transaction() as tx:
        row = await tx.row(sa.select(schema.channel))
        assert row is not None
        values = {**row, "id": other, "phone_number_id": "999", "waba_id": "another"}
        await tx.execute(schema.channel.insert().values(values))
        first = await see(tx, Who(phone="33611", user_id="FR.1"), tx.now)
        assert await see(tx, Who(phone="33611", user_id="FR.77"), tx.now, other) == first


async def test_brazils_and_mexicos_writings_are_one_customers(
    store: Store, floor: Floor
) -> None:
    async with store.transaction() as tx:
        first = await see(tx, Who(phone="5511987654321"), tx.now)
        assert await see(tx, Who(phone="551187654321"), tx.now) == first
        second = await see(tx, Who(phone="5215512345678"), tx.now)
        assert await see(tx, Who(phone="525512345678"), tx.now) == second != first


async def test_a_user_name_finds_nobody_and_only_the_newest_counts(
    store: Store, floor: Floor
) -> None:
    async with store.transaction() as tx:
        first = await see(tx, Who(user_id="FR.1", username="luc"), tx.now)
        second = await see(tx, Who(user_id="FR.2", username="luc"), tx.now + timedelta(1))
        assert second != first
        await see(tx, Who(user_id="FR.2", username="lucas"), tx.now + timedelta(2))
        assert await history(tx, first) == ["luc"]
        assert await history(tx, second) == ["luc"]


async def test_a_late_message_of_a_former_number_finds_who_had_it(
    store: Store, floor: Floor
) -> None:
    async with store.transaction() as tx:
        first = await see(tx, Who(phone="33611"), tx.now - timedelta(hours=2))
        changed = Seen(who=Who(phone="33622"), channel_id=WA, at=tx.now - timedelta(hours=1))
        await customers.rename(tx, Who(phone="33611"), changed)
        assert await see(tx, Who(phone="33611"), tx.now - timedelta(minutes=90)) == first
        assert await see(tx, Who(phone="33611"), tx.now) != first  # it is somebody else's now


async def test_whoever_gave_no_name_is_called_by_the_best_that_is_known(
    store: Store, floor: Floor
) -> None:
    async def called(who: Who, hours: int) -> tuple[str, str]:
        async with store.transaction() as tx:
            one = await see(tx, who, tx.now + timedelta(hours=hours))
        async with store.reading() as connection:
            view = await views.one(connection, one)
        assert view is not None
        return view.name, view.number

    assert await called(Who(user_id="FR.1234567"), 0) == ("…234567", "")
    assert await called(Who(user_id="FR.1234567", username="luc"), 1) == ("@luc", "@luc")
    assert await called(Who(user_id="FR.1234567", username="lucas"), 2) == ("@lucas", "@lucas")
    both = Who(user_id="FR.1234567", phone="33612345678")
    assert await called(both, 3) == ("+33612345678", "+33 6 12 34 56 78")
    named = Who(user_id="FR.1234567", name="Luc B.", username="lulu")
    assert await called(named, 4) == ("Luc B.", "+33 6 12 34 56 78")
    assert await called(both, 5) == ("Luc B.", "+33 6 12 34 56 78")


async def test_a_customers_view_says_what_they_have_and_what_they_had(
    store: Store, floor: Floor
) -> None:
    async with store.transaction() as tx:
        first = await see(tx, Who(phone="33612345678", username="luc"), tx.now)
        later = Seen(who=Who(phone="33687654321"), channel_id=WA, at=tx.now)
        await customers.rename(tx, Who(phone="33612345678"), later)
    async with store.reading() as connection:
        view = await views.one(connection, first)
    assert view is not None
    assert [(one.kind, one.shown, one.until is None) for one in view.identities] == [
        ("phone", "+33 6 87 65 43 21", True),
        ("username", "@luc", True),
        ("phone", "+33 6 12 34 56 78", False),
    ]
