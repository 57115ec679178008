"""What the account answers about itself."""

import httpx

from console.simulator.simulator import Simulator
from tests.fakes import HandClock
from tests.simulator.receiving import PHONE, TOKEN, WABA, Receiver, text_to


async def test_the_number_answers_the_fields_asked_for(graph: httpx.AsyncClient) -> None:
    few = (await graph.get(f"/{PHONE}")).json()
    assert set(few) == {"id", "verified_name", "display_phone_number", "quality_rating"}
    fields = "status,throughput,health_status,whatsapp_business_manager_messaging_limit"
    more = (await graph.get(f"/{PHONE}?fields={fields}")).json()
    assert more["status"] == "CONNECTED"
    assert more["health_status"]["can_send_message"] == "AVAILABLE"
    rows = (await graph.get(f"/{WABA}/phone_numbers?fields=status")).json()["data"]
    assert rows == [{"id": PHONE, "status": "CONNECTED"}]


async def test_the_token_says_what_it_is_good_for(graph: httpx.AsyncClient) -> None:
    good = (await graph.get("/debug_token", params={"input_token": TOKEN})).json()["data"]
    assert good["is_valid"] is True
    assert "whatsapp_business_messaging" in good["scopes"]
    bad = (await graph.get("/debug_token", params={"input_token": "other"})).json()["data"]
    assert bad["is_valid"] is False


async def test_subscribing_can_move_the_webhook(
    simulator: Simulator, graph: httpx.AsyncClient
) -> None:
    address = "http://127.0.0.1:9/webhook"
    asked = {"override_callback_uri": address, "verify_token": "verify me"}
    assert (await graph.post(f"/{WABA}/subscribed_apps", json=asked)).json()["success"] is True
    assert simulator.webhook_url == address
    (row,) = (await graph.get(f"/{WABA}/subscribed_apps")).json()["data"]
    assert row["override_callback_uri"] == address


async def test_templates_can_be_filtered_by_status_and_language(
    graph: httpx.AsyncClient,
) -> None:
    path = f"/{WABA}/message_templates"
    paused = (await graph.get(path, params={"status": "PAUSED"})).json()["data"]
    assert [row["name"] for row in paused] == ["back_in_stock"]
    polish = (await graph.get(path, params={"language": "pl"})).json()["data"]
    assert {row["language"] for row in polish} == {"pl"}
    assert len(polish) > 1


async def test_a_blocked_customer_is_heard_of_no_more_and_cannot_be_written_to(
    simulator: Simulator, graph: httpx.AsyncClient, receiver: Receiver
) -> None:
    lucas = simulator.customer("+33612345678")
    lucas.writes("Hello?")
    await simulator.settle()
    asked = {"messaging_product": "whatsapp", "block_users": [{"user": "+33612345678"}]}
    assert (await graph.post(f"/{PHONE}/block_users", json=asked)).status_code == 200
    (row,) = (await graph.get(f"/{PHONE}/block_users")).json()["data"]
    assert row["wa_id"] == "33612345678"
    lucas.writes("Still there?")
    await simulator.settle()
    assert len(receiver.messages) == 1
    reply = await graph.post(f"/{PHONE}/messages", json=text_to("+33612345678", "Hi"))
    assert reply.json()["error"]["code"] == 130403
    gone = await graph.request("DELETE", f"/{PHONE}/block_users", json=asked)
    assert gone.status_code == 200
    reply = await graph.post(f"/{PHONE}/messages", json=text_to("+33612345678", "Hi"))
    assert reply.status_code == 200


async def test_who_has_not_written_today_cannot_be_blocked(graph: httpx.AsyncClient) -> None:
    asked = {"messaging_product": "whatsapp", "block_users": [{"user": "+33612345678"}]}
    reply = await graph.post(f"/{PHONE}/block_users", json=asked)
    assert reply.json()["error"]["code"] == 139100
    (failed,) = reply.json()["block_users"]["failed_users"]
    assert failed["errors"][0]["code"] == 139103


async def test_templates_open_only_so_many_customers_a_day(
    simulator: Simulator, graph: httpx.AsyncClient, clock: HandClock
) -> None:
    simulator.world.limits.messaging_limit = 2
    content = {"name": "privacy_notice", "language": {"code": "en"}}
    template = {"type": "template", "template": content}

    async def code_for(phone: str) -> int:
        body = text_to(phone, "") | template
        reply = await graph.post(f"/{PHONE}/messages", json=body)
        return int(reply.json().get("error", {}).get("code", 0))

    phones = ("+4520123456", "+46701234567", "+4520123456", "+32470123456")
    assert [await code_for(phone) for phone in phones] == [0, 0, 0, 131048]
    await clock.advance(hours=24)
    assert await code_for("+32470123456") == 0
