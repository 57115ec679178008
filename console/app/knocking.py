"""Knocking: tells the running application what to show, and waits until it has heard."""

from __future__ import annotations

import sys

from PySide6.QtNetwork import QLocalSocket

from console.app import knocks

_WITHIN_MS = 3000


def knock(where: str, session_id: str) -> bool:
    """Whether the application that listens there has heard."""
    _let_it_come_forward()
    socket = QLocalSocket()
    socket.connectToServer(where)
    if not socket.waitForConnected(_WITHIN_MS):
        return False
    socket.write(knocks.frame(session_id))
    heard = b""
    while len(heard) < len(knocks.HEARD) and socket.waitForReadyRead(_WITHIN_MS):
        heard += bytes(socket.readAll().data())
    socket.abort()
    return heard == knocks.HEARD


def _let_it_come_forward() -> None:
    """On Windows only the program in front may say who comes next: this one, just started."""
    if sys.platform == "win32":
        import ctypes

        anybody = -1
        ctypes.windll.user32.AllowSetForegroundWindow(anybody)
