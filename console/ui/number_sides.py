"""The sides of a number that Meta keeps for customers, between desk and screen."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QFileDialog

from console.domain.texts import _
from console.ui.dialogs.confirm import ConfirmDialog
from console.ui.tasks import ask

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.domain.ids import ChannelId
    from console.domain.number_profile import Profile
    from console.ui.numbers.page import NumbersPage
    from console.ui.window import MainWindow

Start = Callable[[str, Coroutine[object, object, None]], None]


class NumberSides:
    """Profile, links and blocked customers of the number that is chosen."""

    def __init__(self, desk: Desk, page: NumbersPage, window: MainWindow, start: Start) -> None:
        self._desk, self._page, self._window, self._start = desk, page, window, start
        self._profile_of: ChannelId | None = None  # whose profile is on show
        page.profile.picture_wanted.connect(lambda: start("picture", self._choose_picture()))
        page.profile.submitted.connect(
            lambda profile, picture: start("save profile", self._save(profile, picture))
        )
        page.links.written.connect(
            lambda text, code: start("write link", self._write(text, code))
        )
        page.links.dropped.connect(lambda code: start("delete link", self._drop(code)))
        page.links.copy_wanted.connect(lambda link: QApplication.clipboard().setText(link))
        page.blocked.unblock_wanted.connect(lambda of: start("unblock", self._unblock(of)))

    def show(self) -> None:
        """What the side on show tells is asked of Meta."""
        work = {
            "profile": self._show_profile,
            "links": self._show_links,
            "blocked": self._show_blocked,
        }.get(self._page.place())
        if work is not None and self._of() is not None:
            self._page.complain("")
            self._start("show side", work())

    def _of(self) -> ChannelId | None:
        return self._page.numbers.chosen_id()

    async def _show_profile(self) -> None:
        of = self._of()
        if of == self._profile_of and self._page.profile.is_dirty():
            return  # what is being written counts more than how it is
        self._page.profile.setEnabled(False)
        if of is not None:
            found = await self._desk.profile(of)
            if of == self._of():
                self._profile_of = of
                self._page.profile.show_profile(found)
                self._page.profile.setEnabled(True)

    async def _show_links(self) -> None:
        of = self._of()
        self._page.links.show_links(())
        if of is not None:
            found = await self._desk.links(of)
            if of == self._of():
                self._page.links.show_links(found.links)

    async def _show_blocked(self) -> None:
        of = self._of()
        self._page.blocked.show_blocked(())
        if of is not None:
            found = await self._desk.blocked(of)
            if of == self._of():
                self._page.blocked.show_blocked(found.customers)

    async def _save(self, profile: Profile, picture: str) -> None:
        of = self._of()
        if of is None:
            return
        self._page.complain("")
        self._page.profile.save.setEnabled(False)
        try:
            kept = await self._desk.change_profile(of, profile, picture)
        except BaseException:
            self._page.profile.save.setEnabled(True)
            raise
        if of == self._of():
            self._page.profile.show_profile(kept)

    async def _write(self, text: str, code: str) -> None:
        of = self._of()
        if of is not None:
            self._page.complain("")
            self._page.links.show_links((await self._desk.write_link(of, text, code)).links)

    async def _drop(self, code: str) -> None:
        of = self._of()
        dialog = ConfirmDialog(
            _("Delete this link?"),
            _("Wherever it stands or hangs, it opens nothing any more."),
            _("Delete"),
            self._window,
            kind="danger",
        )
        if of is not None and await ask(dialog) is not None:
            self._page.complain("")
            self._page.links.show_links((await self._desk.drop_link(of, code)).links)

    async def _unblock(self, platform_id: str) -> None:
        of = self._of()
        if of is not None:
            self._page.complain("")
            left = await self._desk.unblock(of, platform_id)
            self._page.blocked.show_blocked(left.customers)

    async def _choose_picture(self) -> None:
        words = _("Pictures")
        title = _("Choose a picture")
        dialog = QFileDialog(self._window, title, "", f"{words} (*.jpg *.jpeg *.png)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        if await ask(dialog) is not None:
            await self.take_picture(dialog.selectedFiles()[0])

    async def take_picture(self, path: str) -> None:
        """The picture is at the hub, or it is said why not."""
        problem = self._desk.check_file(path)
        if problem:
            self._page.complain(problem)
            return
        uploaded = await self._desk.upload_sample(path)
        self._page.complain("")
        self._page.profile.show_picture(uploaded.media_id, uploaded.name)
