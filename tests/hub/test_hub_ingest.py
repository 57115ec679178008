"""What comes in from the platform, however often and in whatever order."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from console.channels.whatsapp.facts import Who
from console.domain.care_window import CareWindow, is_open
from console.domain.messages import Text
from console.hub import customers, edge
from console.hub.identities import Seen
from console.hub.store import schema
from tests.conftest import ExpectedLogs
from tests.floor import Floor
from tests.hub.posts import WA_ID, line, posted
from tests.platform_road import LUCAS, Road, built
from tests.simulator.receiving import WABA


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        yield road


def status(road: Road, wamid: str, state: str, **more: Any) -> dict[str, Any]:
    seconds = str(int(road.floor.clock.now().timestamp()))
    return {"id": wamid, "status": state, "timestamp": seconds, "recipient_id": WA_ID} | more


async def test_a_customers_message_opens_window_and_session(road: Road) -> None:
    road.simulator.customer(LUCAS, "Lucas Moreau").writes("One leg is missing")
    await road.settle()
    (message,) = await road.inbound()
    session = await road.session()
    conversation = await road.conversation()
    assert message["body"]["text"] == "One leg is missing"
    assert message["session_id"] == session["id"]
    assert (session["status"], session["unread"]) == ("waiting", 1)
    assert conversation["last_customer_at"] == message["at"]
    assert conversation["address"] == WA_ID
    customer = await road.row(sa.select(schema.customer))
    assert customer["name"] == "Lucas Moreau"


async def test_f1_duplicates_change_nothing(road: Road) -> None:
    first = posted(messages=[line(road, "wamid.1", "One"), line(road, "wamid.2", "Two")])
    again = posted(messages=[line(road, "wamid.2", "Two"), line(road, "wamid.1", "One")])
    for body in (first, again, first):
        await road.take_in(body)
    assert [row["words"] for row in await road.inbound()] == ["One", "Two"]
    assert (await road.session())["unread"] == 2


async def test_an_album_is_one_session_with_every_file_fetched(road: Road) -> None:
    lucas = road.simulator.customer(LUCAS, "Lucas Moreau")
    for nth in range(3):
        lucas.sends_image(b"\xff\xd8\xff" + bytes([nth]) * 50)
    await road.settle()
    rows = await road.inbound()
    kept = await road.rows(sa.select(schema.media))
    assert len(rows) == len(kept) == 3
    assert {row["state"] for row in kept} == {"kept"}
    assert {row["body"]["size_bytes"] for row in rows} == {53}
    for row in kept:
        path = road.files.path(row["sha256"])
        assert path is not None
        assert path.stat().st_mode & 0o777 == 0o600
    await road.session()


async def test_an_answer_that_comes_before_what_it_quotes_finds_it_later(road: Road) -> None:
    await road.take_in(
        posted(messages=[line(road, "wamid.2", "This one", context={"id": "wamid.1"})])
    )
    await road.take_in(posted(messages=[line(road, "wamid.1", "Sofa")]))
    found = {row["words"]: row for row in await road.inbound()}
    assert found["This one"]["reply_to_id"] == found["Sofa"]["id"]


async def test_reactions_stand_at_their_message_the_newest_wins(road: Road) -> None:
    def reaction(wamid: str, emoji: str, after_s: int) -> dict[str, Any]:
        seconds = str(int(road.floor.clock.now().timestamp()) + after_s)
        told = {"from": WA_ID, "id": wamid, "timestamp": seconds, "type": "reaction"}
        return told | {"reaction": {"message_id": "wamid.1", "emoji": emoji}}

    await road.take_in(posted(messages=[reaction("wamid.r2", "❤️", 2)]))
    await road.take_in(posted(messages=[line(road, "wamid.1")]))
    await road.take_in(posted(messages=[reaction("wamid.r1", "👍", 1)]))
    (row,) = await road.inbound()
    assert row["customer_reaction"] == "❤️"
    await road.take_in(posted(messages=[reaction("wamid.r3", "", 3)]))
    (row,) = await road.inbound()
    assert row["customer_reaction"] == ""


async def test_a_call_opens_the_window_and_is_one_line(road: Road) -> None:
    road.simulator.customer(LUCAS, "Lucas Moreau").calls()
    await road.settle()
    (row,) = await road.inbound()
    assert row["kind"] == "call"
    assert (await road.conversation())["last_customer_at"] is not None


async def test_what_cannot_be_shown_is_a_notice(road: Road) -> None:
    told = line(road, "wamid.1", type="unsupported", unsupported={"type": "poll_creation"})
    await road.take_in(posted(messages=[told]))
    (row,) = await road.inbound()
    assert row["body"]["title"] == "sent a poll"


async def test_one_unreadable_part_is_on_record_and_blocks_nothing(
    road: Road, expected_logs: ExpectedLogs
) -> None:
    expected_logs("part of a webhook could not be read")
    stranger = json.loads(posted(messages=[line(road, "wamid.9")]))
    stranger["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "elsewhere"
    body = json.loads(posted(messages=[line(road, "wamid.1"), 7, line(road, "wamid.2")]))
    body["entry"] += stranger["entry"]
    expected_logs("an item of a webhook was not taken in")
    raw_id = await road.take_in(json.dumps(body).encode())
    assert [row["platform_id"] for row in await road.inbound()] == ["wamid.1", "wamid.2"]
    raw = await road.row(
        sa.select(schema.raw_webhook).where(schema.raw_webhook.c.id == int(raw_id))
    )
    assert raw["done_at"] is not None
    assert raw["trouble"].splitlines() == [
        "entry 0, change 0, messages 1: not an object",
        "MessageReceived: a number that no channel of this hub has",
    ]


async def test_f3_late_messages_stand_in_their_place_and_move_no_window_back(
    road: Road,
) -> None:
    await road.take_in(posted(messages=[line(road, "wamid.2", "Now")]))
    before = (await road.conversation())["last_customer_at"]
    old = line(road, "wamid.1", "Earlier")
    old["timestamp"] = str(int(old["timestamp"]) - 3600)
    await road.take_in(posted(messages=[old]))
    assert (await road.conversation())["last_customer_at"] == before
    rows = await road.inbound()
    assert [(row["words"], row["late"]) for row in rows] == [("Earlier", True), ("Now", False)]


@pytest.mark.parametrize("days", [2, 8, 9, 400])
async def test_t2_an_item_of_days_ago_never_restarts_a_care_window(
    road: Road, days: int
) -> None:
    await road.take_in(posted(messages=[line(road, "wamid.new")]))
    await road.pass_time(hours=25)
    before = await road.conversation()
    old = str(int((road.floor.clock.now() - timedelta(days=days, seconds=1)).timestamp()))
    await road.take_in(posted(messages=[line(road, "wamid.old", "Old", timestamp=old)]))
    await road.take_in(
        posted("calls", calls=[{"id": "wacid.1", "from": WA_ID, "timestamp": old}])
    )
    stranger = {"from": "33699999999", "timestamp": old}
    await road.take_in(posted(messages=[line(road, "wamid.stranger", "Old", **stranger)]))
    rows = await road.rows(sa.select(schema.conversation))
    for row in rows:
        window = CareWindow(row["last_customer_at"], row["closed_at"])
        assert window.expires_at is not None
        assert not is_open(window.expires_at, road.floor.clock.now())
    assert before["last_customer_at"] in [row["last_customer_at"] for row in rows]
    assert len(rows) == 2


async def test_a_time_in_the_future_does_not_hold_the_window_open(road: Road) -> None:
    told = line(road, "wamid.1")
    told["timestamp"] = str(int(told["timestamp"]) + 86_400 * 30)
    await road.take_in(posted(messages=[told]))
    assert (await road.conversation())["last_customer_at"] == road.floor.clock.now()


async def test_two_records_of_one_person_become_one(road: Road) -> None:
    await road.take_in(posted(messages=[line(road, "wamid.1", "By number")]))
    by_id = {
        "id": "wamid.2",
        "from_user_id": "FR.99",
        "type": "text",
        "text": {"body": "By id"},
    }
    by_id["timestamp"] = line(road, "")["timestamp"]
    await road.take_in(posted(messages=[by_id]))
    assert len(await road.rows(sa.select(schema.customer))) == 2
    both = line(road, "wamid.3", "Both") | {"from_user_id": "FR.99"}
    await road.take_in(posted(messages=[both]))
    (customer,) = await road.rows(sa.select(schema.customer))
    assert {row["words"] for row in await road.inbound()} == {"By number", "By id", "Both"}
    assert (await road.conversation())["customer_id"] == customer["id"]
    await road.session()
    identities = await road.rows(sa.select(schema.identity))
    assert {(row["kind"], row["value"]) for row in identities} == {
        ("user_id", "FR.99"),
        ("wa_id", WA_ID),
        ("phone", LUCAS),
    }


async def test_a_changed_number_keeps_the_thread(road: Road) -> None:
    await road.take_in(posted(messages=[line(road, "wamid.1")]))
    system = {"type": "user_changed_number", "wa_id": "33699999999", "body": "changed"}
    told = line(road, "wamid.s", type="system", system=system)
    await road.take_in(posted(messages=[told]))
    await road.take_in(posted(messages=[told, line(road, "wamid.2") | {"from": "33699999999"}]))
    conversation = await road.conversation()
    assert conversation["address"] == "33699999999"
    assert [row["conversation_id"] for row in await road.inbound()] == [conversation["id"]] * 2
    events = await road.floor.lines(conversation["id"])
    assert sum("number is now" in words for words in events) == 1


async def test_a_new_user_id_that_joins_two_records_keeps_all_threads(road: Road) -> None:
    older = {"from": None, "from_user_id": "FR.2"}
    await road.take_in(posted(messages=[line(road, "wamid.1", "As the new one", **older)]))
    await road.floor.clock.advance(seconds=60)
    newer = {"from_user_id": "FR.1"}
    await road.take_in(posted(messages=[line(road, "wamid.2", "As the old one", **newer)]))
    moved = {"previous": "FR.1", "current": "FR.2"}
    await road.take_in(
        posted("user_id_update", user_id_update=[{"wa_id": WA_ID, "user_id": moved}])
    )
    raw = await road.rows(sa.select(schema.raw_webhook.c.trouble))
    assert {row["trouble"] for row in raw} == {""}
    assert {row["words"] for row in await road.inbound()} == {
        "As the new one",
        "As the old one",
    }
    (customer,) = await road.rows(sa.select(schema.customer))
    identities = await road.rows(sa.select(schema.identity))
    assert {(row["kind"], row["value"], row["customer_id"]) for row in identities} == {
        ("user_id", "FR.2", customer["id"]),
        ("wa_id", WA_ID, customer["id"]),
        ("phone", f"+{WA_ID}", customer["id"]),
    }
    await road.session()


async def test_an_opt_out_is_on_record_at_once(road: Road) -> None:
    told = {"wa_id": WA_ID, "category": "marketing_messages", "value": "stop"}
    await road.take_in(posted("user_preferences", user_preferences=[told]))
    customer = await road.row(sa.select(schema.customer))
    assert customer["consent"][0][:2] == ["marketing", False]


async def test_a_name_of_their_own_replaces_the_number_but_no_real_name(road: Road) -> None:
    async with road.store.transaction() as tx:
        for name in ("", "Lucas", "Luc"):
            who = Who(phone=WA_ID, name=name)
            await customers.resolve(tx, Seen(who=who, at=tx.now))
    assert (await road.row(sa.select(schema.customer)))["name"] == "Lucas"


async def test_a_thousand_items_in_one_body_are_all_taken_in(road: Road) -> None:
    told = [line(road, f"wamid.{nth}", f"Line {nth}") for nth in range(200)]
    await road.take_in(posted(messages=told + told))
    assert len(await road.inbound()) == 200
    assert (await road.session())["unread"] == 200


async def test_templates_are_read_again_when_one_moves(road: Road) -> None:
    moved = {"event": "PAUSED", "message_template_name": "claim_update"}
    await road.take_in(posted("message_template_status_update", **moved))
    rows = await road.rows(sa.select(schema.template).where(schema.template.c.waba_id == WABA))
    assert len(rows) == len(road.simulator.world.templates.rows)
    gone = road.simulator.world.templates.rows.pop()
    await road.pass_time(hours=6)
    left = {row["id"]: row["status"] for row in await road.rows(sa.select(schema.template))}
    assert left[f"{WABA}/{gone['name']}/{gone['language']}"] == "deleted"


async def test_a_ban_puts_the_channel_out_of_order_until_it_is_well(road: Road) -> None:
    road.simulator.faults.expired_token()
    ban = {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE"}}
    await road.take_in(posted("account_update", **ban))
    assert "disabled update" in (await road.row(sa.select(schema.channel)))["trouble"]
    await road.pass_time(minutes=2)
    assert (await road.row(sa.select(schema.channel)))["trouble"] == ""


async def test_a_file_whose_address_is_gone_is_asked_for_again(road: Road) -> None:
    road.simulator.faults.media_404_once()
    road.simulator.customer(LUCAS).sends_document(b"%PDF-1.4 x", "a.pdf")
    await road.settle()
    assert (await road.row(sa.select(schema.media)))["state"] == "wanted"
    await road.pass_time(seconds=5)
    assert (await road.row(sa.select(schema.media)))["state"] == "kept"


async def test_a_file_the_platform_no_longer_has_is_missing_in_words(road: Road) -> None:
    image = {"id": "404", "mime_type": "image/jpeg", "sha256": ""}
    await road.take_in(posted(messages=[line(road, "wamid.1", type="image", image=image)]))
    (row,) = await road.inbound()
    assert row["body"]["missing"].startswith("WhatsApp no longer has this file.")


async def test_a_file_that_is_not_what_it_was_is_not_shown(road: Road) -> None:
    lucas = road.simulator.customer(LUCAS)
    lucas.sends_image(b"\xff\xd8\xff" + bytes(20))
    await road.simulator.settle()
    for key, file in road.simulator.world.media.files.items():
        other = type(file)(file.id, b"\xff\xd8\xff other", file.mime, file.until)
        road.simulator.world.media.files[key] = other
    await road.settle()
    await road.pass_time(days=3)
    (row,) = await road.inbound()
    assert row["body"]["missing"].startswith("The file arrived damaged.")
    assert timedelta(0) < road.floor.clock.now() - row["received_at"]


async def test_statuses_of_a_message_never_seen_are_kept_for_it(road: Road) -> None:
    await road.take_in(posted(statuses=[status(road, "wamid.o", "delivered")]))
    await road.take_in(posted(statuses=[status(road, "wamid.o", "delivered")]))
    orphans = await road.rows(sa.select(schema.orphan_status))
    assert len(orphans) == 1
    assert orphans[0]["status"]["told"]["status"] == "delivered"


async def test_text_bodies_survive_the_way(road: Road) -> None:
    await road.take_in(
        posted(messages=[line(road, "wamid.1", "x")]).replace(b'"x"', b'"a\\u0000b"')
    )
    (row,) = await road.inbound()
    assert row["body"] == {
        "kind": "text",
        "text": "ab",
        "preview_url": Text(text="").preview_url,
    }


async def test_leftovers_go_after_the_platform_can_no_longer_repeat_them(
    road: Road, expected_logs: ExpectedLogs
) -> None:
    expected_logs("part of a webhook could not be read")
    async with road.store.transaction() as tx:
        await edge.plan(tx)
    await road.take_in(posted(messages=[line(road, "wamid.1")]))
    await road.take_in(posted(messages=[7]))
    await road.take_in(posted(statuses=[status(road, "wamid.o", "sent")]))
    await road.pass_time(days=6)
    assert len(await road.rows(sa.select(schema.raw_webhook.c.id))) == 3
    assert len(await road.rows(sa.select(schema.orphan_status.c.id))) == 1
    await road.pass_time(days=4)
    (left,) = await road.rows(sa.select(schema.raw_webhook))
    assert left["trouble"]
    assert await road.rows(sa.select(schema.orphan_status.c.id)) == []
    assert len(await road.inbound()) == 1
