"""Everything a customer can do, in the shape Meta reports it."""

import base64
import hashlib
from datetime import timedelta

import httpx
import pytest

from console.simulator.scenarios import RESOURCES
from console.simulator.simulator import Simulator
from tests.fakes import HandClock
from tests.simulator.receiving import PHONE, Receiver, text_to

LUCAS = "+33 6 12 34 56 78"


async def test_files_arrive_with_their_digest_and_can_be_fetched_for_a_week(
    simulator: Simulator, receiver: Receiver, graph: httpx.AsyncClient, clock: HandClock
) -> None:
    lucas = simulator.customer(LUCAS)
    picture = RESOURCES / "img" / "table-corner.jpg"
    lucas.sends_image(picture, "One corner arrived split")
    lucas.sends_document(b"%PDF-1.4", "Facture.pdf", "application/pdf")
    lucas.sends_voice(b"OggS")
    lucas.sends_video(b"....ftyp")
    lucas.sends_sticker(b"RIFF")
    await simulator.settle()
    kinds = [one["type"] for one in receiver.messages]
    assert kinds == ["image", "document", "audio", "video", "sticker"]
    image, document, audio, _, sticker = (one[one["type"]] for one in receiver.messages)
    digest = hashlib.sha256(picture.read_bytes()).digest()
    assert image["sha256"] == base64.b64encode(digest).decode()
    assert image["caption"] == "One corner arrived split"
    assert document["filename"] == "Facture.pdf"
    assert "caption" not in document
    assert audio["voice"] is True
    assert audio["mime_type"] == "audio/ogg; codecs=opus"
    assert sticker["animated"] is False
    found = (await graph.get(f"/{image['id']}?phone_number_id={PHONE}")).json()
    assert found["mime_type"] == "image/jpeg"
    assert found["sha256"] == digest.hex()
    assert (await graph.get(found["url"])).content == picture.read_bytes()
    await clock.advance(days=7)
    gone = await graph.get(f"/{image['id']}")
    assert gone.status_code == 400
    assert gone.json()["error"]["code"] == 100
    assert gone.json()["error"]["error_subcode"] == 33


async def test_places_cards_polls_reactions_and_replies_arrive(
    simulator: Simulator, receiver: Receiver, graph: httpx.AsyncClient
) -> None:
    lucas = simulator.customer(LUCAS)
    first = lucas.writes("Hello?")
    await simulator.settle()
    answer = (await graph.post(f"/{PHONE}/messages", json=text_to(LUCAS, "Yes?"))).json()
    wamid = answer["messages"][0]["id"]
    lucas.shares_location(41.15, -8.61, "Depot")
    lucas.shares_contact("Rhys Llewellyn", "+44 7700 900782")
    lucas.sends_unsupported("poll_creation")
    lucas.reacts(wamid, "👍")
    lucas.reacts(wamid, "")
    lucas.writes("I meant this one", reply_to=first)
    lucas.writes("And yours", reply_to=wamid)
    await simulator.settle()
    _, place, card, poll, liked, unliked, own, quoted = receiver.messages
    assert place["location"] == {"latitude": 41.15, "longitude": -8.61, "name": "Depot"}
    assert card["contacts"][0]["name"]["formatted_name"] == "Rhys Llewellyn"
    assert poll["type"] == "unsupported"
    assert poll["errors"][0]["code"] == 131051
    assert poll["unsupported"] == {"type": "poll_creation"}
    assert liked["reaction"] == {"message_id": wamid, "emoji": "👍"}
    assert unliked["reaction"] == {"message_id": wamid}
    assert own["context"] == {"from": "33612345678", "id": first}
    assert quoted["context"] == {"from": "31850123456", "id": wamid}


async def test_a_missed_call_is_reported_in_the_field_for_calls(
    simulator: Simulator, receiver: Receiver
) -> None:
    call_id = simulator.customer(LUCAS).calls()
    await simulator.settle()
    assert {change["field"] for change in receiver.changes} == {"calls"}
    events = [one for change in receiver.changes for one in change["value"]["calls"]]
    assert [one["event"] for one in events] == ["connect", "terminate"]
    assert {one["id"] for one in events} == {call_id}
    assert {one["direction"] for one in events} == {"USER_INITIATED"}


