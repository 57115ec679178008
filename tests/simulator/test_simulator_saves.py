"""A played history goes on in another process."""

from collections.abc import Callable
from pathlib import Path

import httpx

from console.simulator import saves
from console.simulator.simulator import Simulator
from tests.fakes import HandClock
from tests.simulator.receiving import PHONE, Receiver, options, text_to

LUCAS = "+33 6 12 34 56 78"
Connect = Callable[[Simulator], httpx.AsyncClient]


async def test_customers_windows_messages_and_files_are_there_again(
    simulator: Simulator,
    connect: Connect,
    receiver: Receiver,
    clock: HandClock,
    tmp_path: Path,
) -> None:
    lucas = simulator.customer(LUCAS, "Lucas Moreau")
    lucas.sends_image(b"\xff\xd8\xffpicture")
    await simulator.settle()
    before = connect(simulator)
    await before.post(f"/{PHONE}/messages", json=text_to(LUCAS, "Thank you"))
    lucas.writes("Later", at=clock.now().replace(hour=14))
    simulator.save(tmp_path / "state.json")

    assert saves.saved_at(tmp_path / "state.json") == clock.now()
    again = Simulator.load(tmp_path / "state.json", **options(clock, receiver.url))
    assert again.customer(LUCAS).person.name == "Lucas Moreau"
    assert [one.text for one in again.sent] == ["Thank you"]
    after = connect(again)
    assert (await after.post(f"/{PHONE}/messages", json=text_to(LUCAS, "!"))).status_code == 200
    media_id = receiver.messages[0]["image"]["id"]
    url = (await after.get(f"/{media_id}")).json()["url"]
    assert (await after.get(url)).content == b"\xff\xd8\xffpicture"
    await clock.advance(hours=3)
    await again.settle()
    assert receiver.messages[-1]["text"] == {"body": "Later"}
    delivered = [one for one in receiver.statuses if one["status"] == "delivered"]
    assert len(delivered) == 2


async def test_updates_that_nobody_took_are_posted_by_the_next_process(
    simulator: Simulator, receiver: Receiver, clock: HandClock, tmp_path: Path
) -> None:
    receiver.status = 500
    simulator.customer(LUCAS).writes("Hello?")
    await simulator.settle()
    simulator.save(tmp_path / "state.json")
    receiver.status = 200
    again = Simulator.load(tmp_path / "state.json", **options(clock, receiver.url))
    await clock.advance(minutes=1)
    await again.settle()
    assert [one["text"]["body"] for one in receiver.messages] == ["Hello?"]
