"""Each named trouble of the platform, played for an hour with a rep who answers everybody."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.domain.errors import RuleBroken
from console.domain.ids import MessageId, SessionId, WorkId
from console.domain.messages import Text
from console.hub import transfers
from console.hub.principal import Principal
from console.hub.store import schema
from console.simulator import scenarios
from tests.floor import Floor
from tests.platform_road import Road, built

_TURNS = 18
_FAMILY = tuple(
    scenarios.Role(
        name=f"{first} Moreau",
        phone=f"+33 6 12 34 56 7{number}",
        lines=("Hello?", "Is anybody there?", "It is the blue one."),
        answers=("Thank you.", "No, the other one."),
    )
    for number, first in enumerate(("Lucas", "Emma", "Noor"))
)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/hub.db"  # what goes wrong is not the database


@pytest.fixture(params=list(scenarios.TROUBLED))
async def road(
    request: pytest.FixtureRequest, floor: Floor, tmp_path: Path
) -> AsyncIterator[Road]:
    named = scenarios.scenario(request.param)
    cast = tuple(replace(role, hides_number=named.cast[0].hides_number) for role in _FAMILY)
    day = replace(named, cast=cast, tempo_s=45.0)
    async with built(floor, tmp_path, scenario=day, seed=3) as found:
        yield found


async def test_on_a_day_of_trouble_nothing_is_lost_doubled_or_left_undone(road: Road) -> None:
    rep = await road.floor.rep("ana", capacity=500)
    for turn in range(_TURNS):
        await road.pass_time(seconds=20)
        await _answer_everybody(road, rep, turn)
    road.simulator.world.tempo_s = 0.0
    road.simulator.world.cast.clear()
    road.simulator.world.agenda.drop("trouble")
    await road.pass_time(hours=1)

    assert await road.rows(sa.select(schema.job).where(schema.job.c.kind == "webhook")) == []
    await _check_inbound(road)
    await _check_outgoing(road)


async def _answer_everybody(road: Road, rep: Principal, turn: int) -> None:
    """The rep takes what is offered and answers who has written."""
    offers = sa.select(schema.work.c.id).where(schema.work.c.status == "assigned")
    for offer in await road.rows(offers):
        await transfers.accept(road.store, rep, WorkId(offer["id"]))
    owed = (
        sa.select(schema.session.c.id)
        .join(schema.conversation)
        .where(
            schema.session.c.owner_rep_id == rep.rep_id,
            schema.conversation.c.waiting_since.is_not(None),
        )
    )
    for row in await road.rows(owed):
        session_id = SessionId(row["id"])
        key = f"answer-{turn}-{session_id}"
        with suppress(RuleBroken):
            await road.says(rep, session_id, Text(text=f"Answer {turn}"), key)
    await road.settle()


async def _check_inbound(road: Road) -> None:
    """Each message that a customer wrote is there once."""
    written = {
        wamid
        for wamid, one in road.simulator.world.written.items()
        if one.message["type"] not in {"reaction", "system"}
    }
    assert len(written) > 8
    kept = Counter(row["platform_id"] for row in await road.inbound())
    assert set(kept) == written
    assert set(kept.values()) == {1}


async def _check_outgoing(road: Road) -> None:
    """Each answer reached the customer at most once, and the hub's word on it is true."""
    reached = Counter(one.callback_data for one in road.simulator.sent)
    assert set(reached.values()) == {1}
    truth = {one.callback_data: one.state for one in road.simulator.sent}
    answers = sa.select(schema.message.c.id, schema.message.c.state).where(
        schema.message.c.direction == "outbound"
    )
    found = {MessageId(row["id"]): row["state"] for row in await road.rows(answers)}
    assert found
    for message_id, state in found.items():
        if message_id in truth:
            assert state == truth[message_id], message_id
        else:
            assert state in {"failed", "dead"}, message_id
