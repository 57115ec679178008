"""Payments: reported by the platform or posted by a gateway, each one line in a transcript."""

import json
from collections.abc import AsyncIterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from console.channels.whatsapp import webhooks
from console.channels.whatsapp.facts import PaymentReported
from console.domain.payments import money
from console.domain.people import Role
from console.hub.store import schema
from console.wire.payments import PAYMENTS
from console.wire.requests import AUDIT
from tests.floor import Floor
from tests.given import NUMBER_ID, a_hub
from tests.platform_road import Road, built
from tests.simulator.receiving import PHONE, WABA


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        await road.owned()
        yield road


def told(status: str, paid_by: str = "t-1", **more: Any) -> dict[str, Any]:
    """A payment status as WhatsApp sends it in India."""
    return {
        "id": "wamid.ORDER",
        "status": status,
        "type": "payment",
        "timestamp": "1778760100",
        "recipient_id": "33612345678",
        "payment": {
            "reference_id": "AF-1042",
            "amount": {"value": 12900, "offset": 100},
            "currency": "INR",
            "transaction": {
                "id": paid_by,
                "type": "upi",
                "status": "success",
                "method": {"type": "upi"},
            },
        }
        | more,
    }


def posted(*statuses: dict[str, Any]) -> bytes:
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "1", "phone_number_id": PHONE},
        "statuses": list(statuses),
    }
    change = {"field": "messages", "value": value}
    whole = {
        "object": "whatsapp_business_account",
        "entry": [{"id": WABA, "changes": [change]}],
    }
    return json.dumps(whole).encode()


async def lines(road: Road) -> list[str]:
    """What the transcript tells of payments."""
    query = sa.select(schema.message).where(schema.message.c.kind == "event")
    bodies = [row["body"] for row in await road.rows(query.order_by(schema.message.c.order))]
    return [
        f"{body['actor']} {body['text']}".format(**body["values"])
        for body in bodies
        if body["event"] == "payment"
    ]


async def test_a_payment_is_told_once_in_the_conversation_of_who_pays(road: Road) -> None:
    for _again in range(2):
        await road.take_in(posted(told("pending")))
        await road.take_in(posted(told("captured")))
    assert await lines(road) == [
        "Payment AF-1042 is under way · 129.00 INR · UPI",
        "Payment AF-1042 was received · 129.00 INR · UPI",
    ]
    assert (await road.conversation())["closed_at"] is None


async def test_f2_in_every_order_the_outcome_is_the_last_word(road: Road) -> None:
    for nth, order in enumerate(permutations(("pending", "pending", "captured"))):
        for status in order:
            await road.take_in(posted(told(status, reference_id=f"AF-{nth}")))
        said = [line for line in await lines(road) if line.startswith(f"Payment AF-{nth} ")]
        under_way = [f"Payment AF-{nth} is under way · 129.00 INR · UPI"]
        received = [f"Payment AF-{nth} was received · 129.00 INR · UPI"]
        assert said == (received if order[0] == "captured" else under_way + received)


async def test_a_failed_payment_says_why_and_what_was_given_back_too(road: Road) -> None:
    error = {"code": "payment_cancelled", "reason": "Not enough money"}
    await road.take_in(posted(told("failed", transaction={"id": "t-2", "error": error})))
    back = {"refunds": [{"id": "r-1", "amount": {"value": 500, "offset": 100}}]}
    await road.take_in(posted(told("captured", "t-3", **back)))
    assert await lines(road) == [
        "Payment AF-1042 failed · 129.00 INR · Not enough money",
        "Payment AF-1042 was received · 129.00 INR · UPI",
        "Payment AF-1042 was given back · 5.00 INR",
    ]


@pytest.mark.parametrize("broken", [{"payment": {}}, {"status": "odd"}, {"payment": [1]}])
def test_odd_payments_are_no_messages_and_break_nothing(broken: dict[str, Any]) -> None:
    facts = webhooks.read(posted(told("captured") | broken, told("captured")))
    assert [type(fact) for fact in facts if isinstance(fact, PaymentReported)] == [
        PaymentReported
    ]


@pytest.mark.parametrize(
    ("value", "offset", "currency", "said"),
    [
        (12900, 100, "INR", "129.00 INR"),
        (5, 100, "brl", "0.05 BRL"),
        (1500, 1, "JPY", "1500 JPY"),
        (1, 0, "INR", ""),
        (1, 100, "", ""),
    ],
)
def test_money_is_written_with_its_decimals(
    value: int, offset: int, currency: str, said: str
) -> None:
    assert money(value, offset, currency) == said


async def test_a_gateways_result_is_told_and_audited_once(
    tmp_path: Path,
) -> None:
    async with a_hub(tmp_path) as hub:
        await hub.rep("maya")
        await hub.rep("ada", role=Role.ADMIN)
        await hub.customer_writes("I paid", number="5511987654321", name="Bia")
        body = {
            "phone_number_id": NUMBER_ID,
            "customer": "+5511987654321",
            "payment": {
                "reference": "AF-7",
                "state": "captured",
                "transaction": "pix-1",
                "amount": "49.90 BRL",
                "method": "pix",
            },
        }
        async with hub.client("ada") as ada, hub.client("maya") as maya:
            first, again = [await ada.post(PAYMENTS, json=body) for _ in range(2)]
            refused = await maya.post(PAYMENTS, json=body)
            nobody = await ada.post(PAYMENTS, json=body | {"customer": "+49301234"})
            odd = await ada.post(PAYMENTS, json=body | {"payment": {"state": "won"}})
            bad = [
                await ada.post(PAYMENTS, json=body | change)
                for change in (
                    {"customer": " "},
                    {"at": "2026-05-14T12:00:00"},
                    {"payment": {"reference": "", "state": "failed"}},
                    {"payment": {"reference": "x" * 201, "state": "failed"}},
                    {"payment": {"reference": "a\x00b", "state": "failed"}},
                )
            ]
            trail = (await ada.get(AUDIT)).json()["entries"]
            await hub.settle()
        statuses = [one.status_code for one in (first, again, refused, nobody, odd)]
        assert statuses == [200, 200, 403, 404, 422]
        assert {one.status_code for one in bad} == {422}
        assert (first.json(), again.json()) == ({"new": True}, {"new": False})
        assert [one["why"] for one in trail if one["action"] == "payment_posted"] == [
            "AF-7 captured"
        ]
        async with hub.hub.store.reading() as connection:
            query = sa.select(schema.message).where(schema.message.c.kind == "event")
            rows = [row["body"] for row in (await connection.execute(query)).mappings()]
        paid = [row for row in rows if row["event"] == "payment"]
        assert [row["values"] for row in paid] == [
            {"reference": "AF-7", "facts": "49.90 BRL · PIX"}
        ]
