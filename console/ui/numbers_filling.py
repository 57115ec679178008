"""Numbers between desk and screen: the page, and what a look at a number found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QFileDialog

from console.domain.errors import RuleBroken
from console.domain.texts import _
from console.ui.room import Room
from console.ui.tasks import ask

if TYPE_CHECKING:
    from console.domain.ids import ChannelId
    from console.ui.numbers.page import NumbersPage

_MODULE_PX = 16


class Numbers(Room["NumbersPage"]):
    """The room of administrators."""

    NAME = "numbers"

    def leave(self) -> None:
        """What was asked is no longer wanted."""
        self._scope.cancel_named("check number")

    def _show(self, page: NumbersPage) -> None:
        page.numbers.show_channels(self._desk.channels())

    def _arrive(self, page: NumbersPage) -> None:
        page.numbers.setFocus()
        self._check()

    def _made(self) -> NumbersPage:
        from console.ui.numbers.page import NumbersPage  # few people ever need it

        page = NumbersPage(self._window)
        page.numbers.chosen.connect(lambda _number: self._check())
        page.check_wanted.connect(self._check)
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
