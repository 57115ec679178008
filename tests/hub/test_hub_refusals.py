"""Every error of Meta's, refused at once or later: what the hub does, what the rep reads."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.channels.whatsapp import faults
from console.channels.whatsapp.facts import StatusReported
from console.channels.whatsapp.fault_table import PLAIN, TABLE
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.ids import ChannelId, ConversationId, MessageId, PlatformId, SessionId
from console.domain.messages import Text
from console.domain.texts import kept
from console.hub import attempts, edge, jobs, sending, statuses, timeline
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.audit_trail import audit_trail
from tests.floor import Floor
from tests.platform_road import Road, built

_message, _attempt = schema.message, schema.attempt
Taken = tuple[Principal, SessionId]
BY_ITSELF = "The hub tries again by itself."
AGAIN = "Send it again if it is still wanted."


@dataclass(frozen=True)
class Group:
    """Errors that are dealt with alike, after Meta's "Error codes".

    Attributes:
        refused: the message's state and the attempt's outcome after a refusal.
        ends: how the words end after a refusal, and after a status.
    """

    codes: tuple[int, ...]
    refused: tuple[str, str]
    ends: tuple[str, str] = ("", "")


GROUPS = {
    "not processed, so the hub waits and tries again": Group(
        (
            *(4, 613, 80007, 130429, 131056, 131057, 132069, 133004, 133015, 134101),
            *(131208, 139102, 2494100),
        ),
        ("retrying", "retry"),
        (BY_ITSELF, AGAIN),
    ),
    "perhaps processed, so nobody but a person sends it again": Group(
        (1, 2, 131000, 131016),
        ("unknown", "unknown"),
        ("if the customer didn’t get it.", AGAIN),
    ),
    "the window is shut, so a template may go": Group(
        (131047,),
        ("failed", "failed"),
        ("until the customer writes.", "until the customer writes."),
    ),
    "the whole number waits until an administrator acts": Group(
        (
            *(0, 3, 10, 33, 104, 190, 200, 219, 299, 368),
            *(131005, 131031, 131037, 131042, 131045),
            *(133000, 133005, 133006, 133008, 133009, 133010, 133016, 136024),
            *(2388001, 2388012, 2388091, 2388093, 2388103),
            *(2593079, 2593085, 2593107, 2593108, 2593109, 1752041),
        ),
        ("retrying", "channel"),
        ("the message is kept.", "Send it again when the number works."),
    ),
    "only this kind of message waits until an administrator acts": Group(
        (
            *(131044, 131048, 131207, 131214, 131215, 131063, 131064, 134011, 134102, 2388019),
            *(200005, 200006, 200007),
            *range(139000, 139007),
        ),
        ("failed", "failed"),
    ),
    "it would fail again, for its form, its content or its customer": Group(
        (
            *(100, 131008, 131009, 131021, 131026, 131030, 131051, 131052, 131053, 131055),
            *(131059, 131060, 131062, 135000, 137000, 130403, 130472, 130497),
            *(131049, 131050, 2046, 2047),
        ),
        ("failed", "failed"),
    ),
    "it would fail again, for its template": Group(
        (
            *(131061, 132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016),
            *(132018, 132068, 134100),
            *(2388039, 2388040, 2388047, 2388072, 2388073, 2388293, 2388299),
        ),
        ("failed", "failed"),
    ),
    "it would fail again, and is about calls, groups, lists or names": Group(
        (
            *range(138000, 138019),
            *(131020, 131041, *range(131201, 131207), *range(131209, 131214)),
            *(139100, 139101, 139103, 2494191),
            *range(147001, 147006),
        ),
        ("failed", "failed"),
    ),
}
EACH = pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS.keys())


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        yield road


@pytest.fixture
async def taken(road: Road) -> Taken:
    return await road.owned()


async def forget(road: Road) -> None:
    """What the last refusal led to is over: each number is looked at by itself."""
    async with road.store.transaction() as tx:
        await tx.execute(schema.job.delete().where(schema.job.c.kind != "webhook"))
        await tx.execute(schema.channel.update().values(trouble=""))
        await tx.execute(schema.customer.update().values(blocked=False))
        await tx.execute(schema.conversation.update().values(closed_at=None, paced_until=None))


async def trouble_of_number(road: Road) -> str:
    return str((await road.row(sa.select(schema.channel)))["trouble"])


async def sent(floor: Floor, thread: ConversationId, key: MessageId) -> None:
    """A message that Meta took in at its first attempt."""
    async with floor.store.transaction() as tx:
        await timeline.add(
            tx,
            conversation_id=thread,
            direction=Direction.OUTBOUND,
            body=Text(text="Hello"),
            at=tx.now,
            message_id=key,
            platform_id=PlatformId(f"wamid.{key}"),
            state=Delivery.SENT,
        )
        number = await attempts.start(tx, key)
        await attempts.end(tx, key, number, attempts.ACCEPTED)


def failed(message_id: str, code: int = 0) -> StatusReported:
    return StatusReported(
        number_id="1",
        platform_id=PlatformId(""),
        message_id=message_id,
        status=Delivery.FAILED,
        at=None,
        code=code,
    )


def test_the_groups_hold_every_number_of_the_table_once() -> None:
    grouped = [code for group in GROUPS.values() for code in group.codes]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) == set(TABLE) | {219, 299}


def test_every_number_has_words_of_its_own() -> None:
    general = {row.why for row in PLAIN.values()}
    assert not [code for code, row in TABLE.items() if row.why in general]


@EACH
async def test_a_refusal_is_dealt_with_by_its_number(
    road: Road, taken: Taken, group: Group
) -> None:
    whole = group.refused[1] == "channel"
    send = edge.handlers(road.store, road.gateway, road.files, lambda: 0.5)["send"]
    for code in group.codes:
        key = f"m-{code}"
        road.simulator.faults.error(code)
        await road.says(*taken, Text(text="Hello"), key)
        (job,) = await jobs.claim(road.store, "send", owner="test")
        await send(job)
        row = await road.message(key)
        assert (row["state"], await road.attempts(key)) == (
            group.refused[0],
            [group.refused[1]],
        )
        assert row["trouble_code"] == (str(code) if code else "")
        assert (row["retry_at"] is not None) == (group.refused == ("retrying", "retry"))
        said = kept(row["trouble"], code=row["trouble_code"])
        assert said.endswith(group.ends[0]), code
        assert bool(await trouble_of_number(road)) == whole
        await forget(road)
    assert road.simulator.sent == []


@EACH
async def test_a_failed_status_is_dealt_with_by_its_number(floor: Floor, group: Group) -> None:
    thread = await floor.customer("lucas")
    for code in filter(None, group.codes):  # 0 in a status is no number
        key = MessageId(f"m-{code}")
        await sent(floor, thread, key)
        async with floor.store.transaction() as tx:
            await statuses.merge(tx, ChannelId("wa"), failed(key, code))
            row = await tx.row(sa.select(_message).where(_message.c.id == key))
            tried = await tx.row(sa.select(_attempt).where(_attempt.c.message_id == key))
            channel = await tx.row(sa.select(schema.channel))
            await tx.execute(schema.channel.update().values(trouble=""))
        assert row is not None
        assert tried is not None
        assert channel is not None
        assert (row["state"], row["retry_at"], tried["outcome"]) == ("failed", None, "failed")
        said = kept(row["trouble"], code=row["trouble_code"])
        assert said.endswith(group.ends[1]), code
        assert BY_ITSELF not in said
        assert bool(channel["trouble"]) == (group.refused[1] == "channel")


@pytest.mark.parametrize(
    ("code", "first_s", "longest_s"),
    [
        (4, 30, 900),
        (613, 60, 28_800),
        (80007, 60, 28_800),
        (130429, 1, 2048),
        (131056, 4, 28_800),
        (131057, 45, 60),
        (131208, 60, 900),
        (132069, 3600, 3600),
        (133004, 2, 28_800),
        (133015, 300, 900),
        (134101, 600, 900),
        (2494100, 60, 900),
    ],
)
def test_each_wait_is_what_its_number_wants(
    code: int, first_s: float, longest_s: float
) -> None:
    failure = faults.of_code(code)
    waits = [faults.wait_s(failure, attempt, 0.5) or 0 for attempt in range(1, 13)]
    assert (waits[0], max(waits)) == (first_s, longest_s)
    assert waits == sorted(waits)


async def test_what_needs_an_administrator_is_on_record_and_others_go_on(
    road: Road, taken: Taken
) -> None:
    road.simulator.faults.error(134011)
    await road.says(*taken, Text(text="Pay here"), "m-1")
    await road.says(*taken, Text(text="Hello"), "m-2")
    await road.settle()
    assert (await road.message("m-1"))["state"] == "failed"
    assert (await road.message("m-2"))["state"] == "sent"
    entries = await road.rows(sa.select(audit_trail))
    assert [entry["action"] for entry in entries] == ["channel_notice"]
    assert entries[0]["why"].startswith("error 134011: ")


async def test_an_unknown_number_keeps_itself_and_metas_words(road: Road, taken: Taken) -> None:
    road.simulator.faults.error(999_123)
    await road.says(*taken, Text(text="Hello"), "m-1")
    await road.settle()
    row = await road.message("m-1")
    assert (row["state"], row["trouble_code"]) == ("failed", "999123")
    assert "with error 999123, which isn’t known here" in row["trouble"]
    attempt = await road.row(sa.select(schema.attempt))
    assert attempt["code"] == "999123"
    assert attempt["detail"].startswith("Unknown error · trace ")
    await sending.send_again(road.store, taken[0], MessageId("m-1"))
    await road.settle()
    assert (await road.message("m-1"))["state"] == "sent"


def test_a_part_that_failed_is_no_message_taken_in() -> None:
    refused = faults.of_answer(206, b'{"error":{"code":131201}}')
    assert isinstance(refused, faults.Failure)
    assert refused.kind is faults.Class.NEVER


async def test_a_failed_status_without_a_number_stops_nobody_else(
    road: Road, taken: Taken
) -> None:
    await road.says(*taken, Text(text="Hello"), "m-1")
    await road.settle()
    async with road.store.transaction() as tx:
        await statuses.merge(tx, ChannelId("wa"), failed("m-1"))
    assert (await road.message("m-1"))["trouble"].startswith("WhatsApp took this message in")
    assert await trouble_of_number(road) == ""
