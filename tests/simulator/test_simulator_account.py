"""What the account answers about itself."""

import httpx

from console.simulator.simulator import Simulator
from tests.simulator.receiving import PHONE, TOKEN, WABA


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
