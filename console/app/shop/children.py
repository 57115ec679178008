"""Children: the demo's hub, platform and colleagues, as processes that end with it."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from os import getpid
from queue import Empty, Queue
from threading import Thread
from types import TracebackType
from typing import IO

from console.app.shop import furnish, stories
from console.app.shop.history import SCENARIO, History
from console.app.shop.road import WEBHOOKS
from console.app.shop.settings_text import hub_toml

START_WITHIN_S = 60.0
STOP_WITHIN_S = 6.0
RINGS_S = 30


class ChildTrouble(Exception):  # noqa: N818 - says what it is
    """Why a part of the demo did not start, and what to do."""


class Children:
    """Starts them in order and stops them at the end.

    Attributes:
        hub_url: where the hub listens, once entered.
    """

    def __init__(self, history: History, *, speed: float, seed: int) -> None:
        self.hub_url = ""
        self._history, self._speed, self._seed = history, speed, seed
        self._stack = ExitStack()
        self._log: IO[bytes] | None = None

    def __enter__(self) -> "Children":
        """All are up and know each other."""
        try:
            self._log = self._stack.enter_context((self._history.folder / "log.txt").open("wb"))
            times = self._times()
            graph_url = self._start_platform(times)
            self.hub_url = self._start_hub(graph_url, times)
            _connect(graph_url, self.hub_url)
            self._start(["demo", "--colleagues", self.hub_url, "--speed", str(self._speed)])
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """All are gone, the youngest first."""
        self._stack.close()

    def _times(self) -> list[str]:
        """The shop's clock goes on where it stopped, the same for hub and platform."""
        epoch, since = self._history.ends_at(), datetime.now(UTC)
        self._history.hold_places(epoch, self._speed)
        return ["--epoch", epoch.isoformat(), "--since", since.isoformat()]

    def _start_platform(self, times: list[str]) -> str:
        state = self._history.platform_state.parent
        options = ["--listen", "127.0.0.1:0", "--scenario", SCENARIO, "--state", str(state)]
        options += ["--seed", str(self._seed), "--speed", str(self._speed), *times]
        options += ["--display-number", furnish.DISPLAY_NUMBER]
        # as many messages a minute for the person who looks on, however fast hours pass
        options += ["--leisure", str(max(self._speed, 1.0))]
        lines = self._start(["simulate", *options])
        graph = _awaited(lines, lambda line: line.startswith("Graph "), "simulated platform")
        return graph.split()[1].rpartition("/")[0]

    def _start_hub(self, graph_url: str, times: list[str]) -> str:
        settings = self._history.settings(stories.load())
        # an offer rings for half a minute of the person who looks on
        timeout_s = round(RINGS_S * max(self._speed, 1.0))
        queues = tuple(replace(one, offer_timeout_s=timeout_s) for one in settings.queues)
        config = self._history.folder / "hub.toml"
        config.write_text(
            hub_toml(replace(settings, graph_base_url=graph_url, queues=queues)),
            encoding="utf-8",
        )
        config.chmod(0o600)
        options = ["--config", str(config), "--clock-speed", str(self._speed), *times]
        lines = self._start(["hub", *options])
        ready = _awaited(lines, lambda line: line.startswith("ready "), "hub")
        return ready.split()[1]

    def _start(self, arguments: list[str]) -> "Queue[str | None]":
        """The lines the child prints; None when it has ended."""
        command = [sys.executable, "-m", "console", *arguments, "--parent", str(getpid())]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self._log, text=True)
        self._stack.callback(_stop, child)
        lines: Queue[str | None] = Queue()
        assert child.stdout is not None  # it is a pipe
        Thread(target=_listen, args=(child.stdout, lines), daemon=True).start()
        return lines


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
            f"The demo’s {what} ended at once. Start the demo again with --fresh; if that "
            "doesn’t help, look at log.txt in the demo’s folder."
        )
    raise ChildTrouble(
        f"The demo’s {what} did not start within a minute. Close other programs and try again."
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
