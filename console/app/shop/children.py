"""Children: the demo's hub, platform and colleagues, as processes that end with it."""

import json
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from os import getpid
from queue import Empty, Queue
from threading import Lock, Thread
from types import TracebackType
from typing import IO

from console.app.shop import stories
from console.app.shop.kept import KeptShop
from console.app.shop.settings import DISPLAY_NUMBER, SCENARIO, WEBHOOKS
from console.app.shop.settings_text import hub_toml
from console.domain.texts import _

START_WITHIN_S = 60.0
STOP_WITHIN_S = 6.0
RINGS_S = 30


class ChildTrouble(Exception):  # noqa: N818 - says what it is
    """Why a part of the demo did not start, and what to do."""


class Children:
    """Starts them, the slow ones together, and stops them at the end.

    `start` may run in a thread, and `stop` may come in between.

    Attributes:
        hub_url: where the hub listens, once started.
        phone_url: the page on which a person plays a customer, once started.
    """

    def __init__(self, shop: KeptShop, *, speed: float, seed: int) -> None:
        self.hub_url = ""
        self.phone_url = ""
        self._shop, self._speed, self._seed = shop, speed, seed
        self._lock = Lock()
        self._ended = False
        self._running: list[subprocess.Popen[str]] = []

    @property
    def running(self) -> int:
        """How many of them were started and not stopped."""
        return len(self._running)

    def __enter__(self) -> "Children":
        """All are up and know each other."""
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """All are gone, the youngest first."""
        self.stop()

    def start(self) -> None:
        """All are up and know each other.

        Raises:
            ChildTrouble: when one of them isn't, or when they were stopped meanwhile.
        """
        try:
            (self._shop.folder / "log.txt").write_bytes(b"")
            times = self._times()
            graph_url = f"http://127.0.0.1:{_free_port()}"
            platform = self._start_platform(graph_url, times)
            hub = self._start_hub(graph_url, times)
            ready = _awaited(hub, lambda line: line.startswith("ready "), "hub")
            self.hub_url = ready.split()[1]
            told = _awaited(
                platform, lambda line: line.startswith("Graph "), _("simulated platform")
            )
            self.phone_url = told.split(" phone ")[1].strip()
            self._start(["demo", "--colleagues", self.hub_url, "--speed", str(self._speed)])
            _connect(graph_url, self.hub_url)
        except (OSError, ValueError, LookupError, sqlite3.Error) as fault:
            raise ChildTrouble(
                _(
                    "The demo could not start ({fault}). Start it again with --fresh; if that "
                    "doesn’t help, look at log.txt in the demo’s folder."
                ).format(fault=fault)
            ) from fault

    def stop(self) -> None:
        """All are gone, the youngest first; none starts any more."""
        with self._lock:
            self._ended = True
            running, self._running = self._running, []
        for child in reversed(running):
            _stop(child)

    def _times(self) -> list[str]:
        """The shop's clock goes on where it stopped, the same for hub and platform."""
        epoch, since = self._shop.ends_at(), datetime.now(UTC)
        self._shop.hold_places(epoch, self._speed)
        return ["--epoch", epoch.isoformat(), "--since", since.isoformat()]

    def _start_platform(self, graph_url: str, times: list[str]) -> "Queue[str | None]":
        state = self._shop.platform_state.parent
        options = ["--listen", graph_url.removeprefix("http://"), "--scenario", SCENARIO]
        options += ["--state", str(state), "--seed", str(self._seed)]
        options += ["--speed", str(self._speed), *times, "--display-number", DISPLAY_NUMBER]
        # as many messages a minute for the person who looks on, however fast hours pass
        options += ["--leisure", str(max(self._speed, 1.0))]
        return self._start(["simulate", *options])

    def _start_hub(self, graph_url: str, times: list[str]) -> "Queue[str | None]":
        settings = self._shop.settings(stories.load())
        # an offer rings for half a minute of the person who looks on
        timeout_s = round(RINGS_S * max(self._speed, 1.0))
        queues = tuple(replace(one, offer_timeout_s=timeout_s) for one in settings.queues)
        config = self._shop.folder / "hub.toml"
        config.write_text(
            hub_toml(replace(settings, graph_base_url=graph_url, queues=queues)),
            encoding="utf-8",
        )
        config.chmod(0o600)
        options = ["--config", str(config), "--clock-speed", str(self._speed), *times]
        return self._start(["hub", *options])

    def _start(self, arguments: list[str]) -> "Queue[str | None]":
        """The lines the child prints; None when it has ended."""
        command = [sys.executable, "-m", "console", *arguments, "--parent", str(getpid())]
        with self._lock, (self._shop.folder / "log.txt").open("ab") as log:
            if self._ended:
                raise ChildTrouble(_("The demo was closed while it started. Start it again."))
            child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
            self._running.append(child)
        lines: Queue[str | None] = Queue()
        assert child.stdout is not None  # it is a pipe
        Thread(target=_listen, args=(child.stdout, lines), daemon=True).start()
        return lines


def _free_port() -> int:
    """A port nobody listens on: hub and platform start together, so it is known before."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listen(stream: IO[str], lines: "Queue[str | None]") -> None:
    with stream:
        for line in stream:
            lines.put(line.strip())
    lines.put(None)


def _awaited(lines: "Queue[str | None]", wanted: Callable[[str], bool], what: str) -> str:
    with suppress(Empty):
        while (line := lines.get(timeout=START_WITHIN_S)) is not None:
            if wanted(line):
                return line
        raise ChildTrouble(
            _(
                "The demo’s {what} ended at once. Start the demo again with --fresh; if that "
                "doesn’t help, look at log.txt in the demo’s folder."
            ).format(what=what)
        )
    raise ChildTrouble(
        _(
            "The demo’s {what} did not start within a minute. Close other programs and "
            "try again."
        ).format(what=what)
    )


def _connect(graph_url: str, hub_url: str) -> None:
    """The platform posts to the hub from now on."""
    request = urllib.request.Request(
        f"{graph_url}/simulated/webhook",
        data=json.dumps({"url": hub_url + WEBHOOKS}).encode(),
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with closing(opener.open(request, timeout=10)):
        pass


def _stop(child: "subprocess.Popen[str]") -> None:
    child.terminate()
    try:
        child.wait(STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
