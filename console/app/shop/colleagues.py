"""Colleagues: the demo's other reps, who stay at their desks and answer their customers."""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta

import httpx

from console.app.shop.colleague import Colleague
from console.app.shop.stories import Story
from console.domain.errors import RuleBroken
from console.domain.people import Wanted
from console.wire.requests import Snapshot
from console.wire.views import SessionView

LOOK_EVERY_S = 12.0
PATIENCE = timedelta(seconds=75)
_BACK_AFTER_S = 1.0
_GLANCE_EVERY_S = 2.0
_log = logging.getLogger(__name__)


async def stay(hub_url: str, story: Story, *, without: str, speed: float) -> None:
    """Everybody but one (and whoever is offline) is at work, until cancelled."""
    async with asyncio.TaskGroup() as group:
        for rep in story.reps.values():
            if rep.key != without and Wanted(rep.ends) is not Wanted.OFFLINE:
                group.create_task(_work(Colleague(rep, hub_url), story, speed), name=rep.key)


async def sit(hub_url: str, story: Story, *, without: tuple[str, ...]) -> None:
    """Everybody else who isn't offline sits at their desk, until cancelled.

    They accept what they are offered and say nothing.
    """
    async with asyncio.TaskGroup() as group:
        for rep in story.reps.values():
            if rep.key not in without and Wanted(rep.ends) is not Wanted.OFFLINE:
                group.create_task(_only_sit(Colleague(rep, hub_url)), name=rep.key)


async def _only_sit(colleague: Colleague) -> None:
    try:
        await _sign_in(colleague)
        async with asyncio.TaskGroup() as group:
            group.create_task(_sit(colleague))
            group.create_task(_accept(colleague))
    finally:
        await colleague.aclose()


async def _accept(colleague: Colleague) -> None:
    while True:
        await asyncio.sleep(_GLANCE_EVERY_S)
        with suppress(RuleBroken, httpx.HTTPError):
            for offer in (await colleague.snapshot()).offers:
                await colleague.accept(offer)


async def _work(colleague: Colleague, story: Story, speed: float) -> None:
    try:
        await _sign_in(colleague)
        async with asyncio.TaskGroup() as group:
            group.create_task(_sit(colleague))
            group.create_task(_answer(colleague, story, speed))
    finally:
        await colleague.aclose()


async def _sign_in(colleague: Colleague) -> None:
    while True:
        with suppress(RuleBroken, httpx.HTTPError):
            await colleague.sign_in()
            await colleague.wants(Wanted(colleague.rep.ends))
            return
        await asyncio.sleep(_BACK_AFTER_S)


async def _sit(colleague: Colleague) -> None:
    """The desk is within reach, again and again."""
    while True:
        try:
            async with colleague.connected() as chunks:
                async for _chunk in chunks:
                    continue
        except (RuleBroken, httpx.HTTPError) as trouble:
            _log.info("%s lost the hub: %s", colleague.rep.key, type(trouble).__name__)
        await asyncio.sleep(_BACK_AFTER_S)


async def _answer(colleague: Colleague, story: Story, speed: float) -> None:
    """Offers are accepted, and customers who wait too long hear something."""
    while True:
        await asyncio.sleep(max(LOOK_EVERY_S / speed, 1.0))
        with suppress(RuleBroken, httpx.HTTPError):
            news = await colleague.snapshot()
            for offer in news.offers:
                await colleague.accept(offer)
            for session in _impatient(news):
                await colleague.see(session)
                await colleague.say(
                    session, story.comforts[session.fence % len(story.comforts)]
                )


def _impatient(news: Snapshot) -> list[SessionView]:
    """Own sessions whose customer has waited long and whose window is open."""
    return [
        session
        for session in news.sessions
        if session.owner_id == news.me.rep_id
        and session.customer_waits
        and session.waiting_since is not None
        and news.now - session.waiting_since > PATIENCE
        and session.window_expires_at is not None
        and session.window_expires_at > news.now
    ]
