"""What the platform refuses, and with which of Meta's numbers."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from console.channels.whatsapp.fault_table import TABLE
from console.simulator.refusals import RefusalError, failure, title_of
from console.simulator.scenarios import QUIET
from console.simulator.simulator import Simulator
from console.simulator.titles import TITLES
from console.simulator.weather import Weather
from tests.fakes import HandClock
from tests.simulator.receiving import PHONE, Receiver, simulated, text_to

LUCAS = "+33612345678"
Body = dict[str, Any]


def of_kind(kind: str, content: object, **more: object) -> Body:
    return {"messaging_product": "whatsapp", "to": LUCAS, "type": kind, kind: content, **more}


def template(name: str, *texts: str, language: str = "en", **more: object) -> Body:
    parameters = [{"type": "text", "text": text} for text in texts]
    body = {"type": "body", "parameters": parameters}
    content = {"name": name, "language": {"code": language}, "components": [body]}
    return of_kind("template", content | more)


def named(name: str, **texts: str) -> Body:
    body = template(name)
    body["template"]["components"] = [
        {"type": "header", "parameters": [document()]},
        {
            "type": "body",
            "parameters": [
                {"type": "text", "parameter_name": key, "text": texts[key]} for key in texts
            ],
        },
    ]
    return body


def document() -> Body:
    return {"type": "document", "document": {"link": "https://alderfinch.example/a.pdf"}}


BUTTON = {"type": "reply", "reply": {"id": "a", "title": "Yes"}}


def asking(*buttons: Body) -> Body:
    return {"type": "button", "body": {"text": "?"}, "action": {"buttons": list(buttons)}}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (of_kind("text", {"body": "x" * 4097}), 100),
        (of_kind("text", {"body": "😀" * 2049}), 100),
        (of_kind("text", {"body": ""}), 131008),
        (of_kind("hologram", {"body": "x"}), 100),
        (text_to("not a number", "x"), 131009),
        (text_to("+31 85 012 3456", "x"), 131021),
        (of_kind("image", {"id": "1234567"}), 100),
        (of_kind("image", {"id": "1", "link": "https://a.example/b.jpg"}), 100),
        (of_kind("location", {"latitude": 91, "longitude": 0}), 131009),
        (of_kind("contacts", [{"name": {"formatted_name": "Only"}}]), 131009),
        (of_kind("reaction", {"message_id": "wamid.unknown", "emoji": "👍"}), 131009),
        (of_kind("interactive", asking(*[BUTTON] * 4)), 131009),
        (of_kind("interactive", asking(BUTTON, BUTTON)), 131009),
        (of_kind("text", {"body": "x"}, biz_opaque_callback_data="x" * 513), 100),
        (template("no_such_template"), 132001),
        (template("technician_visit", "a", "b", language="fr"), 132001),
        (template("new_collection", "Priya"), 132001),
        (template("back_in_stock", "a", "b"), 132015),
        (template("payment_received", "Vasilis"), 132000),
        (template("payment_received", "Vasilis", "two\nlines"), 132018),
        (template("payment_received", "Vasilis", "x" * 1024), 132005),
        (template("return_label", "Zoë", "RC-1"), 132012),
        (named("order_confirmation", first_name="A", order_number="B", sum="C"), 100),
        (template("order_confirmation", "A", "B", "C"), 132012),
    ],
)
async def test_a_wrong_message_is_refused_with_metas_number(
    simulator: Simulator, graph: httpx.AsyncClient, body: Body, code: int
) -> None:
    simulator.customer(LUCAS).writes("Hello?")
    await simulator.settle()
    reply = await graph.post(f"/{PHONE}/messages", json=body)
    error = reply.json()["error"]
    assert error["code"] == code, error
    assert reply.status_code >= 400
    assert {"message", "type", "fbtrace_id"} <= set(error)
    assert simulator.sent == []


@pytest.mark.parametrize(
    "body",
    [
        of_kind("text", {"body": "x" * 4096}),
        of_kind("location", {"latitude": "52.09", "longitude": 5.12}),
        of_kind("contacts", [{"name": {"formatted_name": "A B", "first_name": "A"}}]),
        of_kind("interactive", asking(BUTTON)),
        of_kind("image", {"link": "https://alderfinch.example/b.jpg"}),
        template("payment_received", "Vasilis", "€ 420.00"),
        named("order_confirmation", first_name="A", order_number="B", total="C"),
    ],
)
async def test_a_right_message_is_accepted(
    simulator: Simulator, graph: httpx.AsyncClient, body: Body
) -> None:
    simulator.customer(LUCAS).writes("Hello?")
    await simulator.settle()
    reply = await graph.post(f"/{PHONE}/messages", json=body)
    assert reply.status_code == 200, reply.text
    assert simulator.sent[0].body == body


async def test_a_reaction_to_a_message_received_is_accepted_and_only_sent(
    simulator: Simulator, graph: httpx.AsyncClient, receiver: Receiver, clock: HandClock
) -> None:
    wamid = simulator.customer(LUCAS).writes("Hello?")
    await simulator.settle()
    body = of_kind("reaction", {"message_id": wamid, "emoji": "👍"})
    assert (await graph.post(f"/{PHONE}/messages", json=body)).status_code == 200
    await clock.advance(minutes=5)
    await simulator.settle()
    assert [one["status"] for one in receiver.statuses] == ["sent"]


async def test_the_46th_message_of_a_burst_to_one_customer_must_wait(
    simulator: Simulator, graph: httpx.AsyncClient, clock: HandClock
) -> None:
    for phone in (LUCAS, "+351912345678"):
        simulator.customer(phone).writes("Hello?")
    await simulator.settle()
    path = f"/{PHONE}/messages"
    codes = [
        (await graph.post(path, json=text_to(LUCAS, str(number)))).status_code
        for number in range(45)
    ]
    assert set(codes) == {200}
    refused = await graph.post(path, json=text_to(LUCAS, "46"))
    assert refused.json()["error"]["code"] == 131056
    assert (await graph.post(path, json=text_to("+351912345678", "1"))).status_code == 200
    await clock.advance(seconds=6)
    assert (await graph.post(path, json=text_to(LUCAS, "46"))).status_code == 200


async def test_more_than_80_messages_a_second_are_too_many(
    simulator: Simulator, graph: httpx.AsyncClient, clock: HandClock
) -> None:
    phones = [f"+3161200{number:04d}" for number in range(81)]
    for phone in phones:
        simulator.customer(phone).writes("Hello?")
    await simulator.settle()
    path = f"/{PHONE}/messages"
    replies = [await graph.post(path, json=text_to(phone, "Hi")) for phone in phones]
    assert [one.status_code for one in replies[:80]] == [200] * 80
    assert replies[80].json()["error"]["code"] == 130429
    await clock.advance(seconds=1)
    assert (await graph.post(path, json=text_to(phones[80], "Hi"))).status_code == 200


async def test_read_receipts_need_a_message_that_was_received(
    simulator: Simulator, graph: httpx.AsyncClient, clock: HandClock
) -> None:
    wamid = simulator.customer(LUCAS).writes("Hello?")
    await simulator.settle()
    mark = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
    typing = mark | {"typing_indicator": {"type": "text"}}
    assert (await graph.post(f"/{PHONE}/messages", json=typing)).json() == {"success": True}
    assert wamid in simulator.world.read_marks
    unknown = mark | {"message_id": "wamid.unknown"}
    reply = await graph.post(f"/{PHONE}/messages", json=unknown)
    assert reply.json()["error"]["code"] == 131009


@pytest.mark.parametrize(
    ("path", "code", "subcode"),
    [
        ("/v99.0/" + PHONE, 2500, None),
        ("/v25.0/999999", 100, 33),
        ("/v25.0/999999/message_templates", 100, 33),
        (f"/v25.0/{PHONE}/nothing", 2500, None),
    ],
)
async def test_unknown_versions_and_ids_are_refused(
    graph: httpx.AsyncClient, path: str, code: int, subcode: int | None
) -> None:
    reply = await graph.get("http://graph.test" + path)
    assert reply.status_code == 400
    assert reply.json()["error"]["code"] == code
    assert reply.json()["error"].get("error_subcode") == subcode


async def test_the_window_can_be_refused_late(
    clock: HandClock, receiver: Receiver, connect: Callable[[Simulator], httpx.AsyncClient]
) -> None:
    late = replace(QUIET, weather=Weather(window_errors_late=True))
    simulator = simulated(clock, receiver.url, scenario=late)
    reply = await connect(simulator).post(f"/{PHONE}/messages", json=text_to(LUCAS, "Hi"))
    assert reply.status_code == 200
    await simulator.settle()
    (status,) = receiver.statuses
    assert status["status"] == "failed"
    assert status["errors"][0]["code"] == 131047
    assert "recipient_user_id" not in status


@pytest.mark.parametrize("code", [*TABLE, 250, 999_123])
def test_every_error_the_hub_knows_is_answered_with_metas_status_and_title(code: int) -> None:
    refusal = RefusalError(code)
    error = refusal.reply("trace")["error"]
    late = failure(code)
    assert error["code"] == late["code"] == code
    assert error["message"] == f"(#{code}) {late['title']}"
    assert (late["title"] == "Unknown error") == (code == 999_123)
    assert refusal.http_status in {206, 400, 401, 403, 404, 429, 500, 503}


def test_almost_every_number_has_a_title_of_its_own() -> None:
    without = set(TABLE) - set(TITLES)
    # Meta leaves these numbers out of the ranges it names
    assert without == {
        *(131203, 131205, 131206),
        *(138008, 138010, 138011, 138016),
        139005,
    }


async def test_any_error_can_be_played_by_a_refusal_and_by_a_status(
    simulator: Simulator, graph: httpx.AsyncClient, receiver: Receiver, clock: HandClock
) -> None:
    simulator.customer(LUCAS).writes("Hello?")
    await simulator.settle()
    path, body = f"/{PHONE}/messages", text_to(LUCAS, "Hello")
    for code in (131208, 134011, 2388293, 138014):
        simulator.faults.error(code)
        reply = await graph.post(path, json=body)
        assert (reply.status_code, title_of(code)) == TITLES[code]
        assert reply.json()["error"]["code"] == code
        simulator.faults.fail_later(code)
        assert (await graph.post(path, json=body)).status_code == 200
        await clock.advance(minutes=1)
        await simulator.settle()
        [error] = receiver.statuses[-1]["errors"]
        assert (error["code"], error["title"]) == (code, title_of(code))
