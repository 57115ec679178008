"""From the first page to a signed-in desk."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QFile, QIODevice, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from console import __version__
from console.domain.errors import RuleBroken
from console.domain.texts import _
from console.ui.tasks import TaskScope, ask
from console.ui.titles import APP_NAME
from console.ui.welcome.first_run import FirstRun
from console.ui.welcome.setup_file import read_setup
from console.ui.welcome.sign_in import SignInPage

if TYPE_CHECKING:
    from console.desk.desk import Desk

_log = logging.getLogger(__name__)


class Welcoming(QObject):
    """Two pages and what happens between them.

    Signals:
        signed_in: the desk has somebody.
        demo_wanted: leave, and start the demo.
        desk_named: how the rep calls this desk, to be kept for next time.
    """

    signed_in = Signal()
    demo_wanted = Signal()
    desk_named = Signal(str)

    def __init__(self, desk: Desk, desk_name: str) -> None:
        self.pages = QStackedWidget()
        super().__init__(self.pages)
        self._desk, self._desk_name = desk, desk_name
        self._url = ""
        self._user_name = ""
        self._names: dict[str, str] = {}
        self.first = FirstRun(self.pages)
        self.sign_in = SignInPage(self.pages)
        self.pages.addWidget(self.first)
        self.pages.addWidget(self.sign_in)
        self._scope = TaskScope(self, self._on_failed)
        self.first.check_wanted.connect(self._on_check_wanted)
        self.first.continue_wanted.connect(self.show_sign_in)
        self.first.demo_wanted.connect(self.demo_wanted)
        self.first.setup_wanted.connect(self._on_setup_wanted)
        self.sign_in.sign_in_wanted.connect(self._on_sign_in_wanted)
        self.sign_in.other_hub_wanted.connect(self.show_first)

    def show_first(self) -> None:
        """Show the first page."""
        self.pages.setCurrentWidget(self.first)
        self.first.address.setFocus()

    def show_sign_in(self, url: str, name: str = "") -> None:
        """Show the sign-in page for a hub."""
        self._url = url
        self.sign_in.show_hub(
            name or self._names.get(url, url),
            self._desk_name,
            self._user_name,
            encrypted=_is_encrypted(url),
        )
        self.pages.setCurrentWidget(self.sign_in)

    def show_trouble(self, words: str) -> None:
        """Say on the sign-in page why the rep is here again."""
        self.sign_in.show_trouble(words)

    def cancel(self) -> None:
        """End what runs."""
        self._scope.cancel()

    def _on_check_wanted(self, url: str) -> None:
        self._scope.start("check", self._check(url), replace=True)

    async def _check(self, url: str) -> None:
        timer = QElapsedTimer()
        timer.start()
        try:
            hello = await self._desk.check_hub(url)
        except RuleBroken as problem:
            self.first.show_outcome(url, [(problem.message, "", False)])
            return
        self._names[url] = hello.name
        self.first.show_outcome(
            url, check_lines(url, hello.name, hello.version, timer.elapsed())
        )

    def _on_sign_in_wanted(
        self, user_name: str, password: str, desk_name: str, stay: bool
    ) -> None:
        self.sign_in.set_busy(True)
        self._user_name = user_name
        if desk_name and desk_name != self._desk_name:
            self._desk_name = desk_name
            self.desk_named.emit(desk_name)
        work = self._sign_in(user_name, password, stay=stay)
        self._scope.start("sign_in", work, replace=True)

    async def _sign_in(self, user_name: str, password: str, *, stay: bool) -> None:
        try:
            await self._desk.sign_in(
                self._url, user_name, password, stay=stay, desk_name=self._desk_name
            )
        except RuleBroken as problem:
            self.sign_in.show_trouble(problem.message)
            return
        self.sign_in.forget()
        self.signed_in.emit()

    def _on_setup_wanted(self) -> None:
        self._scope.start("setup", self._open_setup(), replace=True)

    async def _open_setup(self) -> None:
        dialog = QFileDialog(
            self.pages.window(), _("Open a setup file"), "", _("Setup files (*.rcsetup)")
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        if await ask(dialog) is not None:
            self.take_setup(dialog.selectedFiles()[0])

    def take_setup(self, path: str) -> None:
        """Fill in what a setup file says."""
        file = QFile(path)
        text = ""
        if file.open(QIODevice.OpenModeFlag.ReadOnly):
            text = bytes(file.readAll().data()).decode("utf-8", "replace")
        try:
            setup = read_setup(text)
        except RuleBroken as problem:
            self.first.show_address("")
            self.first.show_outcome("", [(problem.message, "", False)])
            return
        self._user_name = setup.user_name
        self.first.show_address(setup.hub_url)

    def _on_failed(self, error: BaseException) -> None:
        _log.error("The welcome page's task failed", exc_info=error)
        self.sign_in.show_trouble(_("That didn’t work. Try again; the log has the details."))


def check_lines(url: str, name: str, version: str, took_ms: int) -> list[tuple[str, str, bool]]:
    """What was found at a hub: words, detail, whether it is good."""
    secure = _is_encrypted(url)
    lines = [
        (_("Reached {name}").format(name=name), _("{count} ms").format(count=took_ms), True)
    ]
    if secure:
        lines.append(
            (_("The connection is encrypted"), _("and the certificate is trusted"), True)
        )
    lines.append(
        (
            _("Versions fit"),
            _("hub {hub}, {program} {version}").format(
                hub=version, program=APP_NAME, version=__version__
            ),
            True,
        )
    )
    return lines


def _is_encrypted(url: str) -> bool:
    return url.casefold().startswith("https://")
