"""Templates between desk and screen, for administrators: reading, writing and deleting them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.links import link_of
from console.domain.texts import _
from console.ui.dialogs.confirm import ConfirmDialog
from console.ui.opening import open_link
from console.ui.picker.file_row import SAMPLE_DOCUMENTS, chosen_file
from console.ui.room import Room
from console.ui.tasks import TaskScope, ask
from console.ui.tick import ClockService
from console.ui.window import MainWindow

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.domain.templates import Template
    from console.ui.templates.page import TemplatesPage


class Templates(Room["TemplatesPage"]):
    """The room of administrators."""

    NAME = "edit_templates"

    def __init__(
        self, desk: Desk, clock: ClockService, scope: TaskScope, window: MainWindow
    ) -> None:
        super().__init__(desk, scope, window)
        self._clock = clock

    def _arrive(self, page: TemplatesPage) -> None:
        if not page.is_writing():
            page.rows.setFocus()

    def _show(self, page: TemplatesPage) -> None:
        names: dict[str, str] = {}
        limits: dict[str, int] = {}
        for channel in self._desk.channels():
            names.setdefault(channel.account, channel.name)
            limits[channel.account] = channel.templates_limit
        page.show_accounts(list(names.items()))
        account = page.account()
        mine = [
            one
            for one in self._desk.templates()
            if one.template_id.startswith(f"{account}/") or len(names) < 2
        ]
        page.show_templates(mine, limits.get(account, 0))

    def _made(self) -> TemplatesPage:
        from console.ui.templates.editor import BLANK  # few people ever need it
        from console.ui.templates.page import TemplatesPage

        page = TemplatesPage(self._clock, self._window)
        page.account_chosen.connect(lambda: self._show(page))
        page.read_wanted.connect(self._on_read)
        page.new_wanted.connect(lambda: page.write(BLANK))
        page.details.edit_wanted.connect(self._on_edit)
        page.details.resume_wanted.connect(self._on_resume)
        page.details.delete_wanted.connect(self._on_delete)
        page.details.manager_wanted.connect(_open_manager)
        page.editor.left.connect(self._on_left)
        page.editor.sample_wanted.connect(self._on_sample)
        page.editor.submitted.connect(self._on_submitted)
        return page

    def _on_edit(self) -> None:
        template = self.page.chosen() if self.page else None
        if self.page is not None and template is not None:
            self.page.complain("")
            self.page.write(template)

    def _on_left(self) -> None:
        self._start("leave template", self._leave())

    async def _leave(self) -> None:
        page = self.page
        if page is None or not page.is_writing():
            return
        if page.editor.is_dirty():
            dialog = ConfirmDialog(
                _("Throw away what you wrote?"),
                _("The template has not been submitted, so nothing of it is kept."),
                _("Throw it away"),
                self._window,
                kind="danger",
            )
            if await ask(dialog) is None:
                return
        page.complain("")
        page.stop_writing()

    def _on_read(self) -> None:
        self._start("read templates", self._read())

    async def _read(self) -> None:
        if self.page is not None:
            self.page.complain("")
            self.page.read.setEnabled(False)
            try:
                await self._desk.sync_templates()
            finally:
                self.page.read.setEnabled(True)

    def _on_submitted(self, template: Template) -> None:
        self._start("submit template", self._submit(template))

    async def _submit(self, template: Template) -> None:
        page = self.page
        if page is None:
            return
        page.complain("")
        page.editor.submit.setEnabled(False)
        try:
            if template.template_id:
                made = await self._desk.edit_template(template)
            else:
                made = await self._desk.create_template(template, page.account())
        finally:
            page.editor.submit.setEnabled(True)
        page.stop_writing()
        page.choose(made.template_id)

    def _on_resume(self) -> None:
        self._start("resume template", self._resume())

    async def _resume(self) -> None:
        template = self.page.chosen() if self.page else None
        if template is not None:
            await self._desk.resume_template(template.template_id)

    def _on_delete(self) -> None:
        self._start("delete template", self._delete())

    async def _delete(self) -> None:
        template = self.page.chosen() if self.page else None
        if template is None:
            return
        dialog = ConfirmDialog(
            _("Delete “{title}”?").format(title=template.title or template.name),
            _(
                "Nobody can send it any more, and its name can’t be used again for 30 days. "
                "Other languages of it stay."
            ),
            _("Delete"),
            self._window,
            kind="danger",
        )
        if await ask(dialog) is not None:
            await self._desk.delete_template(template.template_id)

    def _on_sample(self, kind: str) -> None:
        self._start("template sample", self._choose_sample(kind))

    async def _choose_sample(self, kind: str) -> None:
        title = _("Choose a sample for the heading")
        endings = SAMPLE_DOCUMENTS if kind == "document" else ""
        if path := await chosen_file(kind, title, self._window, endings):
            await self._take_sample(path)

    async def _take_sample(self, path: str) -> None:
        page = self.page
        problem = self._desk.check_file(path)
        if page is None or problem:
            if page is not None:
                page.complain(problem)
            return
        uploaded = await self._desk.upload_sample(path)
        page.complain("")
        page.editor.show_sample(uploaded.media_id, uploaded.name)


def _open_manager() -> None:
    from console.ui.templates.wording import MANAGER  # few people ever need it

    link = link_of(MANAGER)
    if link is not None:
        open_link(link)
