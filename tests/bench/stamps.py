"""When an event was put on the wire, written into its text; all processes share the clock."""

from __future__ import annotations

import re
import socket
import time

BLANK = "@" + "0" * 20 + "@"
_STAMP = re.compile(rb"@(\d{20})@")
#: The first events find caches empty.
WARM_UP = 20


def stamp(moment_ns: int) -> str:
    """The moment as a text of fixed length."""
    return f"@{moment_ns:020}@"


class Latencies:
    """Collects until there are enough."""

    def __init__(self, wanted: int) -> None:
        self._wanted = wanted + WARM_UP
        self._found_ms: list[float] = []

    @property
    def complete(self) -> bool:
        return len(self._found_ms) >= self._wanted

    @property
    def found_ms(self) -> list[float]:
        return self._found_ms[WARM_UP : self._wanted]

    def note(self, sent_ns: list[int]) -> None:
        """These moments have just arrived."""
        now_ns = time.monotonic_ns()
        self._found_ms += [(now_ns - each) / 1e6 for each in sent_ns]


def stamps_in(data: bytes) -> list[int]:
    """Every moment written in the data."""
    return [int(found) for found in _STAMP.findall(data)]


def listening(port: int) -> socket.socket:
    """A plain connection on which the feed comes from now on."""
    line = socket.create_connection(("127.0.0.1", port))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    # a place that the hub has not reached: nothing of what has been is told again
    asked = ("GET /v1/feed HTTP/1.1", "Host: 127.0.0.1", "Last-Event-ID: 999999999", "", "")
    line.sendall("\r\n".join(asked).encode())
    return line
