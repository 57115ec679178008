"""Numbers between desk and screen: the page, and what a look at a number found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog

from console.domain.errors import RuleBroken
from console.domain.people import Role
from console.domain.texts import _
from console.ui.tasks import TaskScope, ask
from console.ui.window import MainWindow

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.domain.ids import ChannelId
    from console.ui.numbers.page import NumbersPage

_MODULE_PX = 16


class Numbers(QObject):
    """The room of administrators; nothing of it is loaded before it is opened."""

    def __init__(self, desk: Desk, scope: TaskScope, window: MainWindow) -> None:
        super().__init__(window)
        self._desk, self._scope, self._window = desk, scope, window
        self.page: NumbersPage | None = None
        window.rail.numbers_wanted.connect(self.open)

    def open(self) -> None:
        """The page is on show, and the chosen number is being looked at."""
        if not self._may_see():
            return
        if self.page is None:
            self.page = self._made()
        self._window.show_room(self.page)
        self._window.rail.show_place("numbers")
        self.page.numbers.setFocus()
        self.page.numbers.show_channels(self._desk.channels())
        self._check()

    def leave(self) -> None:
        """What was asked is no longer wanted."""
        self._scope.cancel_named("check number")

    def refresh(self) -> None:
        """Channels, or who is signed in, may have changed."""
        self._window.rail.show_numbers(shown=self._may_see())
        if self.page is not None:
            self.page.numbers.show_channels(self._desk.channels())

    def close(self) -> None:
        """Nothing is shown or asked for any more."""
        self.leave()
        self._window.rail.show_numbers(shown=False)
        if self.page is not None:
            self.page.deleteLater()
            self.page = None

    def _may_see(self) -> bool:
        return self._desk.me is not None and self._desk.me.role is Role.ADMIN

    def _made(self) -> NumbersPage:
        from console.ui.numbers.page import NumbersPage  # few people ever need it

        page = NumbersPage(self._window)
        page.numbers.chosen.connect(lambda _number: self._check())
        page.check_wanted.connect(self._check)
        page.left.connect(self._window.rail.inbox.click)
        page.report.copy_wanted.connect(lambda link: QApplication.clipboard().setText(link))
        page.report.save_wanted.connect(self._save_code)
        return page

    def _check(self) -> None:
        page = self.page
        line = page.numbers.current() if page else None
        if page is not None and line is not None:
            page.complain("")
            page.check.setEnabled(False)
            page.report.show_asking(line.channel.name)
            work = self._found(page, line.channel.channel_id)
            self._scope.start("check number", work, replace=True)

    async def _found(self, page: NumbersPage, channel_id: ChannelId) -> None:
        try:
            report = await self._desk.check_channel(channel_id)
        except RuleBroken as problem:
            page.report.show_nothing()
            page.complain(problem.message)
        else:
            page.report.show_report(report, self._desk.now())
        page.check.setEnabled(True)

    def _save_code(self) -> None:
        self._scope.start("save code", self._saved(), replace=True)

    async def _saved(self) -> None:
        if self.page is None:
            return
        dialog = QFileDialog(self._window, _("Save the QR code"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Picture (*.png)"))
        dialog.setDefaultSuffix("png")
        dialog.selectFile("whatsapp.png")
        chosen = await ask(dialog)
        if chosen is None:
            return
        path = chosen.selectedFiles()[0]
        if not self.page.report.qr.image(_MODULE_PX).save(path):
            self.page.complain(
                _("The code couldn’t be saved to {path}. Choose another folder.").format(
                    path=path
                )
            )
