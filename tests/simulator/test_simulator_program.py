"""The program from outside: started, driven by its control door, stopped, started again."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from console.simulator import program
from console.simulator.simulator import Simulator
from tests.fakes import serving, until
from tests.simulator.receiving import PHONE, Receiver, text_to

START = "import sys; from console.simulator.program import main; sys.exit(main(sys.argv[1:]))"


@asynccontextmanager
async def running(*arguments: str) -> AsyncIterator[tuple[str, dict[str, str]]]:
    """The Graph address and the call headers of the program, told by its first line."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", START, "--listen", "127.0.0.1:0", *arguments,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode().split()
    try:
        token = line[line.index("token") + 1]
        yield line[line.index("Graph") + 1], {"Authorization": f"Bearer {token}"}
    finally:
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--listen", "nonsense"), "'nonsense' is no HOST:PORT such as 127.0.0.1:8900"),
        (("--listen", "127.0.0.1:70000"), "'127.0.0.1:70000' is no HOST:PORT"),
        (("--webhook", "x"), "'x' is no address that begins with http"),
        (("--speed", "0"), "'0' is no number above 0"),
        (("--leisure", "inf"), "'inf' is no number above 0"),
        (("--epoch", "noon"), "'noon' is no moment such as 2026-05-14T14:36"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(
    arguments: tuple[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        program.main([*arguments])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


async def test_the_program_plays_and_goes_on_after_a_restart(
    receiver: Receiver, tmp_path: Path
) -> None:
    arguments = [
        "--webhook",
        receiver.url,
        "--verify-token",
        "verify me",
        "--scenario",
        "quiet",
    ]
    arguments += ["--state", str(tmp_path), "--phone-number-id", PHONE]
    async with running(*arguments) as (graph, headers), httpx.AsyncClient() as caller:
        door = graph.replace("/v25.0", "/simulated")
        asked = {"text": "Hello?", "name_of_customer": "Lucas Moreau"}
        moved = await caller.post(f"{door}/customers/+33612345678/writes", json=asked)
        assert moved.status_code == 201
        await until(lambda: receiver.messages, within_s=20)
        assert receiver.messages[0]["id"] == moved.json()["id"]
        body = text_to("+33612345678", "Hi")
        sent = await caller.post(f"{graph}/{PHONE}/messages", json=body, headers=headers)
        assert sent.status_code == 200
        await until(lambda: len(receiver.statuses) >= 2, within_s=20)
        image = await caller.post(f"{door}/customers/+33612345678/sends_image", json={})
        assert image.status_code == 201
        await until(lambda: len(receiver.messages) == 2, within_s=20)
        address = receiver.messages[1]["image"]["url"]
        assert (await caller.get(address, headers=headers)).status_code == 200
    assert json.loads((tmp_path / "state.json").read_text())["sent"]
    async with running(*arguments) as (graph, headers), httpx.AsyncClient() as caller:
        door = graph.replace("/v25.0", "/simulated")
        (lucas,) = (await caller.get(f"{door}/customers")).json()["customers"]
        assert lucas["name"] == "Lucas Moreau"
        (message,) = (await caller.get(f"{door}/sent")).json()["sent"]
        assert message["state"] == "delivered"


async def test_the_control_door_is_shut_for_web_pages_and_says_what_is_wrong(
    simulator: Simulator,
) -> None:
    async with serving(simulator.app) as base, httpx.AsyncClient(base_url=base) as caller:
        path = "/simulated/customers/+33612345678"
        page = {"Origin": "https://elsewhere.example"}
        foreign = await caller.post(f"{path}/calls", headers=page)
        assert foreign.status_code == 403
        empty = await caller.post(f"{path}/writes", json={})
        assert empty.status_code == 400
        assert "text" in empty.json()["error"]
        assert (await caller.post(f"{path}/dances")).status_code == 404
        outside = await caller.post(f"{path}/sends_image", json={"file": "../templates.json"})
        assert outside.status_code == 400
        assert (
            await caller.post("/simulated/faults/error", json={"code": 4})
        ).status_code == 201
        assert simulator.faults.take("send") is not None
