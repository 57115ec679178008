"""What happens to the account, and bodies that no well-behaved platform sends."""

import hashlib
import hmac
import json
from dataclasses import replace

import httpx

from console.simulator.simulator import Simulator
from tests.fakes import HandClock
from tests.simulator.receiving import PHONE, Receiver, text_to

LUCAS = "+33612345678"


async def test_a_template_paused_between_choosing_and_sending_is_refused(
    simulator: Simulator, graph: httpx.AsyncClient, receiver: Receiver
) -> None:
    simulator.incidents.template_becomes("privacy_notice", "en", "PAUSED")
    await simulator.settle()
    (change,) = receiver.changes
    assert change["field"] == "message_template_status_update"
    assert change["value"]["event"] == "PAUSED"
    template = {"name": "privacy_notice", "language": {"code": "en"}}
    body = text_to(LUCAS, "") | {"type": "template", "template": template}
    reply = await graph.post(f"/{PHONE}/messages", json=body)
    assert reply.json()["error"]["code"] == 132015


async def test_a_red_template_is_paused_for_three_hours_then_six_then_disabled(
    simulator: Simulator, clock: HandClock, receiver: Receiver
) -> None:
    template = simulator.world.templates.find("privacy_notice", "en")
    assert template is not None
    for hours in (3, 6):
        simulator.incidents.template_quality("privacy_notice", "en", "RED")
        assert template["status"] == "PAUSED"
        await clock.advance(hours=hours, seconds=-1)
        await simulator.settle()
        assert template["status"] == "PAUSED"
        await clock.advance(seconds=1)
        await simulator.settle()
        assert template["status"] == "APPROVED"
    simulator.incidents.template_quality("privacy_notice", "en", "RED")
    await simulator.settle()
    assert template["status"] == "DISABLED"
    values = [change["value"] for change in receiver.changes]
    told = [value["other_info"]["title"] for value in values if "event" in value]
    assert told == ["FIRST_PAUSE", "UNPAUSED", "SECOND_PAUSE", "UNPAUSED", "DISABLED"]


async def test_a_send_of_a_template_that_is_judged_is_held_then_goes_or_is_dropped(
    simulator: Simulator, graph: httpx.AsyncClient, clock: HandClock, receiver: Receiver
) -> None:
    simulator.incidents.template_is_judged("privacy_notice", "en")
    template = {"name": "privacy_notice", "language": {"code": "en"}}
    for phone, last in (("+33612345678", "sent"), ("+33612345679", "failed")):
        body = text_to(phone, "") | {"type": "template", "template": template}
        reply = await graph.post(f"/{PHONE}/messages", json=body)
        told = reply.json()["messages"][0]
        assert told["message_status"] == "held_for_quality_assessment"
        if last == "failed":
            simulator.incidents.template_paced("privacy_notice", "en")
        await clock.advance(minutes=45)
        await simulator.settle()
        first = next(one for one in receiver.statuses if one["id"] == told["id"])
        assert first["status"] == last
        assert first.get("errors", [{}])[0].get("code") == (
            132015 if last == "failed" else None
        )


async def test_a_template_of_the_wrong_category_is_moved_after_a_days_notice(
    simulator: Simulator, clock: HandClock, receiver: Receiver
) -> None:
    simulator.incidents.template_category("privacy_notice", "en", "MARKETING")
    await clock.advance(hours=24)
    await simulator.settle()
    notice, moved = (change["value"] for change in receiver.changes)
    assert (notice["correct_category"], notice["new_category"]) == ("MARKETING", "UTILITY")
    assert (moved["previous_category"], moved["new_category"]) == ("UTILITY", "MARKETING")


async def test_a_customer_with_a_new_number_keeps_the_window_and_gets_a_new_id(
    simulator: Simulator, graph: httpx.AsyncClient, receiver: Receiver
) -> None:
    lucas = simulator.customer(LUCAS, "Lucas Moreau")
    lucas.writes("Hello?")
    await simulator.settle()
    before = lucas.person.user_id
    simulator.incidents.customer_changes_number(LUCAS, "+33 6 99 99 99 99")
    lucas.writes("My new number")
    await simulator.settle()
    system, after = receiver.messages[1:]
    assert system["from"] == "33612345678"
    assert system["system"]["wa_id"] == "33699999999"
    assert after["from"] == "33699999999"
    rotations = [
        one for change in receiver.changes for one in change["value"].get("user_id_update", [])
    ]
    assert rotations[0]["user_id"] == {"previous": before, "current": lucas.person.user_id}
    reply = await graph.post(f"/{PHONE}/messages", json=text_to("+33699999999", "Noted"))
    assert reply.status_code == 200


