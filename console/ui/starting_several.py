"""Writing to several customers between desk and screen: table or label, check, start, steer."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from console.domain.errors import RuleBroken
from console.domain.notification_lists import ListState
from console.domain.templates import Template, variables
from console.domain.texts import _
from console.ui.tasks import TaskScope, ask

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.domain.ids import ChannelId
    from console.ui.starting.several_dialog import SeveralDialog
    from console.wire.notifications import NotifyMany


class Several(QObject):
    """The dialog of lists."""

    def __init__(self, desk: Desk, scope: TaskScope, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._scope, self._window = desk, scope, window
        self._dialog: SeveralDialog | None = None
        self._request: NotifyMany | None = None

    async def run(
        self,
        template: Template,
        values: Mapping[str, str],
        channel_id: ChannelId,
        *,
        to_inbox: bool,
    ) -> str:
        """The name of the list that was begun; empty if none was."""
        from console.ui.starting.several_dialog import SeveralDialog  # seldom asked for
        from console.wire.notifications import NotifyMany

        keys = [one.key for one in variables(template)]
        dialog = SeveralDialog(template.title or template.name, keys, self._window)
        self._dialog = dialog
        self._request = NotifyMany(
            list_id=str(uuid4()),
            name="",
            channel_id=channel_id,
            template_id=template.template_id,
            values=dict(values),
            to_inbox=to_inbox,
        )
        dialog.table_wanted.connect(lambda: self._start(self._choose(keys)))
        dialog.label_given.connect(lambda label: self._start(self._check(label=label)))
        dialog.change_wanted.connect(lambda one, state: self._start(self._change(one, state)))
        dialog.results_wanted.connect(lambda one: self._start(self._save(one)))
        self._start(self._show_lists())
        answer = await ask(dialog)
        self._dialog = None
        if answer is None:
            return ""
        named = replace(self._request, name=answer.name.text(), per_minute=answer.pace.value())
        return (await self._desk.notify_many(named)).name

    async def _choose(self, keys: list[str]) -> None:
        dialog = QFileDialog(self._dialog, _("Choose a table"), "", "CSV (*.csv *.txt)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        if await ask(dialog) is not None:
            await self.take_table(dialog.selectedFiles()[0], keys)

    async def take_table(self, path: str, keys: list[str]) -> None:
        """The customers of this table are checked, and the dialog says what would go."""
        from console.wire.notifications import ListLine

        blanks = [key for key in keys if not (self._request and self._request.values.get(key))]
        found = await self._desk.read_table(path, blanks)
        lines = tuple(
            ListLine(number=one.number, name=one.name, values=one.values) for one in found
        )
        await self._check(lines=lines)

    async def _check(self, **changes: object) -> None:
        if self._request is None or self._dialog is None:
            return
        empty: dict[str, object] = {"lines": (), "label": ""}
        self._request = replace(self._request, **(empty | changes))  # type: ignore[arg-type]
        self._dialog.show_report(await self._desk.check_list(self._request))

    async def _show_lists(self) -> None:
        found = await self._desk.notification_lists()
        if self._dialog is not None:
            self._dialog.show_lists(found)

    async def _change(self, list_id: str, state: ListState) -> None:
        await self._desk.change_list(list_id, state)
        await self._show_lists()

    async def _save(self, list_id: str) -> None:
        dialog = QFileDialog(self._dialog, _("Save results"), "results.csv", "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        if await ask(dialog) is not None:
            await self._desk.save_results(list_id, dialog.selectedFiles()[0])

    def _start(self, work: Coroutine[object, object, None]) -> None:
        self._scope.start("several", work, refused=self._on_refused)

    def _on_refused(self, problem: RuleBroken) -> None:
        if self._dialog is not None:
            self._dialog.complain(problem.message)
