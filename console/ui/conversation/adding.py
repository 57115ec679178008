"""What else can be sent than text and files: buttons, lists, links, requests, places, cards."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt

from console.domain.texts import N_, _
from console.ui.conversation.modes import FootMode
from console.ui.conversation.writing import Writing
from console.ui.picker.file_row import CHOOSE_HEADING, chosen_file
from console.ui.tasks import TaskScope, ask
from console.ui.theme.icons import icon

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.ui.conversation.foot import Foot
    from console.ui.dialogs.interactive import InteractiveDialog, Style

_STYLES: tuple[tuple[Style, str, str], ...] = (
    ("buttons", N_("Buttons to answer with"), "composer.reply"),
    ("list", N_("List to choose from"), "list"),
    ("link", N_("Link button"), "composer.link"),
    ("location_request", N_("Ask for a place"), "map-pin"),
    ("contact_request", N_("Ask for a number"), "content.phoneButton"),
)


class Adding(QObject):
    """The menu beside the composer's text, and what its entries open."""

    def __init__(self, desk: Desk, foot: Foot, scope: TaskScope, writing: Writing) -> None:
        super().__init__(foot)
        self._desk, self._foot, self._scope, self._writing = desk, foot, scope, writing
        foot.composer.more_wanted.connect(self.open)

    def open(self, point: QPoint) -> None:
        """Open the menu above a global point."""
        from console.ui.widgets.menu import Menu  # not needed before the first menu

        if self._foot.mode is not FootMode.WRITE:
            return
        menu = Menu(self._foot)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for style, words, glyph in _STYLES:
            entry = menu.addAction(icon(glyph), _(words))
            entry.triggered.connect(partial(self._start, partial(self.make, style)))
            if style == "link":
                menu.addSeparator()
        menu.addSeparator()
        place = menu.addAction(icon("map-pin"), _("Place"))
        place.triggered.connect(partial(self._start, self.send_place))
        contact = menu.addAction(icon("address-book"), _("Contact"))
        contact.triggered.connect(partial(self._start, self.send_contact))
        menu.popup(point - QPoint(0, menu.sizeHint().height() + 4))

    def _start(
        self, work: Callable[[], Coroutine[object, object, object]], _checked: bool = False
    ) -> None:
        self._scope.start("adding", work(), replace=True)

    async def make(self, style: Style) -> None:
        """Let the rep make a message of this style, beginning with the text of the draft."""
        from console.ui.dialogs.interactive import InteractiveDialog  # opened seldom

        session_id, written = self._writing.session_id, self._foot.composer.text.text()
        dialog = InteractiveDialog(
            self._name(), written, self._desk.now(), self._foot.window(), style
        )
        dialog.file_wanted.connect(partial(self._on_heading_file_wanted, dialog))
        answer = await ask(dialog)
        typed = dialog.text.text() if answer is None else ""
        if answer is not None and not self._writing.send(
            session_id, answer.message(), answer.files()
        ):
            typed = answer.text.text()
        if typed and typed != written.strip():
            self._foot.composer.text.show_text(typed)  # nothing typed is lost

    def _on_heading_file_wanted(self, dialog: InteractiveDialog, kind: str) -> None:
        work = self._choose_heading_file(dialog, kind)
        self._scope.start("heading file", work, replace=True)

    async def _choose_heading_file(self, dialog: InteractiveDialog, kind: str) -> None:
        path = await chosen_file(kind, _(CHOOSE_HEADING[kind]), dialog)
        if path:
            dialog.show_file(path, self._desk.check_file(path))

    async def send_place(self) -> None:
        """Let the rep send a place."""
        from console.ui.dialogs.place import PlaceDialog  # as above

        session_id = self._writing.session_id
        answer = await ask(PlaceDialog(self._name(), self._foot.window()))
        place = answer.place() if answer else None
        if place is not None:
            self._writing.send(session_id, place)

    async def send_contact(self) -> None:
        """Let the rep send a contact card."""
        from console.ui.dialogs.contact import ContactDialog  # as above

        session_id = self._writing.session_id
        answer = await ask(ContactDialog(self._name(), self._foot.window()))
        if answer is not None:
            self._writing.send(session_id, answer.contacts())

    def _name(self) -> str:
        row = self._desk.row(self._writing.session_id)
        return row.name if row else ""
