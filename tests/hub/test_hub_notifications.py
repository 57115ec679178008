"""Writing to a customer first: once, with consent, in hours, within the limit, openly."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from console.channels.whatsapp.facts import Who
from console.domain.consent import Purpose
from console.domain.delivery import Delivery
from console.domain.errors import InvalidInput, NotAllowed, NotFound, NotStarted, TooMany
from console.domain.ids import ChannelId, CustomerId, TemplateId
from console.domain.messages import TemplateMessage
from console.domain.notifications import Check, Hours
from console.domain.people import Role
from console.domain.sessions import SessionStatus
from console.hub import (
    consents,
    customers,
    notifications,
    reach,
    recipients,
    sending,
    templates_sync,
    transfers,
)
from console.hub.identities import Seen
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.notification_table import notification
from console.wire.notifications import AddCustomer, Notify, Outlook
from console.wire.requests import RecordConsent
from tests.floor import Floor
from tests.platform_road import LUCAS, Road, built
from tests.simulator.receiving import WABA

SOFIE = "+45 20 12 34 56"
HOURS = Hours()


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        async with road.store.transaction() as tx:
            await templates_sync.plan(tx)
        await road.settle()
        yield road


async def a_template(road: Road, category: str = "utility") -> TemplateId:
    """Some template of the platform's with text alone, and how many values it wants."""
    rows = await road.rows(sa.select(schema.template))
    for row in rows:
        told = row["template"]
        plain = row["waba_id"] == WABA and told.get("header_format", "") in {"", "text"}
        if told["category"] == category and told["status"] == "approved" and plain:
            return TemplateId(row["id"])
    raise LookupError(category)


async def values(road: Road, template_id: TemplateId) -> dict[str, str]:
    row = await road.row(sa.select(schema.template).where(schema.template.c.id == template_id))
    return {key: "Friday" for key, _value in row["template"].get("examples", [])}


async def asked(road: Road, key: str = "n-0000001", **changes: Any) -> Notify:
    template_id = await a_template(road)
    request = Notify(
        notification_id=key,
        channel_id=ChannelId("wa"),
        number=SOFIE,
        template_id=template_id,
        values=await values(road, template_id),
    )
    return replace(request, **changes)


async def agreed(road: Road, who: Principal, number: str = SOFIE) -> CustomerId:
    request = AddCustomer(number=number, name="Sofie Andersen", source="checkout form")
    return await recipients.add(road.store, who, request)


async def start(road: Road, who: Principal, request: Notify) -> str:
    return await notifications.start(road.store, who, request, HOURS)


async def look(road: Road, who: Principal, request: Notify) -> Outlook:
    return await notifications.check(road.store, who, request, HOURS)


def against(outlook: Outlook) -> list[Check]:
    return [one.check for one in outlook.verdicts if not one.passed]


def received(road: Road, number: str = SOFIE) -> int:
    digits = "".join(filter(str.isdigit, number))
    return sum(message.to == digits for message in road.simulator.world.sent)


async def test_a_customer_who_agreed_is_written_to_and_the_answer_comes_to_who_wrote(
    road: Road,
) -> None:
    ana = await road.floor.rep("ana")
    await road.floor.rep("ben")
    await agreed(road, ana)
    await start(road, ana, await asked(road))
    opened = await road.session()
    assert (opened["status"], opened["owner_rep_id"]) == (SessionStatus.NEW.value, None)
    await road.settle()
    assert received(road) == 1
    road.simulator.customer(SOFIE.replace(" ", "")).writes("Yes, that’s fine")
    await road.settle()
    answered = await road.session()
    assert answered["id"] == opened["id"]
    assert (answered["status"], answered["owner_rep_id"]) == ("active", "ana")
    row = await road.row(sa.select(notification))
    assert row["answered_at"] is not None


async def test_an_answer_nobody_waits_for_goes_to_the_queue(road: Road) -> None:
    ana = await road.floor.rep("ana", online=False)
    await agreed(road, ana)
    await start(road, ana, await asked(road, to_inbox=False))
    await road.settle()
    road.simulator.customer(SOFIE.replace(" ", "")).writes("Yes")
    await road.settle()
    assert (await road.session())["status"] == "waiting"


async def test_an_answer_after_days_still_comes_to_who_wrote(road: Road) -> None:
    ana = await road.floor.rep("ana")
    await agreed(road, ana)
    await start(road, ana, await asked(road))
    await road.pass_time(days=3)
    assert (
        await road.rows(sa.select(schema.session).where(schema.session.c.ended_at.is_(None)))
        == []
    )
    road.simulator.customer(SOFIE.replace(" ", "")).writes("Sorry, yes")
    await road.settle()
    assert (await road.session())["owner_rep_id"] == "ana"