async def test_a_phone_that_is_off_gets_everything_when_it_comes_back(
    simulator: Simulator, receiver: Receiver, graph: httpx.AsyncClient, clock: HandClock
) -> None:
    lucas = simulator.customer(LUCAS)
    lucas.writes("I am off")
    lucas.goes_quiet()
    await simulator.settle()
    await graph.post(f"/{PHONE}/messages", json=text_to(LUCAS, "Are you there?"))
    await clock.advance(hours=1)
    await simulator.settle()
    assert [one["status"] for one in receiver.statuses] == ["sent"]
    assert lucas.received() == []
    lucas.comes_back()
    await simulator.settle()
    await clock.advance(seconds=5)
    await simulator.settle()
    assert [one["status"] for one in receiver.statuses] == ["sent", "delivered"]
    lucas.reads()
    await simulator.settle()
    assert receiver.statuses[-1]["status"] == "read"


async def test_button_taps_carry_the_id_the_business_gave(
    simulator: Simulator, receiver: Receiver, graph: httpx.AsyncClient
) -> None:
    lucas = simulator.customer(LUCAS)
    lucas.writes("Hello?")
    await simulator.settle()
    reply = {"type": "reply", "reply": {"id": "exchange-1", "title": "Exchange"}}
    question = {
        "type": "button",
        "body": {"text": "Repair or exchange?"},
        "action": {"buttons": [reply]},
    }
    body = text_to(LUCAS, "") | {"type": "interactive", "interactive": question}
    wamid = (await graph.post(f"/{PHONE}/messages", json=body)).json()["messages"][0]["id"]
    lucas.taps(wamid, "Exchange")
    await simulator.settle()
    tap = receiver.messages[-1]
    assert tap["interactive"]["button_reply"] == {"id": "exchange-1", "title": "Exchange"}
    assert tap["context"]["id"] == wamid
    with pytest.raises(LookupError):
        lucas.taps(wamid, "Neither")


async def test_template_taps_come_as_buttons(
    simulator: Simulator, receiver: Receiver, graph: httpx.AsyncClient
) -> None:
    lucas = simulator.customer(LUCAS)
    template = {
        "name": "delivery_today",
        "language": {"code": "en"},
        "components": [
            {"type": "body", "parameters": [{"type": "text", "text": one} for one in "abc"]}
        ],
    }
    body = text_to(LUCAS, "") | {"type": "template", "template": template}
    answer = (await graph.post(f"/{PHONE}/messages", json=body)).json()
    lucas.taps(answer["messages"][0]["id"], "No, another day")
    await simulator.settle()
    button = {"text": "No, another day", "payload": "No, another day"}
    assert receiver.messages[-1]["button"] == button


async def test_a_message_planned_for_later_comes_with_its_own_time(
    simulator: Simulator, receiver: Receiver, clock: HandClock
) -> None:
    later = clock.now() + timedelta(minutes=10)
    simulator.customer(LUCAS).writes("Later", at=later)
    await simulator.settle()
    assert receiver.messages == []
    await clock.advance(hours=1)
    await simulator.settle()
    assert receiver.messages[0]["timestamp"] == str(int(later.timestamp()))


async def test_a_customer_who_stops_offers_gets_no_marketing(
    simulator: Simulator, receiver: Receiver, graph: httpx.AsyncClient
) -> None:
    lucas = simulator.customer(LUCAS)
    lucas.wants_offers(False)
    await simulator.settle()
    assert receiver.changes[0]["value"]["user_preferences"][0]["value"] == "stop"
    template = {
        "name": "trade_in_offer",
        "language": {"code": "en"},
        "components": [
            {"type": "body", "parameters": [{"type": "text", "text": one} for one in "ab"]}
        ],
    }
    body = text_to(LUCAS, "") | {"type": "template", "template": template}
    assert (await graph.post(f"/{PHONE}/messages", json=body)).status_code == 200
    await simulator.settle()
    assert receiver.statuses[-1]["errors"][0]["code"] == 131050
