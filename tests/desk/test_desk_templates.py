"""Templates at a real desk, hub and platform: made, seen by everybody, paused at once."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from console.desk.credentials import MemoryCredentials
from console.desk.desk import Desk
from console.desk.rows import LinkState
from console.domain.errors import InvalidInput, NotAllowed
from console.domain.ids import TemplateId
from console.domain.people import Role
from console.domain.templates import Category, Template, TemplateStatus
from console.simulator.simulator import Simulator
from tests.desk.conftest import Place, running
from tests.fakes import HandClock, serving, until
from tests.given import (
    ACCESS_TOKEN,
    APP_SECRET,
    NOON,
    NUMBER_ID,
    PASSWORD,
    VERIFY_TOKEN,
    WABA_ID,
    WEBHOOKS,
    GivenHub,
    a_hub,
)

DRAFT = Template(
    template_id=TemplateId(""),
    name="order_late",
    language="en",
    category=Category.UTILITY,
    status=TemplateStatus.PENDING,
    body="Hello {{1}}, your order is late.",
    examples=(("body.1", "Ana"),),
)


@asynccontextmanager
async def platform(clock: HandClock) -> AsyncIterator[tuple[Simulator, str]]:
    simulator = Simulator(
        clock=clock,
        webhook_url=None,
        app_secret=APP_SECRET,
        access_token=ACCESS_TOKEN,
        verify_token=VERIFY_TOKEN,
        phone_number_id=NUMBER_ID,
        waba_id=WABA_ID,
        display_number="+31 20 123 45 67",
    )
    async with serving(simulator.app) as url:
        yield simulator, url
    await simulator.aclose()


@asynccontextmanager
async def at_desk(given: GivenHub, folder: Path, name: str) -> AsyncIterator[Desk]:
    assert isinstance(given.clock, HandClock)
    place = Place(folder, folder / "downloads", given.clock, MemoryCredentials(), [])
    desk = place.desk()
    await desk.sign_in(given.url, name, PASSWORD, stay=True)
    async with running(desk):
        await until(lambda: desk.link.state is LinkState.CONNECTED)
        yield desk


async def test_a_template_is_made_by_one_and_paused_under_the_eyes_of_all(
    tmp_path: Path,
) -> None:
    clock = HandClock(NOON)
    async with (
        platform(clock) as (simulator, graph),
        a_hub(tmp_path / "hub", clock=clock, graph_base_url=graph) as given,
    ):
        simulator.webhook_url = given.url + WEBHOOKS
        await given.rep("ada", role=Role.ADMIN)
        await given.rep("ana")

        async def comes(fact: Callable[[], object]) -> None:
            for _ in range(60):
                await simulator.settle()
                await given.settle()
                if fact():
                    return
                await clock.advance(seconds=5)
            pytest.fail("it never became true")

        async with (
            at_desk(given, tmp_path / "ada", "ada") as admin,
            at_desk(given, tmp_path / "ana", "ana") as rep,
        ):

            def status(desk: Desk) -> TemplateStatus | None:
                there = [one for one in desk.templates() if one.name == DRAFT.name]
                return there[0].status if there else None

            with pytest.raises(NotAllowed):
                await rep.create_template(DRAFT)
            with pytest.raises(InvalidInput, match="end with a variable"):
                await admin.create_template(_with_body("Hello {{1}}"))
            made = await admin.create_template(DRAFT)
            assert made.asked == "create"
            await comes(lambda: status(rep) is TemplateStatus.APPROVED)
            simulator.incidents.template_quality(DRAFT.name, "en", "RED")
            await comes(lambda: status(rep) is TemplateStatus.PAUSED)
            (channel,) = admin.channels()
            assert (channel.account, channel.templates_limit) == (WABA_ID, 6000)
            await admin.delete_template(made.template_id)
            await comes(lambda: status(rep) is TemplateStatus.DELETED)


def _with_body(body: str) -> Template:
    return replace(DRAFT, body=body)
