"""Templates made, edited and deleted from the hub: each thing once, whatever the line does."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from console.channels.whatsapp import template_calls
from console.domain.errors import AlreadyDecided, InvalidInput, NotFound
from console.domain.ids import TemplateId
from console.domain.people import Role
from console.domain.template_limits import MANY
from console.domain.templates import Button, Category, Template, TemplateStatus
from console.hub import jobs, media, template_commands, templates_sync
from console.hub.gateway import Reply
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.audit_trail import audit_trail
from console.hub.views import team
from console.wire.templates import (
    CreateTemplate,
    DeleteTemplate,
    EditTemplate,
    ResumeTemplate,
    TemplateParts,
)
from tests.floor import Floor
from tests.platform_road import Road, built
from tests.simulator.receiving import PHONE, WABA

KEY = TemplateId(f"{WABA}/order_late/en")
PARTS = TemplateParts(
    category=Category.UTILITY,
    body="Hello {{1}}, your order is late.",
    buttons=(Button(kind="quick_reply", text="Fine"),),
    examples=(("body.1", "Ana"),),
)
NEW = CreateTemplate(name="order_late", language="en", parts=PARTS)


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        async with road.store.transaction() as tx:
            await templates_sync.plan(tx)
        await road.settle()
        yield road


async def admin(road: Road) -> Principal:
    known = road.floor.reps.get("ada")
    return known or await road.floor.rep("ada", role=Role.ADMIN)


async def later(road: Road, **span: float) -> None:
    """What is due has been done, and then time has passed."""
    await road.settle()
    await road.pass_time(**span)


async def copy(road: Road) -> Template:
    async with road.store.reading() as connection:
        return (await team.templates(connection, [KEY]))[KEY]


def at_meta(road: Road) -> list[dict[str, Any]]:
    rows = road.simulator.world.templates.rows
    return [row for row in rows if row["name"] == "order_late"]


async def approved(road: Road) -> Principal:
    """Ada has made the template, and Meta has approved it."""
    who = await admin(road)
    await template_commands.create(road.store, who, NEW)
    await later(road, minutes=3)
    assert (await copy(road)).status is TemplateStatus.APPROVED
    return who


async def test_a_template_goes_to_meta_is_reviewed_and_can_then_be_sent(road: Road) -> None:
    who = await admin(road)
    await template_commands.create(road.store, who, NEW)
    begun = await copy(road)
    assert (begun.status, begun.asked) == (TemplateStatus.PENDING, "create")
    await road.settle()
    made = await copy(road)
    assert (made.status, made.asked, made.refused) == (TemplateStatus.PENDING, "", "")
    await later(road, minutes=3)
    assert (await copy(road)).status is TemplateStatus.APPROVED
    assert len(at_meta(road)) == 1


async def test_how_long_its_messages_are_tried_goes_along_and_comes_back(road: Road) -> None:
    who = await admin(road)
    hour = replace(NEW, parts=replace(PARTS, ttl_s=3600))
    await template_commands.create(road.store, who, hour)
    await later(road, minutes=3)
    (row,) = at_meta(road)
    assert row["message_send_ttl_seconds"] == 3600
    async with road.store.transaction() as tx:
        await templates_sync.plan(tx)
    await road.settle()
    read = await copy(road)
    assert (read.ttl_s, read.sub_category, read.refused) == (3600, "custom", "")
    day = EditTemplate(template_id=KEY, parts=replace(PARTS, ttl_s=86_400))
    with pytest.raises(InvalidInput, match="12 hours"):
        await template_commands.edit(road.store, who, day)


async def test_asked_for_twice_it_is_made_once(road: Road) -> None:
    who = await admin(road)
    for _ in range(2):
        await template_commands.create(road.store, who, NEW)
        await road.settle()
        await template_commands.create(road.store, who, NEW)
    assert len(at_meta(road)) == 1
    trail = await road.rows(sa.select(audit_trail))
    assert [row["action"] for row in trail].count("template_created") == 1


async def test_asked_for_twice_in_the_same_moment_it_is_made_once(road: Road) -> None:
    who = await admin(road)
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(template_commands.create(road.store, who, NEW))
    await road.settle()
    assert len(at_meta(road)) == 1
    assert (await copy(road)).refused == ""


async def test_a_lost_answer_is_looked_up_and_nothing_is_made_or_edited_twice(
    road: Road,
) -> None:
    who = await admin(road)
    road.simulator.faults.lose_template_reply()
    await template_commands.create(road.store, who, NEW)
    await later(road, minutes=3)
    assert len(at_meta(road)) == 1
    assert (await copy(road)).status is TemplateStatus.APPROVED
    road.simulator.faults.lose_template_reply()
    parts = _with(body="Hello {{1}}, your order is very late.")
    await template_commands.edit(road.store, who, EditTemplate(template_id=KEY, parts=parts))
    await later(road, minutes=1)
    edited = await copy(road)
    assert (edited.asked, edited.refused, edited.body) == ("", "", parts.body)
    assert len(at_meta(road)[0]["edits"]) == 1
    await later(road, minutes=3)
    road.simulator.faults.lose_template_reply()
    await template_commands.delete(road.store, who, DeleteTemplate(template_id=KEY))
    await later(road, minutes=1)
    assert not at_meta(road)
    gone = await copy(road)
    assert (gone.status, gone.refused) == (TemplateStatus.DELETED, "")
    assert gone.deleted_at is not None


async def test_a_hub_that_died_after_asking_is_followed_by_one_that_looks_first(
    road: Road,
) -> None:
    who = await admin(road)
    await template_commands.create(road.store, who, NEW)
    assert await jobs.claim(road.store, template_commands.ASK, owner="the hub that dies")
    call = template_calls.create_call(WABA, await copy(road))
    answer = await road.gateway.call(call, number_id=PHONE)
    assert isinstance(answer, Reply)
    assert answer.is_good
    await later(road, seconds=jobs.LEASE.total_seconds() + 1)
    await road.settle()
    assert len(at_meta(road)) == 1
    made = await copy(road)
    assert (made.asked, made.refused) == ("", "")


async def test_metas_refusal_stands_at_the_template_in_its_own_words(road: Road) -> None:
    who = await admin(road)
    road.simulator.world.templates.most = 0
    await template_commands.create(road.store, who, NEW)
    await road.settle()
    refused = await copy(road)
    assert refused.status is TemplateStatus.REJECTED
    assert refused.refused == "The account has reached its limit of message templates."
    road.simulator.world.templates.most = 6000
    again = EditTemplate(template_id=KEY, parts=PARTS)
    await template_commands.edit(road.store, who, again)
    await later(road, minutes=3)
    assert (await copy(road)).status is TemplateStatus.APPROVED


async def test_a_template_that_never_reached_meta_survives_a_reading_and_can_be_dropped(
    road: Road,
) -> None:
    who = await admin(road)
    road.simulator.faults.refuse_template(999_005)  # a code nobody knows
    await template_commands.create(road.store, who, NEW)
    await later(road, hours=7)
    assert (await copy(road)).status is TemplateStatus.REJECTED
    await template_commands.delete(road.store, who, DeleteTemplate(template_id=KEY))
    assert (await copy(road)).status is TemplateStatus.DELETED
    await template_commands.create(road.store, who, NEW)
    await later(road, minutes=3)
    assert (await copy(road)).status is TemplateStatus.APPROVED


async def test_without_an_answer_for_long_it_is_given_up_in_words(road: Road) -> None:
    who = await admin(road)
    road.simulator.faults.refuse_template(131016, times=99)
    await template_commands.create(road.store, who, NEW)
    await later(road, minutes=40)
    refused = await copy(road)
    assert refused.asked == ""
    assert "can’t be reached" in refused.refused


async def test_what_breaks_the_rules_never_leaves_the_hub(road: Road) -> None:
    who = await admin(road)
    bad = CreateTemplate(name="Order late", language="en", parts=_with(body="{{1}} is late."))
    with pytest.raises(InvalidInput, match="begin with a variable"):
        await template_commands.create(road.store, who, bad)
    with pytest.raises(NotFound):
        await template_commands.create(road.store, who, _new(account="another"))
    who = await approved(road)
    marketing = EditTemplate(template_id=KEY, parts=_with(category=Category.MARKETING))
    with pytest.raises(InvalidInput, match="category"):
        await template_commands.edit(road.store, who, marketing)


async def test_an_approved_one_is_edited_once_a_day_and_pending_ones_not_at_all(
    road: Road,
) -> None:
    who = await approved(road)
    first = EditTemplate(template_id=KEY, parts=_with(body="Hello {{1}}, it is late, sorry."))
    await template_commands.edit(road.store, who, first)
    await template_commands.edit(road.store, who, first)  # a repeat is no second edit
    await road.settle()
    second = EditTemplate(template_id=KEY, parts=PARTS)
    with pytest.raises(AlreadyDecided, match="reviewing"):
        await template_commands.edit(road.store, who, second)
    await later(road, minutes=3)
    with pytest.raises(AlreadyDecided, match="once in 24 hours"):
        await template_commands.edit(road.store, who, second)
    await later(road, hours=24)
    await template_commands.edit(road.store, who, second)
    await road.settle()
    assert (await copy(road)).body == PARTS.body


async def test_a_pause_by_pacing_ends_when_an_administrator_resumes_it(road: Road) -> None:
    who = await approved(road)
    resumed = ResumeTemplate(template_id=KEY)
    road.simulator.incidents.template_quality("order_late", "en", "RED")
    await road.settle()
    with pytest.raises(AlreadyDecided, match="by itself"):
        await template_commands.resume(road.store, who, resumed)
    await later(road, hours=3)
    road.simulator.incidents.template_paced("order_late", "en")
    await later(road, hours=24)
    assert (await copy(road)).pause == "pacing"
    await template_commands.resume(road.store, who, resumed)
    await template_commands.resume(road.store, who, resumed)
    await road.settle()
    after = await copy(road)
    assert (after.status, after.pause, after.asked) == (TemplateStatus.APPROVED, "", "")


async def test_a_deleted_name_is_locked(road: Road) -> None:
    who = await approved(road)
    await template_commands.delete(road.store, who, DeleteTemplate(template_id=KEY))
    await road.settle()
    with pytest.raises(InvalidInput, match="30 days"):
        await template_commands.create(road.store, who, NEW)


async def test_the_accounts_limit_is_read_with_its_templates(road: Road) -> None:
    channel = await road.row(sa.select(schema.channel).where(schema.channel.c.waba_id == WABA))
    assert channel["templates_limit"] == MANY


@pytest.mark.parametrize("breaks", [0, 1, 3])
async def test_the_sample_of_a_heading_is_taken_along_wherever_it_breaks_off(
    road: Road, breaks: int
) -> None:
    who = await admin(road)
    content = b"\x89PNG\r\n\x1a\n" + bytes(1000)
    media_id = await _uploaded(road, who, content)
    road.simulator.faults.break_upload(times=breaks)
    parts = _with(header_format="image", sample=media_id)
    await template_commands.create(road.store, who, _new(parts=parts))
    await road.settle()
    (row,) = at_meta(road)
    (handle,) = row["components"][0]["example"]["header_handle"]
    session = road.simulator.world.uploads.finished(handle)
    assert session is not None
    assert bytes(session.content) == content


async def test_somebody_elses_file_is_no_sample(road: Road) -> None:
    other = await road.floor.rep("eve", role=Role.ADMIN)
    media_id = await _uploaded(road, other, b"\x89PNG\r\n\x1a\n" + bytes(9))
    wanted = _new(parts=_with(header_format="image", sample=media_id))
    with pytest.raises(NotFound):
        await template_commands.create(road.store, await admin(road), wanted)


def _with(**changes: Any) -> TemplateParts:
    return replace(PARTS, **changes)


def _new(**changes: Any) -> CreateTemplate:
    return replace(NEW, **changes)


async def _uploaded(road: Road, who: Principal, content: bytes) -> str:
    with road.files.incoming() as incoming:
        incoming.write(content)
        kept = incoming.keep()
    channel = await road.row(sa.select(schema.channel.c.id).limit(1))
    async with road.store.transaction() as tx:
        return await media.keep_upload(
            tx,
            kept,
            channel_id=channel["id"],
            uploaded_by=who.rep_id,
            name="a.png",
            claimed_mime="image/png",
        )
