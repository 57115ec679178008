"""The running application's door: a second start or a link knocks, and a window comes up."""

from __future__ import annotations

import getpass
import hashlib
import logging
import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from console.app import knocks
from console.ui.alerts.front import come_forward

if TYPE_CHECKING:
    from pathlib import Path

    from console.app.running import Lock

_log = logging.getLogger(__name__)
SPEAKS_WITHIN_MS = 2000
MAX_GUESTS = 16


class Door(QObject):
    """Stands while the application runs; only its owner may knock.

    Whatever is said at it, a window comes up or nothing happens at all.

    Signals:
        session_wanted: the id of a session to show.
    """

    session_wanted = Signal(str)

    def __init__(self, lock: Lock, data: Path) -> None:
        super().__init__()
        self._lock = lock
        self._guests: set[QLocalSocket] = set()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_guests)
        if any(self._listens(name) for name in names_for(data)):
            lock.say_where(self._server.fullServerName())
        else:
            _log.warning("Nobody can knock: %s", self._server.errorString())

    def close(self) -> None:
        """Nobody hears any more; whoever starts now waits until the lock is free."""
        self._lock.say_where("")
        self._server.close()
        for guest in tuple(self._guests):
            self._see_off(guest)

    def _listens(self, name: str) -> bool:
        QLocalServer.removeServer(name)  # of one that crashed: the lock is ours, so it's gone
        return self._server.listen(name)

    def _on_guests(self) -> None:
        while self._server.hasPendingConnections():
            guest = self._server.nextPendingConnection()
            guest.setReadBufferSize(knocks.MAX_FRAME_BYTES + 1)
            guest.setParent(self)
            self._guests.add(guest)
            guest.readyRead.connect(self._on_said)
            guest.disconnected.connect(self._on_left)
            QTimer.singleShot(SPEAKS_WITHIN_MS, guest, guest.abort)
            if len(self._guests) > MAX_GUESTS:
                self._see_off(guest)
            elif guest.bytesAvailable():
                self._hear(guest)

    def _on_said(self) -> None:
        guest = self.sender()
        if isinstance(guest, QLocalSocket):
            self._hear(guest)

    def _hear(self, guest: QLocalSocket) -> None:
        said = bytes(guest.peek(knocks.MAX_FRAME_BYTES + 1).data())
        try:
            session_id = knocks.read(said)
        except knocks.NotAKnockError:
            self._see_off(guest)
            return
        if session_id is None:
            return
        guest.readAll()
        guest.readyRead.disconnect(self._on_said)
        guest.write(knocks.HEARD)
        guest.flush()
        guest.disconnectFromServer()
        come_forward()
        if session_id:
            self.session_wanted.emit(session_id)

    def _on_left(self) -> None:
        guest = self.sender()
        if isinstance(guest, QLocalSocket):
            self._guests.discard(guest)
            guest.deleteLater()

    def _see_off(self, guest: QLocalSocket) -> None:
        guest.abort()
        self._guests.discard(guest)
        guest.deleteLater()


def names_for(data: Path) -> list[str]:
    """Where the application of this user and data folder listens, the best place first."""
    user = getpass.getuser() if sys.platform == "win32" else str(os.getuid())
    whose = f"{user}\0{data.resolve()}"
    name = f"rep-console-{hashlib.sha256(whose.encode()).hexdigest()[:24]}"
    own = os.environ.get("XDG_RUNTIME_DIR", "")  # nobody else can put something there
    return [f"{own}/{name}", name] if own else [name]
