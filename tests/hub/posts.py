"""Webhook bodies of one customer, as the platform posts them."""

import json
from typing import Any

from tests.platform_road import Road
from tests.simulator.receiving import PHONE, WABA

WA_ID = "33612345678"


def posted(field: str = "messages", **value: Any) -> bytes:
    whole = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": PHONE}, **value}
    change = {"field": field, "value": whole}
    return json.dumps({"entry": [{"id": WABA, "changes": [change]}]}).encode()


def line(road: Road, wamid: str, words: str = "Hi", **more: Any) -> dict[str, Any]:
    seconds = str(int(road.floor.clock.now().timestamp()))
    told = {"from": WA_ID, "id": wamid, "timestamp": seconds, "type": "text"}
    return told | {"text": {"body": words}} | more
