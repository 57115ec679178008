"""Templates that move at the platform: our copy follows at once, whatever the reading does."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.domain.templates import Category, Template, TemplateStatus
from console.hub import templates_sync
from console.hub.store import schema
from console.hub.store.audit_trail import audit_trail
from console.hub.views import team
from tests.floor import Floor
from tests.platform_road import Road, built
from tests.simulator.receiving import WABA

KEY = f"{WABA}/privacy_notice/en"


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        yield road


async def copy(road: Road) -> Template:
    async with road.store.reading() as connection:
        return (await team.templates(connection, [KEY]))[KEY]


async def known(road: Road) -> None:
    async with road.store.transaction() as tx:
        await templates_sync.plan(tx)
    await road.settle()


async def told_since(road: Road, seq: int) -> list[str]:
    journal = schema.journal
    query = sa.select(journal.c.kind, journal.c.ref).where(journal.c.seq > seq)
    return [row["ref"] for row in await road.rows(query) if row["kind"] == "template"]


async def test_a_pause_is_known_with_its_end_although_the_account_can_not_be_read(
    road: Road,
) -> None:
    await known(road)
    (last,) = await road.rows(sa.select(sa.func.max(schema.journal.c.seq).label("seq")))
    road.simulator.incidents.token_changes("another")
    road.simulator.incidents.template_quality("privacy_notice", "en", "RED")
    await road.settle()
    paused = await copy(road)
    assert paused.status is TemplateStatus.PAUSED
    assert paused.quality == "red"
    assert paused.paused_until is not None
    assert (paused.paused_until - road.floor.clock.now()).total_seconds() == 3 * 3600
    assert set(await told_since(road, last["seq"])) == {KEY}


async def test_a_pause_ends_by_the_webhook_and_without_one_by_reading_again(road: Road) -> None:
    await known(road)
    road.simulator.incidents.template_quality("privacy_notice", "en", "RED")
    await road.settle()
    assert (await copy(road)).paused_until is not None
    road.simulator.webhook_url = None  # nothing more is told
    await road.pass_time(hours=3, minutes=1)
    after = await copy(road)
    assert (after.status, after.paused_until) == (TemplateStatus.APPROVED, None)


async def test_a_category_is_announced_a_day_before(road: Road) -> None:
    await known(road)
    road.simulator.incidents.template_category("privacy_notice", "en", "MARKETING")
    await road.settle()
    assert (await copy(road)).becomes is Category.MARKETING
    await road.pass_time(hours=24)
    after = await copy(road)
    assert (after.category, after.becomes) == (Category.MARKETING, None)


async def test_a_new_wording_is_known_although_the_account_can_not_be_read(road: Road) -> None:
    await known(road)
    before = await copy(road)
    road.simulator.incidents.token_changes("another")
    road.simulator.incidents.template_reworded("privacy_notice", "en", "Read this, please.")
    await road.settle()
    assert await copy(road) == replace(before, body="Read this, please.")


async def test_news_of_a_template_are_in_the_audit_trail_once(road: Road) -> None:
    await known(road)
    road.simulator.world.courier.weather = replace(road.simulator.world.weather, duplicate=1.0)
    road.simulator.incidents.template_becomes("privacy_notice", "en", "PAUSED")
    await road.pass_time(minutes=3)
    trail = await road.rows(sa.select(audit_trail))
    noted = [row["why"] for row in trail if row["action"] == "template_notice"]
    assert noted == ["PAUSED: "]
