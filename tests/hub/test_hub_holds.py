"""Templates wait after a refusal: which, for whom, how long, and what ends it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.channels.whatsapp.faults import Effect, of_code
from console.domain.errors import TooMany
from console.domain.holds import HoldKind
from console.domain.ids import CustomerId, MessageId, SessionId, TemplateId
from console.domain.messages import TemplateMessage, Text
from console.hub import holds, jobs, sending
from console.hub.principal import Principal
from console.hub.views import customers, ledger, team
from console.wire.ledger import NextTry
from console.wire.views import CustomerView
from tests.floor import Floor
from tests.platform_road import LUCAS, Road, built
from tests.simulator.receiving import WABA

Taken = tuple[Principal, SessionId]
OFFER = TemplateId(f"{WABA}/quiet_offer/en")
NEWS = TemplateId(f"{WABA}/order_update/en")


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        for template_id, category in ((OFFER, "MARKETING"), (NEWS, "UTILITY")):
            _waba, name, language = template_id.split("/")
            row = {
                "id": f"9{len(name)}",
                "name": name,
                "language": language,
                "status": "APPROVED",
                "category": category,
                "parameter_format": "POSITIONAL",
                "components": [{"type": "BODY", "text": "Hello there."}],
            }
            road.simulator.world.templates.rows.append(row)
        async with road.store.transaction() as tx:
            await jobs.put(tx, "sync_templates", WABA)
        await road.settle()
        yield road


@pytest.fixture
async def taken(road: Road) -> Taken:
    return await road.owned()


def filled(template_id: TemplateId) -> TemplateMessage:
    return TemplateMessage(
        template_id=template_id, name="", language="en", title="", text="", values={}
    )


async def sends(road: Road, taken: Taken, key: str, template_id: TemplateId) -> None:
    await road.says(*taken, filled(template_id), key)
    await road.settle()


async def seen(road: Road) -> CustomerView:
    """The customer as desks see them."""
    row = await road.conversation()
    async with road.store.reading() as connection:
        found = await customers.one(connection, CustomerId(row["customer_id"]))
    assert found is not None
    return found


async def lapses(road: Road) -> None:
    """The customer has been silent for a day."""
    await road.floor.clock.advance_to(road.floor.clock.now() + timedelta(hours=25))


@pytest.mark.parametrize(
    ("code", "effect"),
    [
        (131048, Effect.TEMPLATES_HELD),
        (131049, Effect.KEPT_BACK),
        (130472, Effect.HELD_OUT),
        (131026, Effect.UNREACHABLE),
        (131050, Effect.OPTED_OUT),
    ],
)
def test_each_of_these_errors_has_its_own_effect(code: int, effect: Effect) -> None:
    assert of_code(code).effect is effect


async def test_a_number_that_is_slowed_sends_no_templates_for_an_hour_but_answers(
    road: Road, taken: Taken
) -> None:
    road.simulator.faults.error(131048)
    await road.says(*taken, filled(NEWS), "m-1")
    await road.says(*taken, filled(NEWS), "m-2")
    await road.says(*taken, Text(text="Hello"), "m-3")
    await road.settle()
    now = road.floor.clock.now()
    async with road.store.reading() as connection:
        [channel] = (await team.channels(connection, now)).values()
        found = await ledger.of_message(connection, MessageId("m-1"), now)
    assert channel.templates_held_until == now + timedelta(hours=1)
    assert found is not None
    assert (found.next_try, found.next_at) == (NextTry.LATER, now + timedelta(hours=1))
    waiting = await road.message("m-2")
    assert waiting["state"] == "accepted_by_hub"
    assert "templates wait" in waiting["trouble"]
    with pytest.raises(TooMany, match=r"slows this number down\. It may go in 1 hour\."):
        await road.says(*taken, filled(NEWS), "m-4")
    with pytest.raises(TooMany):
        await sending.send_again(road.store, taken[0], MessageId("m-1"))
    await road.pass_time(minutes=62)
    assert (await road.message("m-2"))["state"] in {"sent", "delivered"}
    assert (await road.message("m-3"))["state"] in {"sent", "delivered"}


async def test_an_offer_that_was_kept_back_stops_offers_for_a_day_and_then_for_two(
    road: Road, taken: Taken
) -> None:
    await lapses(road)
    road.simulator.faults.error(131049)
    await sends(road, taken, "m-1", OFFER)
    [(kind, until)] = (await seen(road)).holds
    assert (kind, until - road.floor.clock.now()) == ("kept_back", timedelta(days=1))
    with pytest.raises(TooMany, match="kept the last offer to this customer back"):
        await road.says(*taken, filled(OFFER), "m-2")
    await sends(road, taken, "m-3", NEWS)  # no offer
    assert (await road.message("m-3"))["state"] == "sent"
    await lapses(road)
    road.simulator.faults.error(131049)
    await sends(road, taken, "m-4", OFFER)
    [(_kind, until)] = (await seen(road)).holds
    assert until - road.floor.clock.now() == timedelta(days=2)


async def test_in_an_open_window_offers_that_were_kept_back_may_go(
    road: Road, taken: Taken
) -> None:
    for code in (131049, 130472):
        road.simulator.faults.error(code)
        await sends(road, taken, f"m-{code}", OFFER)
    assert {kind for kind, _until in (await seen(road)).holds} == {"kept_back", "held_out"}
    await sends(road, taken, "m-3", OFFER)
    assert (await road.message("m-3"))["state"] == "sent"
    await lapses(road)
    with pytest.raises(TooMany):
        await road.says(*taken, filled(OFFER), "m-4")


@pytest.mark.parametrize("news", ["writes", "gets something"])
async def test_a_customer_who_was_not_reached_gets_no_offers_until_heard_of(
    road: Road, taken: Taken, news: str
) -> None:
    road.simulator.faults.error(131026)
    await sends(road, taken, "m-1", OFFER)
    assert [kind for kind, _until in (await seen(road)).holds] == ["unreachable"]
    with pytest.raises(TooMany, match=r"did not reach this customer\.$"):
        await road.says(*taken, filled(OFFER), "m-2")
    await road.pass_time(seconds=30)
    if news == "writes":
        road.simulator.customer(LUCAS).writes("I am here")
    else:
        await road.says(*taken, Text(text="Are you there?"), "m-3")
    await road.settle()
    await road.pass_time(minutes=2)
    assert (await seen(road)).holds == ()
    await sends(road, taken, "m-4", OFFER)
    assert (await road.message("m-4"))["state"] == "sent"


async def test_a_late_refusal_of_what_went_before_does_not_lengthen_a_hold(
    floor: Floor,
) -> None:
    async with floor.store.transaction() as tx:
        await holds.begin(tx, HoldKind.KEPT_BACK, "c-1")
        await holds.begin(tx, HoldKind.KEPT_BACK, "c-1")
        row = await tx.row(sa.select(sa.text("times")).select_from(sa.text("hold")))
    assert row is not None
    assert row["times"] == 1


async def test_two_customers_who_are_one_keep_the_longer_of_their_holds(floor: Floor) -> None:
    ours, theirs = CustomerId("c-1"), CustomerId("c-2")
    async with floor.store.transaction() as tx:
        await holds.begin(tx, HoldKind.KEPT_BACK, ours)
        await holds.begin(tx, HoldKind.UNREACHABLE, theirs)
    await floor.clock.advance_to(floor.clock.now() + timedelta(hours=1))
    async with floor.store.transaction() as tx:
        await holds.begin(tx, HoldKind.KEPT_BACK, theirs)
        until = tx.now + timedelta(days=1)
        await holds.join(tx, ours, theirs)
        found = dict(await holds.of_customer(tx.connection, ours))
        left = await holds.of_customer(tx.connection, theirs)
    assert set(found) == {"kept_back", "unreachable"}
    assert (found["kept_back"], left) == (until, ())
