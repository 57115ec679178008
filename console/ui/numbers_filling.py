"""Numbers between desk and screen: connecting one, its set-up, and what a look at it found."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from console.domain.errors import RuleBroken
from console.domain.texts import _
from console.ui.dialogs.confirm import ConfirmDialog
from console.ui.room import Room
from console.ui.tasks import ask

if TYPE_CHECKING:
    from console.domain.ids import ChannelId
    from console.ui.number_sides import NumberSides
    from console.ui.numbers.page import NumbersPage
    from console.ui.numbers.qr_code import QrCode
    from console.wire.numbers import ChannelReport, ConnectNumber

_MODULE_PX = 16
Step = Callable[["ChannelId"], Awaitable["ChannelReport"]]


class Numbers(Room["NumbersPage"]):
    """The room of administrators."""

    NAME = "numbers"

    def leave(self) -> None:
        """What was asked is no longer wanted."""
        self._scope.cancel_named("check number")

    def _show(self, page: NumbersPage) -> None:
        page.numbers.show_channels(self._desk.channels())
        page.set_up.show_places(self._desk.queues(), self._desk.reps())

    def _arrive(self, page: NumbersPage) -> None:
        if not page.is_connecting():
            page.numbers.setFocus()
            self._check()

    def _made(self) -> NumbersPage:
        from console.ui.number_sides import NumberSides
        from console.ui.numbers.page import NumbersPage  # few people ever need it

        page = NumbersPage(self._window)
        sides = NumberSides(self._desk, page, self._window, self._start)
        page.numbers.chosen.connect(lambda _number: self._look(sides))
        page.check_wanted.connect(lambda: self._look(sides))
        page.place_chosen.connect(sides.show)
        page.connect_wanted.connect(self._on_connect)
        page.report.copy_wanted.connect(lambda link: QApplication.clipboard().setText(link))
        page.report.save_wanted.connect(lambda: self._save_code(page.report.qr))
        page.links.save_wanted.connect(lambda: self._save_code(page.links.qr))
        form, steps, desk = page.connecting, page.set_up, self._desk
        form.find_wanted.connect(
            lambda token, account: self._start("find numbers", self._find(token, account))
        )
        form.submitted.connect(
            lambda request: self._start("connect number", self._connect(request))
        )
        form.left.connect(lambda: self._start("leave connecting", self._leave_form()))
        steps.code_wanted.connect(
            lambda way, words: self._step(lambda of: desk.request_code(of, way, words))
        )
        steps.code_entered.connect(
            lambda code: self._step(lambda of: desk.verify_code(of, code), steps.code)
        )
        steps.register_wanted.connect(
            lambda pin: self._step(lambda of: desk.register_number(of, pin), steps.pin)
        )
        steps.pin_wanted.connect(
            lambda pin: self._step(lambda of: desk.set_pin(of, pin), steps.new_pin)
        )
        steps.assign_wanted.connect(
            lambda queue, rep: self._step(lambda of: desk.assign_number(of, queue, rep))
        )
        steps.webhooks_wanted.connect(lambda: self._step(desk.subscribe_number))
        steps.keys_wanted.connect(
            lambda token, secret: self._step(
                lambda of: desk.replace_keys(of, token, secret), steps.token, steps.app_secret
            )
        )
        return page

    def _look(self, sides: NumberSides) -> None:
        """The number is asked about, and what the side on show tells of it."""
        self._check()
        sides.show()

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
            self._show_report(page, report)
        page.check.setEnabled(not page.is_connecting())

    def _show_report(self, page: NumbersPage, report: ChannelReport) -> None:
        page.report.show_report(report, self._desk.now())
        page.set_up.show_report(report)

    def _on_connect(self) -> None:
        if self.page is not None:
            self.page.complain("")
            self.page.begin_connecting()
            self.page.connecting.begin(self._desk.queues())

    async def _leave_form(self) -> None:
        page = self.page
        if page is None:
            return
        if page.connecting.is_dirty():
            dialog = ConfirmDialog(
                _("Throw away what you wrote?"),
                _("The number has not been connected, so nothing of it is kept."),
                _("Throw it away"),
                self._window,
                kind="danger",
            )
            if await ask(dialog) is None:
                return
        page.connecting.forget()
        page.complain("")
        page.stop_connecting()

    async def _find(self, token: str, account: str) -> None:
        page = self.page
        if page is None:
            return
        page.complain("")
        page.connecting.search.setEnabled(False)
        try:
            page.connecting.show_found(await self._desk.find_numbers(token, account))
        finally:
            page.connecting.search.setEnabled(True)

    async def _connect(self, request: ConnectNumber) -> None:
        page = self.page
        if page is None:
            return
        page.complain("")
        page.connecting.connect_.setEnabled(False)
        try:
            report = await self._desk.connect_number(request)
        finally:
            page.connecting.connect_.setEnabled(True)
        page.connecting.forget()
        page.stop_connecting()
        page.numbers.choose(report.channel_id)
        self._show_report(page, report)
        page.go_to("set_up" if not report.facts.ready else "check")

    def _step(self, step: Step, *used: QLineEdit) -> None:
        self._start("set up number", self._stepped(step, used))

    async def _stepped(self, step: Step, used: tuple[QLineEdit, ...]) -> None:
        """Take it; what was entered for it stands nowhere once it has been taken."""
        page = self.page
        channel_id = page.numbers.chosen_id() if page else None
        if page is None or channel_id is None:
            return
        page.complain("")
        page.set_up.setEnabled(False)
        try:
            report = await step(channel_id)
        finally:
            page.set_up.setEnabled(True)
        for line in used:
            line.clear()
        if page.numbers.chosen_id() == channel_id:
            self._show_report(page, report)

    def _save_code(self, code: QrCode) -> None:
        self._scope.start("save code", self._saved(code), replace=True)

    async def _saved(self, code: QrCode) -> None:
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
        if not code.image(_MODULE_PX).save(path):
            self.page.complain(
                _("The code couldn’t be saved to {path}. Choose another folder.").format(
                    path=path
                )
            )
