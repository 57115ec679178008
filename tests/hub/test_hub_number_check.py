"""A number looked at from end to end: Graph's answers, and the way in through our address."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from console.domain.findings import Finding, Kind
from console.hub.gateway import gateway_settings, open_gateway
from console.hub.number_check import check
from console.hub.settings import Settings
from console.simulator.clock import WallClock
from console.simulator.simulator import Simulator
from tests.fakes import serving
from tests.given import hub_settings

NOW = datetime(2026, 5, 14, 12, tzinfo=UTC)


@asynccontextmanager
async def a_platform(settings: Settings) -> AsyncIterator[tuple[Simulator, Settings]]:
    """A platform that knows the number and token, and settings that lead to it."""
    (channel,) = settings.channels
    simulator = Simulator(
        clock=WallClock(),
        webhook_url=None,
        app_secret="app secret",
        access_token=channel.access_token.reveal(),
        verify_token=channel.verify_token.reveal(),
        phone_number_id=channel.phone_number_id,
        waba_id=channel.waba_id,
        display_number=channel.display_number,
    )
    async with serving(simulator.app) as base:
        yield simulator, replace(settings, graph_base_url=base, graph_version="v25.0")


async def found(settings: Settings) -> list[Finding]:
    async with open_gateway(gateway_settings(settings)) as gateway:
        return (await check(gateway, settings.channels[0], settings, NOW)).findings


async def test_a_number_that_works_is_well_from_token_to_webhook(tmp_path: Path) -> None:
    settings = hub_settings(tmp_path)
    (channel,) = settings.channels

    async def shake(request: Request) -> Response:
        right = request.query_params["hub.verify_token"] == channel.verify_token.reveal()
        return PlainTextResponse(request.query_params["hub.challenge"] if right else "no")

    door = Starlette(routes=[Route("/webhooks/whatsapp", shake)])
    async with a_platform(settings) as (_simulator, there), serving(door) as public:
        all_found = await found(replace(there, public_url=public))
    assert {one.kind for one in all_found} == {Kind.OK}
    assert all_found[0].what == "The access token is valid and may send and manage."
    assert all_found[-1].what.startswith("Webhooks reach this hub through http://")


async def test_a_public_address_that_leads_elsewhere_is_trouble(tmp_path: Path) -> None:
    async def other(_request: Request) -> Response:
        return PlainTextResponse("Welcome to nginx!")

    door = Starlette(routes=[Route("/webhooks/whatsapp", other)])
    async with a_platform(hub_settings(tmp_path)) as (_simulator, there):
        async with serving(door) as public:
            leads_elsewhere = (await found(replace(there, public_url=public)))[-1]
        silent = (await found(replace(there, public_url=public)))[-1]
        unknown = (await found(there))[-1]
    assert leads_elsewhere.kind is Kind.TROUBLE
    assert "answers 200, and not as this hub would" in leads_elsewhere.what
    assert silent.kind is Kind.TROUBLE
    assert "Nothing answers" in silent.what
    assert unknown.kind is Kind.NOTE


async def test_what_meta_refuses_is_said_with_its_number(tmp_path: Path) -> None:
    async with a_platform(hub_settings(tmp_path)) as (simulator, there):
        simulator.faults.expired_token()
        refused = (await found(there))[0]
    assert refused.kind is Kind.TROUBLE
    assert "Meta refused (190" in refused.what


async def test_an_account_without_subscription_is_trouble(tmp_path: Path) -> None:
    async with a_platform(hub_settings(tmp_path)) as (simulator, there):
        simulator.world.subscribed = False
        words = [one.what for one in await found(there) if one.kind is Kind.TROUBLE]
    assert words == ["No app is subscribed to the account: its messages go nowhere."]


async def test_a_platform_out_of_reach_is_one_sentence(tmp_path: Path) -> None:
    there = replace(hub_settings(tmp_path), graph_base_url="http://127.0.0.1:9")
    (only,) = await found(there)
    assert (only.kind, only.what) == (
        Kind.TROUBLE, "Meta can’t be reached at http://127.0.0.1:9.",
    )  # fmt: skip
