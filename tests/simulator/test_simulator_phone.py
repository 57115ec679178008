"""The page of a customer's phone: what it shows, what it takes, whom it lets in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.fakes import serving
from tests.simulator.receiving import PHONE, text_to

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from console.simulator.simulator import Simulator
    from tests.fakes import HandClock

LUCAS = "+33612345678"
PAGE = "/simulated/phone"


@pytest.fixture
async def browser(simulator: Simulator) -> AsyncIterator[httpx.AsyncClient]:
    async with serving(simulator.app) as base, httpx.AsyncClient(base_url=base) as caller:
        yield caller


async def screen(browser: httpx.AsyncClient) -> dict[str, Any]:
    told: dict[str, Any] = (await browser.get(f"{PAGE}/people/{LUCAS}")).json()
    return told


async def sends(graph: httpx.AsyncClient, simulator: Simulator, **body: Any) -> str:
    whole = {"messaging_product": "whatsapp", "to": LUCAS} | body
    answer = (await graph.post(f"/{PHONE}/messages", json=whole)).json()
    await simulator.settle()
    return str(answer["messages"][0]["id"])


async def test_both_sides_show_in_the_order_of_time_with_quotes_and_ticks(
    simulator: Simulator, graph: httpx.AsyncClient, browser: httpx.AsyncClient, clock: HandClock
) -> None:
    lucas = simulator.customer(LUCAS, "Lucas Moreau")
    asked = lucas.writes("Is it there?")
    await simulator.settle()
    await clock.advance(seconds=5)
    await sends(
        graph, simulator, type="text", text={"body": "Yes!"}, context={"message_id": asked}
    )
    await clock.advance(minutes=1)
    await simulator.settle()
    question, answer = (await screen(browser))["bubbles"]
    assert (question["mine"], question["text"], question["state"]) == (
        True, "Is it there?", "delivered",
    )  # fmt: skip
    assert (answer["mine"], answer["text"]) == (False, "Yes!")
    assert answer["quote"] == {"mine": True, "text": "Is it there?"}
    await graph.post(
        f"/{PHONE}/messages",
        json={
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": asked,
            "typing_indicator": {"type": "text"},
        },
    )
    told = await screen(browser)
    assert told["typing"]
    assert told["bubbles"][0]["state"] == "read"


async def test_what_has_not_reached_the_phone_is_not_shown(
    simulator: Simulator, graph: httpx.AsyncClient, browser: httpx.AsyncClient, clock: HandClock
) -> None:
    lucas = simulator.customer(LUCAS)
    lucas.writes("Hello?")
    lucas.goes_quiet()
    await simulator.settle()
    await graph.post(f"/{PHONE}/messages", json=text_to(LUCAS, "Yes?"))
    await clock.advance(minutes=1)
    await simulator.settle()
    assert [one["text"] for one in (await screen(browser))["bubbles"]] == ["Hello?"]
    await browser.post(f"/simulated/customers/{LUCAS}/comes_back", json={})
    await simulator.settle()
    await clock.advance(minutes=1)
    await simulator.settle()
    assert [one["text"] for one in (await screen(browser))["bubbles"]] == ["Hello?", "Yes?"]
    (listed,) = (await browser.get(f"{PAGE}/people")).json()["people"]
    assert (listed["unread"], listed["last"]) == (1, "Yes?")


async def test_buttons_can_be_tapped_and_the_tap_is_an_answer(
    simulator: Simulator, graph: httpx.AsyncClient, browser: httpx.AsyncClient, clock: HandClock
) -> None:
    simulator.customer(LUCAS).writes("Which day?")
    await simulator.settle()
    buttons = [{"type": "reply", "reply": {"id": day, "title": day}} for day in ("Mon", "Tue")]
    wamid = await sends(
        graph,
        simulator,
        type="interactive",
        interactive={
            "type": "button",
            "body": {"text": "Choose a day"},
            "action": {"buttons": buttons},
        },
    )
    await clock.advance(minutes=1)
    await simulator.settle()
    offered = (await screen(browser))["bubbles"][-1]
    assert (offered["text"], offered["choices"]) == ("Choose a day", ["Mon", "Tue"])
    tap = {"on": wamid, "title": "Tue"}
    assert (await browser.post(f"/simulated/customers/{LUCAS}/taps", json=tap)).is_success
    await simulator.settle()
    assert (await screen(browser))["bubbles"][-1]["text"] == "Tue"


async def test_a_template_shows_with_its_blanks_filled(
    simulator: Simulator, graph: httpx.AsyncClient, browser: httpx.AsyncClient, clock: HandClock
) -> None:
    values = ["Lucas", "your Tarn table", "it ships on Monday"]
    texts = [{"type": "text", "text": value} for value in values]
    await sends(
        graph,
        simulator,
        type="template",
        template={
            "name": "claim_update",
            "language": {"code": "en"},
            "components": [
                {"type": "header", "parameters": [{"type": "text", "text": "Tarn table"}]},
                {"type": "body", "parameters": texts},
            ],
        },
    )
    await clock.advance(minutes=1)
    await simulator.settle()
    (bubble,) = (await screen(browser))["bubbles"]
    assert bubble["heading"] == "About your Tarn table"
    assert bubble["text"] == "Hello Lucas, an update on your Tarn table: it ships on Monday."
    assert "Reply" in bubble["choices"]


async def test_reactions_are_badges_and_one_taken_back_is_gone(
    simulator: Simulator, graph: httpx.AsyncClient, browser: httpx.AsyncClient, clock: HandClock
) -> None:
    simulator.customer(LUCAS).writes("Hello?")
    await simulator.settle()
    wamid = await sends(graph, simulator, type="text", text={"body": "Yes?"})
    await clock.advance(minutes=1)
    for emoji, badges in (("👍", ["👍"]), ("", [])):
        asked = {"to": wamid, "emoji": emoji}
        await browser.post(f"/simulated/customers/{LUCAS}/reacts", json=asked)
        await simulator.settle()
        await clock.advance(seconds=1)
        assert (await screen(browser))["bubbles"][-1]["reactions"] == badges


async def test_only_what_a_page_may_show_comes_in_place(
    simulator: Simulator, browser: httpx.AsyncClient
) -> None:
    lucas = simulator.customer(LUCAS)
    lucas.sends_image(b"\xff\xd8\xff....", "Broken")
    lucas.sends_image(b"<script>alert(1)</script>", "No picture")
    lucas.sends_document(b"<html>", "page.html", "text/html")
    await simulator.settle()
    shown = [one["file"] for one in (await screen(browser))["bubbles"]]
    answers = [await browser.get(f"{PAGE}/media/{file['id']}") for file in shown]
    assert [one.headers["content-type"] for one in answers] == [
        "image/jpeg", "application/octet-stream", "application/octet-stream",
    ]  # fmt: skip
    assert all(one.headers["x-content-type-options"] == "nosniff" for one in answers)
    assert ["content-disposition" in one.headers for one in answers] == [False, True, True]


async def test_the_page_asks_nobody_else_and_runs_no_foreign_script(
    browser: httpx.AsyncClient,
) -> None:
    for asset in ("", "/phone.css", "/phone.js"):
        answer = await browser.get(PAGE + asset)
        assert answer.status_code == 200
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "https://" not in answer.text
    assert (await browser.get(f"{PAGE}/index.html")).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Host": "rebound.example"},
        {"Origin": "https://rebound.example", "Host": "rebound.example"},
    ],
)
async def test_no_other_site_may_look_or_move(
    headers: dict[str, str], simulator: Simulator, browser: httpx.AsyncClient
) -> None:
    simulator.customer(LUCAS)
    for path in (PAGE, f"{PAGE}/people", f"{PAGE}/people/{LUCAS}", "/simulated/sent"):
        assert (await browser.get(path, headers=headers)).status_code == 403
    moved = await browser.post(f"/simulated/customers/{LUCAS}/calls", headers=headers)
    assert moved.status_code == 403


async def test_the_page_itself_may_move_the_customer(browser: httpx.AsyncClient) -> None:
    own = {"Origin": str(browser.base_url).rstrip("/")}
    written = await browser.post(
        f"/simulated/customers/{LUCAS}/writes", json={"text": "Hello"}, headers=own
    )
    assert written.status_code == 201


async def test_somebody_unknown_is_no_crash(browser: httpx.AsyncClient) -> None:
    answer = await browser.get(f"{PAGE}/people/+4912345678")
    assert (answer.status_code, answer.json()) == (
        400,
        {"error": "Nobody has this number yet."},
    )
