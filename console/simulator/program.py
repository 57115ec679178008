"""The simulated platform as a program of its own: `python3 -m console simulate`."""

import argparse
import asyncio
import math
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from socket import socket
from urllib.parse import urlsplit

import uvicorn

from console.simulator import phone, saves, scenarios
from console.simulator.clock import WallClock
from console.simulator.simulator import Simulator

_SAVE_EVERY_S = 30.0
_GRAPH_VERSION = "v25.0"


class _Server(uvicorn.Server):
    """A server that leaves signals to its owner and says when it listens."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[str], None]) -> None:
        super().__init__(config)
        self._listening = listening

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leaves the signals alone: the state is still to be saved when one comes."""
        yield

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Binds the port, then tells the address."""
        await super().startup(sockets)
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            self._listening(f"http://{host}:{port}")


def main(argv: list[str]) -> int:
    """Plays until interrupted; 0, or 1 when the port is taken."""
    options = _parser().parse_args(argv)
    simulator = _simulator(options)
    host, port = options.listen

    def listening(url: str) -> None:
        simulator.world.base_url = url
        sys.stdout.write(_greeting(url, options) + "\n")
        sys.stdout.flush()

    config = uvicorn.Config(
        simulator.app,
        host=host,
        port=port,
        lifespan="off",
        log_level="critical",
    )
    try:
        asyncio.run(
            _play(simulator, _Server(config, listening), _state_file(options), options.parent)
        )
    except SystemExit:  # uvicorn's way of saying that it could not listen
        sys.stderr.write(f"Nothing can listen on {host}:{port}: is the port taken?\n")
        return 1
    return 0


async def _play(
    simulator: Simulator,
    server: uvicorn.Server,
    state: Path | None,
    parent: int | None,
) -> None:
    def stop() -> None:
        server.should_exit = True

    async def stop_with_parent() -> None:
        while parent is None or os.getppid() == parent:  # noqa: ASYNC110 - no event
            await asyncio.sleep(1)
        stop()

    _on_signals(stop)
    async with asyncio.TaskGroup() as group:
        playing = group.create_task(simulator.run())
        saving = group.create_task(_keep_saving(simulator, state))
        watching = group.create_task(stop_with_parent())
        await server.serve()
        playing.cancel()
        saving.cancel()
        watching.cancel()
    if state is not None:
        simulator.save(state)


async def _keep_saving(simulator: Simulator, state: Path | None) -> None:
    while state is not None:
        await asyncio.sleep(_SAVE_EVERY_S)
        simulator.save(state)


def _on_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(name, stop)
        except NotImplementedError:  # Windows has none in its loop
            signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop))


def _simulator(options: argparse.Namespace) -> Simulator:
    state = _state_file(options)
    saved = state is not None and state.exists()
    epoch = options.epoch
    if saved and state is not None:
        epoch = max(epoch or datetime.now(UTC), saves.saved_at(state))
    if options.since is not None and epoch is not None:
        epoch += (datetime.now(UTC) - options.since) * options.speed
    arguments = {
        "clock": WallClock(options.speed, epoch),
        "seed": options.seed,
        "webhook_url": options.webhook,
        "app_secret": options.secret,
        "access_token": options.token,
        "verify_token": options.verify_token,
        "phone_number_id": options.phone_number_id,
        "waba_id": options.waba_id,
        "display_number": options.display_number,
        "scenario": _scenario(options),
    }
    if saved and state is not None:
        return Simulator.load(state, **arguments)
    return Simulator(**arguments)


def _scenario(options: argparse.Namespace) -> scenarios.Scenario:
    chosen = scenarios.scenario(options.scenario)
    return replace(chosen, tempo_s=chosen.tempo_s * options.leisure)


def _state_file(options: argparse.Namespace) -> Path | None:
    if options.state is None:
        return None
    options.state.mkdir(parents=True, exist_ok=True)
    return Path(options.state / "state.json")


def _greeting(url: str, options: argparse.Namespace) -> str:
    return (
        f"Graph {url}/{_GRAPH_VERSION}  number {options.phone_number_id}"
        f"  account {options.waba_id}  token {options.token}  secret {options.secret}"
        f"  verify {options.verify_token}  scenario {options.scenario}  phone {url}{phone.PATH}"
    )


def _place(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not (port.isascii() and port.isdigit() and int(port) < 1 << 16):
        raise argparse.ArgumentTypeError(f"{text!r} is no HOST:PORT such as 127.0.0.1:8900")
    return host.strip("[]") or "127.0.0.1", int(port)


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise argparse.ArgumentTypeError(f"{text!r} is no address that begins with http")
    return text


def _factor(text: str) -> float:
    try:
        factor = float(text)
    except ValueError:
        factor = 0
    if not 0 < factor < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return factor


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no moment such as 2026-05-14T14:36"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 -m console simulate",
        description="Plays WhatsApp's platform and its customers, over HTTP.",
    )
    add = parser.add_argument
    add(
        "--listen",
        type=_place,
        default="127.0.0.1:8900",
        metavar="HOST:PORT",
        help="port 0 takes a free one",
    )
    add(
        "--webhook",
        type=_address,
        metavar="URL",
        help="where updates are posted; without it they wait",
    )
    add("--scenario", default="furniture-shop", choices=sorted(scenarios.NAMES))
    add("--seed", type=int, default=0, help="the same seed plays the same day")
    add("--speed", type=_factor, default=1.0, help="simulated seconds in a second")
    add(
        "--leisure",
        type=_factor,
        default=1.0,
        metavar="X",
        help="customers write X times rarer",
    )
    add("--epoch", type=_moment, metavar="ISO", help="when the day begins; default: now")
    add("--since", type=_moment, metavar="ISO", help="the wall's time when the day began")
    add("--parent", type=int, metavar="PID", help="stop when this process ends")
    add("--state", type=Path, metavar="DIR", help="goes on from here, and saves here")
    add("--token", default="simulated-access-token")
    add("--secret", default="simulated-app-secret")
    add("--verify-token", default="simulated-verify-token")
    add("--phone-number-id", default="106540352242922")
    add("--waba-id", default="102290129340398")
    add("--display-number", default="+31 85 012 3456")
    return parser
