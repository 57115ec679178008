"""The page of templates: the list, the chosen one or the editor, and what customers see."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from console.domain.templates import Template, TemplateStatus
from console.domain.texts import _
from console.ui.picker.preview_column import PreviewColumn
from console.ui.templates.details import TemplateDetails
from console.ui.templates.editor import TemplateEditor
from console.ui.templates.template_rows import TemplateRows
from console.ui.templates.wording import count_words
from console.ui.theme.style import set_kind
from console.ui.tick import ClockService
from console.ui.widgets.empty_state import EmptyState
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.room_page import RoomPage, pane
from console.ui.widgets.search_field import SearchField
from console.ui.widgets.text import PlainLabel

_WIDE_FROM = 1160
_LIST_W, _PREVIEW_W = {True: 320, False: 264}, {True: 300, False: 264}


class TemplatesPage(RoomPage):
    """Everything on it comes from outside.

    Signals:
        read_wanted: read them from Meta again.
        new_wanted: a new one.
        account_chosen: another account's.
    """

    read_wanted = Signal()
    new_wanted = Signal()
    account_chosen = Signal()

    def __init__(self, clock: ClockService, parent: QWidget | None = None) -> None:
        super().__init__(_("Templates"), parent)
        self._clock = clock
        self._templates: list[Template] = []
        self._wanted = ""
        self.search = SearchField(_("Search templates"), parent=self)
        self.rows = TemplateRows(self)
        self.details, self.editor = TemplateDetails(self), TemplateEditor(self)
        self.accounts = QComboBox(self)
        self.accounts.setAccessibleName(_("WhatsApp account"))
        self.read = PushButton(_("Read again"), "ghost", self, icon_name="common.retry")
        self.new = PushButton(_("New template"), parent=self, icon_name="common.add")
        self._count = PlainLabel("", self, kind="secondary")
        self._empty = EmptyState("composer.template", _("No template here"), parent=self)
        self._panes = QStackedWidget(self)
        for shown in (self._empty, self.details, self.editor):
            self._panes.addWidget(shown)
        self._side, self._right = pane(self), PreviewColumn(self)
        self._arrange()
        self._connect()

    def show_templates(self, templates: Sequence[Template], limit: int) -> None:
        """Show these, all of one account, which may have `limit`."""
        there = [one for one in templates if one.status is not TemplateStatus.DELETED]
        self._templates = there
        self._count.setText(count_words(there, limit))
        self._fill()

    def choose(self, template_id: str) -> None:
        """Go to this one, as soon as it is there."""
        self._wanted = template_id
        self._fill()

    def write(self, template: Template) -> None:
        """The editor is on show with this template."""
        self._panes.setCurrentWidget(self.editor)
        self.editor.begin(template)
        self._lock(writing=True)

    def stop_writing(self) -> None:
        """Back to what is chosen."""
        self._lock(writing=False)
        self._show_chosen()
        self.rows.setFocus()

    def is_writing(self) -> bool:
        """Whether the editor is on show."""
        return self._panes.currentWidget() is self.editor

    def chosen(self) -> Template | None:
        """The template that is current."""
        line = self.rows.current()
        return line.template if line else None

    def show_accounts(self, accounts: Sequence[tuple[str, str]]) -> None:
        """Show these accounts, each as id and name; a single one needs no choice."""
        known = [self.accounts.itemData(place) for place in range(self.accounts.count())]
        if known != [key for key, _name in accounts]:
            self.accounts.clear()
            for key, name in accounts:
                self.accounts.addItem(name, key)
        self.accounts.setVisible(len(accounts) > 1)

    def account(self) -> str:
        """The account that is chosen."""
        return str(self.accounts.currentData() or "")

    def go_back(self) -> None:
        """From the editor, or to work."""
        if self.is_writing():
            self.editor.left.emit()
        else:
            super().go_back()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lists and preview become narrower, and the list gives way to the editor."""
        super().resizeEvent(event)
        self._fit(writing=self.is_writing())

    def _fit(self, *, writing: bool) -> None:
        wide = self.width() >= _WIDE_FROM
        self._side.setFixedWidth(_LIST_W[wide])
        self._side.setVisible(wide or not writing)
        self._right.setFixedWidth(_PREVIEW_W[wide])

    def _lock(self, *, writing: bool) -> None:
        self._fit(writing=writing)
        for widget in (self._side, self.new, self.read, self.accounts):
            widget.setEnabled(not writing)

    def _fill(self, *_args: object) -> None:
        words = self.search.text().casefold()
        chosen = self.chosen()
        current = self._wanted or (chosen.template_id if chosen else "")
        shown = [one for one in self._templates if words in _searched(one)]
        if any(one.template_id == self._wanted for one in shown):
            self._wanted = ""
        self.rows.show_templates(shown, current)
        self._show_chosen()

    def _show_chosen(self, *_args: object) -> None:
        if self.is_writing() and not self.new.isEnabled():
            return
        template, now = self.chosen(), self._clock.now()
        self._right.setVisible(template is not None)
        self._panes.setCurrentWidget(self._empty if template is None else self.details)
        if template is not None:
            self.details.show_template(template, now)
            self._right.preview.show_template(template, dict(template.examples), now)

    def _show_written(self) -> None:
        if self.is_writing():
            written = self.editor.template()
            self._right.setVisible(True)
            values = dict(written.examples)
            self._right.preview.show_template(written, values, self._clock.now())

    def _connect(self) -> None:
        self.search.searched.connect(self._fill)
        self.search.left.connect(self.rows.setFocus)
        self.rows.chosen.connect(self._show_chosen)
        self.editor.edited.connect(self._show_written)
        self.accounts.activated.connect(lambda _place: self.account_chosen.emit())
        self.read.clicked.connect(self.read_wanted)
        self.new.clicked.connect(self.new_wanted)

    def _arrange(self) -> None:
        self._right.sees.setText(_("Customers will see"))
        set_kind(self._right, "pane")
        self._right.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        lines = QVBoxLayout(self._side)
        lines.setContentsMargins(0, 10, 0, 0)
        above = QHBoxLayout()
        above.setContentsMargins(10, 0, 10, 4)
        above.addWidget(self.search)
        lines.addLayout(above)
        lines.addWidget(self.rows, 1)
        self.panes.addWidget(self._side)
        self.panes.addWidget(self._panes, 1)
        self.panes.addWidget(self._right)
        self.head.addWidget(self._count)
        self.head.addWidget(self.accounts)
        self.head.addStretch(1)
        self.head.addWidget(self.read)
        self.head.addWidget(self.new)


def _searched(template: Template) -> str:
    return f"{template.title}\n{template.name}\n{template.body}".casefold()