async def test_the_same_notification_again_sends_nothing_more(road: Road) -> None:
    ana = await road.floor.rep("ana")
    await agreed(road, ana)
    request = await asked(road)
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(start(road, ana, request))
    await road.settle()
    assert await start(road, ana, request) == request.notification_id
    await road.settle()
    assert received(road) == 1
    ben = await road.floor.rep("ben")
    with pytest.raises(NotFound):
        await start(road, ben, request)


async def test_nobody_is_written_to_without_a_recorded_consent(road: Road) -> None:
    ana = await road.floor.rep("ana")
    request = await asked(road)
    assert against(await look(road, ana, request)) == [Check.CONSENT]
    with pytest.raises(NotStarted, match="no consent of this customer’s is on record"):
        await start(road, ana, request)
    await road.settle()
    assert received(road) == 0
    assert await road.rows(sa.select(schema.customer)) == []


async def test_offers_want_a_consent_to_offers(road: Road) -> None:
    ana = await road.floor.rep("ana")
    customer_id = await agreed(road, ana)
    template_id = await a_template(road, "marketing")
    request = await asked(road, template_id=template_id, values=await values(road, template_id))
    assert against(await look(road, ana, request)) == [Check.CONSENT]
    yes = RecordConsent(purpose=Purpose.MARKETING, granted=True, source="by phone")
    await consents.told(road.store, ana, customer_id, yes)
    assert against(await look(road, ana, request)) == []


async def test_nobody_is_written_to_in_their_night(road: Road) -> None:
    ana = await road.floor.rep("ana")
    await agreed(road, ana)
    outlook = await look(road, ana, await asked(road))
    assert (outlook.zone, outlook.country) == ("Europe/Copenhagen", "DK")
    night = road.floor.clock.now() + timedelta(hours=10)
    outlook = await look(road, ana, await asked(road, at=night))
    assert against(outlook) == [Check.HOURS]
    await road.floor.clock.advance_to(night)
    with pytest.raises(NotStarted, match="Messages go out between 08:00 and 20:00"):
        await start(road, ana, await asked(road))


async def test_who_has_the_customer_is_named_and_nobody_writes_behind_their_back(
    road: Road,
) -> None:
    ana, session_id = await road.owned()
    ben = await road.floor.rep("ben")
    yes = RecordConsent(purpose=Purpose.SERVICE, granted=True, source="by phone")
    customer_id = CustomerId((await road.conversation())["customer_id"])
    await consents.told(road.store, ana, customer_id, yes)
    request = await asked(road, number=LUCAS)
    outlook = await look(road, ben, request)
    assert against(outlook) == [Check.LIVE]
    assert outlook.session_id == session_id
    with pytest.raises(NotStarted, match="Ana has a conversation with Lucas Moreau"):
        await start(road, ben, request)
    with pytest.raises(NotStarted, match="You have a conversation with Lucas Moreau open"):
        await start(road, ana, request)


async def test_the_limit_counts_each_customer_once_and_frees_its_places_after_a_day(
    road: Road,
) -> None:
    ana = await road.floor.rep("ana")
    async with road.store.transaction() as tx:
        await reach.limit_told(tx, WABA, 2)
    numbers = ["+45 20 12 34 56", "+45 20 12 34 57", "+45 20 12 34 58"]
    for number in numbers:
        await agreed(road, ana, number)
    for place, number in enumerate([numbers[0], numbers[0], numbers[1]]):
        await start(road, ana, await asked(road, f"n-000000{place}", number=number))
        await road.settle()
    full = await asked(road, "n-full-000", number=numbers[2])
    outlook = await look(road, ana, full)
    assert (outlook.reached, outlook.reach_limit, outlook.counts) == (2, 2, True)
    assert against(outlook) == [Check.RECIPIENTS]
    with pytest.raises(NotStarted, match="has reached 2 customers in 24 h"):
        await start(road, ana, full)
    again = await asked(road, "n-again-00", number=numbers[1])
    assert against(await look(road, ana, again)) == []
    await road.pass_time(hours=24, seconds=1)
    assert (await look(road, ana, full)).reached == 0
    await start(road, ana, full)
    await road.settle()
    assert received(road, numbers[2]) == 1


