"""What goes out: at most once, in order, and never said to be sent when it was not."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.domain.directions import MediaKind
from console.domain.ids import ChannelId, MediaId, MessageId, SessionId, TemplateId
from console.domain.messages import Media, TemplateMessage, Text
from console.hub import edge, jobs, media, sending
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.transaction import Transaction
from tests.floor import Floor
from tests.platform_road import LUCAS, Road, built
from tests.simulator.receiving import WABA

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        yield road


@pytest.fixture
async def taken(road: Road) -> tuple[Principal, SessionId]:
    return await road.owned()


async def hello(road: Road, taken: tuple[Principal, SessionId], key: str = "m-1") -> None:
    await road.says(*taken, Text(text=f"Hello {key}"), key)
    await road.settle()


async def state(road: Road, key: str = "m-1") -> str:
    return str((await road.message(key))["state"])


def texts(road: Road) -> list[str]:
    return [sent.body["text"]["body"] for sent in road.simulator.sent if sent.type == "text"]


Taken = tuple[Principal, SessionId]


async def test_a_message_goes_and_is_reported_delivered_and_read(
    road: Road, taken: Taken
) -> None:
    road.simulator.customer(LUCAS).auto_read = True
    await hello(road, taken)
    assert await state(road) == "sent"
    await road.pass_time(minutes=1)
    row = await road.message("m-1")
    assert row["state"] == "read"
    assert row["platform_id"] == road.simulator.sent[0].wamid
    assert row["trouble"] == ""
    assert await road.attempts("m-1") == ["accepted"]
    assert road.simulator.sent[0].body["biz_opaque_callback_data"] == "m-1"


async def test_a_status_before_the_reply_counts(road: Road, taken: Taken) -> None:
    road.simulator.faults.status_before_reply()
    await hello(road, taken)
    assert await state(road) == "sent"
    assert await road.attempts("m-1") == ["accepted"]


async def test_a_lost_reply_is_unknown_until_a_status_settles_it(
    road: Road, taken: Taken
) -> None:
    road.simulator.faults.lose_reply()
    await road.says(*taken, Text(text="Hello"), "m-1")
    handlers = edge.handlers(road.store, road.gateway, road.files, lambda: 0.5)
    (job,) = await jobs.claim(road.store, "send", owner="test")
    await handlers["send"](job)
    row = await road.message("m-1")
    assert row["state"] == "unknown"
    assert "may already have arrived" in row["trouble"]
    assert await road.attempts("m-1") == ["unknown"]
    await road.settle()
    row = await road.message("m-1")
    assert (row["state"], row["trouble"]) == ("sent", "")
    assert await road.attempts("m-1") == ["accepted"]
    assert len(road.simulator.sent) == 1


async def test_an_error_after_acceptance_is_never_repeated_by_itself(
    road: Road, taken: Taken
) -> None:
    road.simulator.faults.http_500_after_accept()
    await hello(road, taken)
    await road.pass_time(hours=1)
    assert len(road.simulator.sent) == 1
    assert await state(road) == "delivered"


async def test_an_unknown_message_holds_later_ones_half_a_minute(
    road: Road, taken: Taken
) -> None:
    road.simulator.faults.error(131016)
    await road.says(*taken, Text(text="One"), "m-1")
    await road.says(*taken, Text(text="Two"), "m-2")
    await road.settle()
    assert await state(road, "m-1") == "unknown"
    assert texts(road) == []
    await road.pass_time(seconds=31)
    assert texts(road) == ["Two"]
    assert await state(road, "m-1") == "unknown"


async def test_what_was_not_processed_is_tried_again_in_order(road: Road, taken: Taken) -> None:
    road.simulator.faults.error(130429, times=2)
    await road.says(*taken, Text(text="One"), "m-1")
    await road.says(*taken, Text(text="Two"), "m-2")
    await road.settle()
    row = await road.message("m-1")
    assert row["state"] == "retrying"
    assert row["retry_at"] is not None
    assert (row["trouble_code"], await state(road, "m-2")) == ("130429", "accepted_by_hub")
    await road.pass_time(minutes=1)
    assert texts(road) == ["One", "Two"]
    assert await road.attempts("m-1") == ["retry", "retry", "accepted"]


async def test_the_ladder_ends_in_the_dead_letters(road: Road, taken: Taken) -> None:
    road.simulator.faults.error(133004, times=99)
    await hello(road, taken)
    await road.pass_time(hours=17)
    row = await road.message("m-1")
    assert row["state"] == "dead"
    assert row["trouble"].startswith("Given up after many attempts.")
    assert await road.attempts("m-1") == ["retry"] * 13
    assert road.simulator.sent == []


async def test_what_was_refused_says_why_and_frees_the_lane(road: Road, taken: Taken) -> None:
    road.simulator.faults.error(131026)
    await road.says(*taken, Text(text="One"), "m-1")
    await road.says(*taken, Text(text="Two"), "m-2")
    await road.settle()
    row = await road.message("m-1")
    assert (row["state"], row["trouble_code"]) == ("failed", "131026")
    assert row["trouble"].startswith("Not delivered: the number may not be on WhatsApp")
    assert texts(road) == ["Two"]


async def test_131047_shuts_the_window_whatever_the_clock_says(
    road: Road, taken: Taken
) -> None:
    road.simulator.faults.error(131047)
    await road.says(*taken, Text(text="One"), "m-1")
    await road.says(*taken, Text(text="Two"), "m-2")
    await road.settle()
    assert await state(road, "m-1") == "failed"
    assert await state(road, "m-2") == "returned"
    assert (await road.conversation())["closed_at"] == road.floor.clock.now()


async def test_131047_in_a_later_status_does_the_same(road: Road, taken: Taken) -> None:
    road.simulator.faults.fail_later(131047)
    await hello(road, taken)
    await road.pass_time(minutes=1)
    row = await road.message("m-1")
    assert (row["state"], row["trouble_code"]) == ("failed", "131047")
    assert (await road.conversation())["closed_at"] is not None


async def test_delivered_beats_failed(road: Road, taken: Taken) -> None:
    road.simulator.faults.delivered_and_failed()
    await hello(road, taken)
    await road.pass_time(minutes=1)
    assert await state(road) == "delivered"


async def test_free_form_that_the_lapse_overtakes_goes_back_to_the_rep(
    road: Road, taken: Taken
) -> None:
    await road.pass_time(hours=23, minutes=58)
    await road.says(*taken, Text(text="Just in time?"), "m-1")
    await road.floor.clock.advance(minutes=3)
    await road.settle()
    row = await road.message("m-1")
    assert row["state"] == "returned"
    assert "window lapsed" in row["trouble"]
    assert await road.attempts("m-1") == []
    assert road.simulator.sent == []


async def test_a_call_without_an_outcome_is_unknown_after_a_crash(
    road: Road, taken: Taken
) -> None:
    await road.says(*taken, Text(text="Hello"), "m-1")
    (job,) = await jobs.claim(road.store, "send", owner="dead replica")
    async with road.store.transaction() as tx:
        await tx.execute(
            schema.attempt.insert().values(message_id="m-1", number=1, started_at=tx.now)
        )
        await tx.execute(schema.message.update().values(state="sending"))
    await road.settle()
    assert await state(road) == "sending"
    await road.floor.clock.advance(seconds=46)
    await road.settle()
    assert await state(road) == "unknown"
    assert await road.attempts("m-1") == ["unknown"]
    await road.pass_time(hours=1)
    assert await state(road) == "unknown"
    assert road.simulator.sent == []
    assert job.key == "m-1"


async def test_f21_a_hub_that_stood_still_before_its_call_makes_none(
    road: Road, taken: Taken
) -> None:
    await road.says(*taken, Text(text="Hello"), "m-1")
    stood: list[int] = []

    def stand_still(tx: Transaction) -> None:
        if tx.seq and not stood:  # the attempt is on record, the call is next
            stood.append(tx.seq)
            road.floor.clock.stand_still(seconds=46)

    road.store.on_commit(stand_still)
    await road.settle()
    assert stood
    assert await state(road) == "unknown"
    await road.pass_time(hours=1)
    assert road.simulator.sent == []


async def test_the_rep_may_send_an_unknown_message_again(road: Road, taken: Taken) -> None:
    road.simulator.faults.error(131000)
    await hello(road, taken)
    await road.pass_time(minutes=2)
    assert await state(road) == "unknown"
    await sending.send_again(road.store, taken[0], (await _id(road)))
    await road.settle()
    assert await state(road) == "sent"
    assert await road.attempts("m-1") == ["unknown", "accepted"]


async def _id(road: Road) -> MessageId:
    return MessageId((await road.message("m-1"))["id"])


async def test_a_dead_message_sent_again_starts_the_ladder_anew(
    road: Road, taken: Taken
) -> None:
    road.simulator.faults.error(133004, times=13)
    await hello(road, taken)
    await road.pass_time(hours=17)
    assert await state(road) == "dead"
    road.simulator.faults.error(133004)
    await sending.send_again(road.store, taken[0], await _id(road))
    await road.settle()
    row = await road.message("m-1")
    assert row["state"] == "retrying"
    assert (row["retry_at"] - road.floor.clock.now()).total_seconds() == 2.0
    await road.pass_time(seconds=3)
    assert texts(road) == ["Hello m-1"]


async def test_an_expired_token_stops_the_channel_and_nothing_is_lost(
    road: Road, taken: Taken
) -> None:
    road.simulator.faults.expired_token()
    await road.says(*taken, Text(text="One"), "m-1")
    await road.says(*taken, Text(text="Two"), "m-2")
    handlers = edge.handlers(road.store, road.gateway, road.files, lambda: 0.5)
    (job,) = await jobs.claim(road.store, "send", owner="test")
    await handlers["send"](job)
    channel = await road.row(sa.select(schema.channel))
    assert "access token" in channel["trouble"]
    row = await road.message("m-1")
    assert (row["state"], row["trouble_code"]) == ("retrying", "190")
    await road.pass_time(minutes=2)
    assert (await road.row(sa.select(schema.channel)))["trouble"] == ""
    assert texts(road) == ["One", "Two"]
    assert await road.attempts("m-1") == ["channel", "accepted"]


async def test_a_photo_is_handed_over_once_and_sent_by_its_id(road: Road, taken: Taken) -> None:
    with road.files.incoming() as incoming:
        incoming.write(PNG)
        kept = incoming.keep()
    async with road.store.transaction() as tx:
        media_id = await media.keep_upload(
            tx,
            kept,
            channel_id=ChannelId("wa"),
            uploaded_by=taken[0].rep_id,
            name="../../leg\u202egnp.exe",
            claimed_mime="application/pdf",
        )
    kept_row = await road.row(sa.select(schema.media))
    assert (kept_row["mime"], kept_row["name"]) == ("image/png", "leggnp.png")
    for key in ("m-1", "m-2"):
        photo = Media(media=MediaKind.IMAGE, media_id=media_id, mime="image/png", caption=key)
        await road.says(*taken, photo, key)
        await road.pass_time(seconds=7)
    ids = [sent.body["image"]["id"] for sent in road.simulator.sent]
    assert ids[0] == ids[1]
    assert len(ids) == 2


async def test_a_template_goes_after_the_window_and_stays_one_message(
    road: Road, taken: Taken
) -> None:
    async with road.store.transaction() as tx:
        await jobs.put(tx, "sync_templates", WABA)
    await road.settle()
    await road.pass_time(hours=25)
    message = TemplateMessage(
        template_id=TemplateId(f"{WABA}/claim_update/en"),
        name="",
        language="",
        title="",
        values={
            "header.1": "sofa",
            "body.1": "Lucas",
            "body.2": "your sofa",
            "body.3": "it ships",
        },
    )
    await road.says(*taken, message, "m-1")
    await road.settle()
    assert road.simulator.sent[-1].type == "template"
    assert (await road.message("m-1"))["state"] in {"accepted", "sent"}
    assert (await road.message("m-1"))["body"]["text"].startswith("Hello Lucas")


async def test_a_template_that_was_paused_meanwhile_is_read_again(
    road: Road, taken: Taken
) -> None:
    async with road.store.transaction() as tx:
        await jobs.put(tx, "sync_templates", WABA)
    await road.settle()
    row = next(
        one
        for one in road.simulator.world.templates.rows
        if one["name"] == "claim_update" and one["language"] == "en"
    )
    row["status"] = "PAUSED"
    values = {"header.1": "a", "body.1": "b", "body.2": "c", "body.3": "d"}
    message = TemplateMessage(
        template_id=TemplateId(f"{WABA}/claim_update/en"),
        name="",
        language="",
        title="",
        values=values,
    )
    await road.says(*taken, message, "m-1")
    await road.settle()
    assert "paused this template" in (await road.message("m-1"))["trouble"]
    found = await road.row(
        sa.select(schema.template).where(schema.template.c.id == message.template_id)
    )
    assert found["status"] == "paused"


async def test_what_the_rep_has_read_is_told_to_the_customer(road: Road, taken: Taken) -> None:
    (row,) = await road.inbound()
    async with road.store.transaction() as tx:
        await jobs.put(
            tx,
            "mark_read",
            row["conversation_id"],
            data={"message_id": row["id"], "typing": True},
        )
    await road.settle()
    world = road.simulator.world
    assert list(world.read_marks) == [row["platform_id"]]
    assert list(world.typing_until) == [LUCAS[1:]]


async def test_a_reply_is_sent_as_one(road: Road, taken: Taken) -> None:
    (row,) = await road.inbound()
    await road.says(*taken, Text(text="This one"), "m-1", reply_to=MessageId(row["id"]))
    await road.settle()
    assert road.simulator.sent[0].body["context"] == {"message_id": row["platform_id"]}


async def test_a_file_that_is_gone_fails_in_words(road: Road, taken: Taken) -> None:
    await road.says(*taken, Text(text="Hello"), "m-1")
    body = {"kind": "media", "media": "image", "media_id": MediaId("none"), "mime": "image/png"}
    async with road.store.transaction() as tx:
        await tx.execute(
            schema.message.update().where(schema.message.c.id == "m-1").values(body=body)
        )
    await road.settle()
    row = await road.message("m-1")
    assert row["state"] == "failed"
    assert "Attach it again" in row["trouble"]
