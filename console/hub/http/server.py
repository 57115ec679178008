"""Server: one socket, uvicorn on it, and an end that lets streams finish."""

import contextlib
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator

import uvicorn
from starlette.types import ASGIApp

from console.domain.errors import Unavailable
from console.domain.texts import _

BACKLOG = 2048
GRACE_S = 5


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes a free one.

    Raises:
        Unavailable: somebody else listens there, or the address isn't this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except (OSError, OverflowError) as error:
        number = getattr(error, "errno", None)
        why = os.strerror(number) if number and number > 0 else str(error)
        raise Unavailable(
            _(
                "The hub can’t listen at {host}:{port} ({why}). Choose another port or stop "
                "what uses it."
            ).format(host=host, port=port, why=why)
        ) from None


class Server(uvicorn.Server):
    """Serves until told to stop by SIGINT, SIGTERM or `should_exit`.

    `ready` is called once requests are taken; `closing` before open streams are waited for.
    """

    def __init__(
        self, app: ASGIApp, *, ready: Callable[[], None], closing: Callable[[], None]
    ) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                lifespan="off",
                access_log=False,
                log_config=None,
                server_header=False,
                date_header=True,
                proxy_headers=True,  # from 127.0.0.1 alone: a proxy beside us
                timeout_keep_alive=75,
                timeout_graceful_shutdown=GRACE_S,
                h11_max_incomplete_event_size=64 * 1024,
            )
        )
        self._ready, self._closing = ready, closing

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Takes requests and says so."""
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends the streams, answers what is under way, then stops."""
        self._closing()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stops at SIGINT and SIGTERM, as a wanted end and not as a death by signal."""
        wanted = [signal.SIGINT, signal.SIGTERM]
        if sys.platform == "win32":
            wanted.append(signal.SIGBREAK)
        former = {number: signal.signal(number, self.handle_exit) for number in wanted}
        try:
            yield
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)