async def test_what_has_not_gone_gives_its_place_back(road: Road) -> None:
    ana = await road.floor.rep("ana")
    await agreed(road, ana)
    await start(road, ana, await asked(road))
    message_id = notifications.message_id_of("n-0000001")
    assert (await look(road, ana, await asked(road, "n-other-00"))).reached == 1
    await sending.cancel(road.store, ana, message_id)
    assert (await look(road, ana, await asked(road, "n-other-00"))).reached == 0


async def test_templates_after_the_window_count_and_are_held_back_at_the_limit(
    road: Road,
) -> None:
    ana, session_id = await road.owned()
    await agreed(road, ana)
    template_id = await a_template(road)
    told = TemplateMessage(
        template_id=template_id,
        name="",
        language="",
        title="",
        values=await values(road, template_id),
    )
    await road.says(ana, session_id, told, "in-window")
    assert (await look(road, ana, await asked(road))).reached == 0
    await road.pass_time(hours=25)
    async with road.store.transaction() as tx:
        await reach.limit_told(tx, WABA, 1)
    await road.floor.clock.advance_to(road.floor.clock.now() + timedelta(hours=20))
    await start(road, ana, await asked(road))
    with pytest.raises(TooMany, match="has reached 1 customers in 24 h"):
        await road.says(ana, session_id, told, "too-late")


async def test_a_limit_that_the_hub_does_not_know_is_refused_by_the_platform_in_words(
    road: Road,
) -> None:
    ana = await road.floor.rep("ana")
    road.simulator.world.limits.messaging_limit = 0
    await agreed(road, ana)
    await start(road, ana, await asked(road))
    await road.settle()
    row = await road.message(notifications.message_id_of("n-0000001"))
    assert (row["state"], row["trouble_code"]) == (Delivery.FAILED.value, "131048")
    assert (await look(road, ana, await asked(road, "n-other-00"))).reached == 0


async def test_the_limit_is_read_from_the_platform_with_the_templates(road: Road) -> None:
    ana = await road.floor.rep("ana")
    assert (await look(road, ana, await asked(road))).reach_limit == 2000


@pytest.mark.parametrize(
    "typed", ["", "12345", "Sofie", "+45", "20 12 34 56", "+1234567890123456789"]
)
async def test_what_is_no_number_with_a_country_code_is_refused(road: Road, typed: str) -> None:
    ana = await road.floor.rep("ana")
    with pytest.raises(InvalidInput, match="country code"):
        await look(road, ana, await asked(road, number=typed))


async def test_numbers_of_other_queues_are_not_written_from(road: Road) -> None:
    dirk = await road.floor.rep("dirk", queues=("delivery",))
    with pytest.raises(NotAllowed):
        await start(road, dirk, await asked(road))


async def test_a_stop_in_answer_rings_at_nobody_and_ends_it(road: Road) -> None:
    ana = await road.floor.rep("ana")
    customer_id = await agreed(road, ana)
    async with road.store.transaction() as tx:
        rule = {"keywords": {"en": {"opt_out": ["stop"], "opted_out": "Done."}}}
        await tx.execute(schema.channel.update().values(consent=rule))
    await start(road, ana, await asked(road))
    await road.settle()
    road.simulator.customer(SOFIE.replace(" ", "")).writes("STOP")
    await road.settle()
    assert (await road.session())["owner_rep_id"] is None
    assert against(await look(road, ana, await asked(road, "n-other-00"))) == [Check.CONSENT]
    async with road.store.transaction() as tx:
        seen = Seen(who=Who(phone="4520123456"), at=tx.now)
        assert await customers.known(tx, seen) == customer_id


async def test_customers_are_found_by_name_and_number_if_they_may_be_seen(road: Road) -> None:
    ana, _session = await road.owned()
    dirk = await road.floor.rep("dirk", queues=("delivery",))
    await agreed(road, ana)
    async with road.store.reading() as connection:
        found = [
            [hit.name for hit in await recipients.search(connection, who, words)]
            for who, words in [(ana, "sofie"), (ana, "lucas"), (dirk, "lucas"), (dirk, "2012")]
        ]
        (hit,) = await recipients.search(connection, ana, "4520123456")
    assert found == [["Sofie Andersen"], ["Lucas Moreau"], [], ["Sofie Andersen"]]
    assert (hit.number, hit.service, hit.offers) == ("+45 20 12 34 56", True, False)


async def test_a_supervisor_of_another_queue_may_write_from_any_number(road: Road) -> None:
    sue = await road.floor.rep("sue", role=Role.SUPERVISOR, queues=())
    await agreed(road, sue)
    await start(road, sue, await asked(road))
    session = await road.session()
    with pytest.raises(NotFound):
        await transfers.accept(road.store, sue, session["id"])