async def test_a_customer_may_hide_the_number_and_is_reached_by_id(
    simulator: Simulator, graph: httpx.AsyncClient, receiver: Receiver
) -> None:
    lucas = simulator.customer(LUCAS)
    lucas.person.hides_number = True
    lucas.writes("Guess who")
    await simulator.settle()
    (message,) = receiver.messages
    assert "from" not in message
    user_id = message["from_user_id"]
    assert "wa_id" not in receiver.changes[0]["value"]["contacts"][0]
    body = text_to("", "Hi") | {"recipient": user_id}
    reply = await graph.post(f"/{PHONE}/messages", json=body)
    assert reply.json()["contacts"] == [{"input": user_id, "user_id": user_id}]
    await simulator.settle()
    assert receiver.statuses[0]["recipient_user_id"] == user_id
    assert "recipient_id" not in receiver.statuses[0]


async def test_keys_can_change_in_the_middle_of_the_day(
    simulator: Simulator, graph: httpx.AsyncClient, receiver: Receiver
) -> None:
    simulator.incidents.secret_changes("another secret")
    simulator.incidents.token_changes("another token")
    simulator.customer(LUCAS).writes("Hello?")
    await simulator.settle()
    raw, signature = receiver.posts[0]
    assert signature.endswith(hmac.new(b"another secret", raw, hashlib.sha256).hexdigest())
    assert (await graph.get(f"/{PHONE}")).status_code == 401


async def test_unknown_kinds_copies_and_odd_bodies_can_be_posted(
    simulator: Simulator, receiver: Receiver
) -> None:
    lucas = simulator.customer(LUCAS)
    wamid = lucas.says("hologram", {"depth_m": 3})
    lucas.writes("zero \0 and half a pair \ud83d")
    await simulator.settle()
    simulator.incidents.another_app_answers(wamid)
    simulator.incidents.posts_raw(json.dumps({"object": "odd", "entry": []}))
    await simulator.settle()
    assert receiver.messages[0]["hologram"] == {"depth_m": 3}
    assert b"zero \\u0000 and half a pair \\ud83d" in receiver.posts[1][0]
    assert receiver.changes[-1]["field"] == "standby"
    assert receiver.changes[-1]["value"]["standby"]["messages"][0]["id"] == wamid
    assert json.loads(receiver.posts[-1][0]) == {"object": "odd", "entry": []}


async def test_a_thousand_updates_fit_into_one_body(
    simulator: Simulator, receiver: Receiver, clock: HandClock
) -> None:
    simulator.world.courier.weather = replace(simulator.world.weather, batch=1.0)
    lucas = simulator.customer(LUCAS)
    for number in range(1001):
        lucas.writes(f"line {number}")
    await simulator.settle()
    assert len(receiver.posts) == 2
    assert [one["text"]["body"] for one in receiver.messages] == [
        f"line {number}" for number in range(1001)
    ]


async def test_a_request_for_the_number_is_answered_with_a_trusted_card(
    simulator: Simulator, graph: httpx.AsyncClient, receiver: Receiver
) -> None:
    lucas = simulator.customer(LUCAS)
    lucas.writes("Hello?")
    await simulator.settle()
    action = {"name": "request_contact_info"}
    request = {"type": "request_contact_info", "body": {"text": "May we call?"}}
    body = text_to(LUCAS, "") | {
        "type": "interactive",
        "interactive": request | {"action": action},
    }
    answer = (await graph.post(f"/{PHONE}/messages", json=body)).json()
    lucas.taps(answer["messages"][0]["id"], "Share Contact Info")
    await simulator.settle()
    (card,) = receiver.messages[-1]["contacts"]
    assert card["origin"] == "contact_request"
    assert card["phones"][0]["wa_id"] == "33612345678"
