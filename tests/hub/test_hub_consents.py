"""Consent: what is put down, what keywords do, and who is not written to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from console.domain.consent import Consent, Level, Purpose
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.ids import ConversationId, CustomerId, MessageId, TemplateId
from console.domain.messages import TemplateMessage
from console.domain.sessions import SessionStatus
from console.domain.templates import Category
from console.hub import consents, send_queue, timeline
from console.hub.store import schema
from console.hub.store.consent_table import consent as consent_table
from tests.floor import TEMPLATE, Floor
from tests.given import GivenHub, a_hub, hub_settings


@pytest.fixture(params=[Level.IMPLICIT, Level.DOUBLE])
async def hub(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[GivenHub]:
    settings = hub_settings(tmp_path)
    (channel,) = settings.channels
    rule = replace(channel.consent, level=request.param)
    async with a_hub(tmp_path, channels=(replace(channel, consent=rule),)) as given:
        yield given


async def rows(hub: GivenHub, query: sa.Select[Any]) -> list[sa.RowMapping]:
    async with hub.hub.store.reading() as connection:
        return list((await connection.execute(query)).mappings())


async def stated(hub: GivenHub) -> list[tuple[str, bool, str]]:
    found = await rows(hub, sa.select(consent_table).order_by(consent_table.c.id))
    return [(row["purpose"], row["granted"], row["level"]) for row in found]


async def sent(hub: GivenHub) -> list[str]:
    query = sa.select(schema.message.c.words).where(schema.message.c.direction == "outbound")
    return [row["words"] for row in await rows(hub, query.order_by(schema.message.c.order))]


async def statuses(hub: GivenHub) -> list[str]:
    query = sa.select(schema.session.c.status).order_by(schema.session.c.opened_at)
    return [row["status"] for row in await rows(hub, query)]


@pytest.mark.parametrize("hub", [Level.IMPLICIT], indirect=True)
async def test_a_stop_alone_is_obeyed_and_answered_and_rings_at_nobody(hub: GivenHub) -> None:
    await hub.customer_writes("STOP")
    assert await stated(hub) == [
        ("service", False, "explicit"),
        ("marketing", False, "explicit"),
    ]
    assert await sent(hub) == [
        "You won’t get messages from us any more, only answers when you write. "
        "Write START to change that."
    ]
    assert await statuses(hub) == []
    await hub.customer_writes("Where is my table?")
    assert await statuses(hub) == ["waiting"]


@pytest.mark.parametrize("hub", [Level.IMPLICIT], indirect=True)
async def test_a_stop_within_a_session_reaches_its_rep_too(hub: GivenHub) -> None:
    await hub.customer_writes("Hello")
    await hub.customer_writes("Stopp")
    assert await statuses(hub) == ["waiting"]
    (session,) = await rows(hub, sa.select(schema.session.c.unread))
    assert session["unread"] == 2
    assert (await sent(hub))[0].startswith("Sie bekommen keine Nachrichten mehr")


@pytest.mark.parametrize("hub", [Level.DOUBLE], indirect=True)
async def test_where_it_is_asked_twice_a_second_yes_confirms(hub: GivenHub) -> None:
    await hub.customer_writes("START")
    assert await sent(hub) == ["Please answer YES if you want to hear from us on WhatsApp."]
    assert await statuses(hub) == [SessionStatus.CONSENT.value]
    await hub.customer_writes("Yes!")
    assert (await stated(hub))[-1] == ("marketing", True, "double")
    assert await statuses(hub) == [SessionStatus.ENDED.value]


@pytest.mark.parametrize("hub", [Level.DOUBLE], indirect=True)
async def test_other_words_than_a_yes_go_to_a_rep(hub: GivenHub) -> None:
    await hub.customer_writes("START")
    await hub.customer_writes("What would you send?")
    assert await statuses(hub) == [SessionStatus.WAITING.value]
    await hub.customer_writes("ok")
    assert (await stated(hub))[-1] == ("marketing", True, "double")
    assert await statuses(hub) == [SessionStatus.WAITING.value]


@pytest.mark.parametrize("hub", [Level.DOUBLE], indirect=True)
async def test_an_everyday_yes_is_no_consent(hub: GivenHub) -> None:
    await hub.customer_writes("yes")
    assert await stated(hub) == []
    assert await statuses(hub) == [SessionStatus.WAITING.value]


@pytest.mark.parametrize("hub", [Level.DOUBLE], indirect=True)
async def test_a_second_yes_is_not_waited_for_longer_than_a_day(hub: GivenHub) -> None:
    await hub.customer_writes("START")
    await hub.hub.store.clock.advance(hours=24)  # type: ignore[attr-defined]
    await hub.settle()
    assert await statuses(hub) == [SessionStatus.ENDED.value]


async def test_a_keyword_that_comes_twice_by_webhook_is_put_down_once(hub: GivenHub) -> None:
    await hub.customer_writes("STOP")
    hub._webhooks = 0
    await hub.customer_writes("STOP")
    assert len(await stated(hub)) == 2
    assert len(await sent(hub)) == 1


# what may be sent


def said(
    floor: Floor, *, granted: bool, level: Level = Level.EXPLICIT, **ago: float
) -> Consent:
    return Consent(
        purpose=Purpose.MARKETING,
        granted=granted,
        level=level,
        source="checkout form",
        wording="Offers by WhatsApp",
        at=floor.clock.now() - timedelta(**ago),
        recorded_by="Maya",
    )


async def state(floor: Floor, thread: ConversationId, *statements: Consent) -> CustomerId:
    async with floor.store.transaction() as tx:
        row = await tx.row(
            sa.select(schema.conversation.c.customer_id).where(
                schema.conversation.c.id == thread
            )
        )
        assert row is not None
        for one in statements:
            await consents.record(tx, CustomerId(row["customer_id"]), one)
    return CustomerId(row["customer_id"])


async def why_not(floor: Floor, thread: ConversationId, level: Level) -> str:
    async with floor.store.transaction() as tx:
        await tx.execute(schema.channel.update().values(consent={"level": level.value}))
        return await consents.why_not(tx, thread, Category.MARKETING)


async def test_what_was_said_last_stands_whenever_it_was_put_down(floor: Floor) -> None:
    thread = await floor.customer("Lucas")
    yes, no = said(floor, granted=True, days=3), said(floor, granted=False, days=1)
    customer_id = await state(floor, thread, no, yes)
    assert await why_not(floor, thread, Level.IMPLICIT) == "this customer wants no offers"
    async with floor.store.reading() as connection:
        known = await consents.history(connection, customer_id)
        projected = (await connection.execute(sa.select(schema.customer.c.consent))).scalar()
    assert known == (no, yes)
    assert projected is not None
    assert projected[0][:2] == ["marketing", False]


async def test_offers_need_what_the_channel_asks_for(floor: Floor) -> None:
    thread = await floor.customer("Lucas")
    assert await why_not(floor, thread, Level.IMPLICIT) == ""
    assert "hasn’t agreed to offers" in await why_not(floor, thread, Level.EXPLICIT)
    await state(floor, thread, said(floor, granted=True))
    assert await why_not(floor, thread, Level.EXPLICIT) == ""
    assert "hasn’t confirmed yet" in await why_not(floor, thread, Level.DOUBLE)
    await state(floor, thread, said(floor, granted=True, level=Level.DOUBLE))
    assert await why_not(floor, thread, Level.DOUBLE) == ""


async def test_what_was_known_before_statements_were_kept_still_counts(floor: Floor) -> None:
    thread = await floor.customer("Lucas")
    for entry, level, refused in (
        (["marketing", False, "by phone"], Level.IMPLICIT, True),
        (["marketing", True, "form"], Level.EXPLICIT, False),
        (["marketing", True, "form"], Level.DOUBLE, True),
    ):
        async with floor.store.transaction() as tx:
            await tx.execute(schema.customer.update().values(consent=[entry]))
        assert bool(await why_not(floor, thread, level)) is refused


async def test_service_templates_need_none(floor: Floor) -> None:
    thread = await floor.customer("Lucas")
    await state(floor, thread, said(floor, granted=False))
    async with floor.store.transaction() as tx:
        assert await consents.why_not(tx, thread, Category.UTILITY) == ""


async def test_offers_that_wait_are_not_sent_after_an_opt_out(floor: Floor) -> None:
    thread = await floor.customer("Lucas")
    async with floor.store.transaction() as tx:
        for category in ("marketing", "utility"):
            template = TEMPLATE | {"template_id": f"waba/{category}", "category": category}
            await tx.execute(
                schema.template.insert().values(
                    id=template["template_id"],
                    waba_id="waba",
                    name=category,
                    language="en",
                    status="approved",
                    template=template,
                    synced_at=tx.now,
                )
            )
            message_id = MessageId(category)
            await timeline.add(
                tx,
                conversation_id=thread,
                direction=Direction.OUTBOUND,
                body=TemplateMessage(
                    template_id=TemplateId(template["template_id"]),
                    name=category,
                    language="en",
                    title="Hello",
                    text="Hello",
                    values={},
                ),
                at=tx.now,
                message_id=message_id,
                state=Delivery.ACCEPTED_BY_HUB,
            )
            await send_queue.enqueue(tx, message_id, thread)
    await state(floor, thread, said(floor, granted=False))
    assert await floor.state(MessageId("marketing")) == Delivery.FAILED.value
    assert await floor.state(MessageId("utility")) == Delivery.ACCEPTED_BY_HUB.value
