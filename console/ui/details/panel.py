"""The details panel: facts, session, consent, labels, files, past sessions, notes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.desk.inbox_row import InboxRow
from console.domain.texts import _, ngettext
from console.ui.amounts import sums
from console.ui.details.identities import identity_words
from console.ui.details.merged import MergedLine
from console.ui.details.more import MoreButton
from console.ui.details.parts import (
    ConsentLine,
    LabelRow,
    NoteCard,
    PastLine,
    Thumb,
    said_words,
)
from console.ui.details.section import Section
from console.ui.names import owner_name, status_name
from console.ui.paint.marks import channel_name
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.titles import moment
from console.ui.transcript.pictures import PictureStore
from console.ui.widgets.icon_button import IconButton
from console.ui.widgets.overlay_scroll import OverlayScrollBar
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel

if TYPE_CHECKING:
    from console.wire.money import SessionCosts
    from console.wire.views import (  # shapes alone: slow to make
        CustomerView,
        MessageView,
        SessionView,
    )

_FILES_IN_ROW = 4


class DetailsPanel(QWidget):
    """Reads a customer and a session out; writes notes and labels.

    Signals:
        closed: the cross.
        note_written: a note for the team.
        consent_wanted: record what the customer said.
        proof_wanted: save all of it to be shown to others.
        labels_wanted: change the labels.
        split_wanted: the id of a merge that is to be undone.
        file_wanted: message id of a shared file.
    """

    closed = Signal()
    note_written = Signal(str)
    consent_wanted = Signal()
    proof_wanted = Signal()
    labels_wanted = Signal()
    split_wanted = Signal(str)
    file_wanted = Signal(str)

    def __init__(self, opened: Callable[[str], bytes], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(current_theme().px("layout.detailsMin"))
        self._since = PlainLabel(parent=self, step="caption", kind="tertiary")
        self._close = IconButton("common.close", _("Hide details"), self)
        self._close.clicked.connect(self.closed)
        self.more = MoreButton(self)
        self._merged = Section(_("Merged records"))
        self._facts = Section("")
        self._session = Section(_("Session"))
        self._consent = Section(_("Consent"))
        record = IconButton("common.add", _("Record consent"), self, small=True, icon_px=14)
        record.clicked.connect(self.consent_wanted)
        export = IconButton(
            "viewer.download", _("Export the record of consent"), self, small=True, icon_px=14
        )
        export.clicked.connect(self.proof_wanted)
        self._consent.aside.addWidget(export)
        self._consent.aside.addWidget(record)
        self._labels = Section(_("Labels"))
        self._files = Section(_("Shared files"))
        self._shared: tuple[tuple[MessageView, ...], dict[str, str]] = ((), {})
        self._shows_all = False
        self._pictures = PictureStore(self, opened)
        self._all_files = PushButton(_("Show all"), "link", self, size="small")
        self._all_files.clicked.connect(self._on_all_files)
        self._files.aside.addWidget(self._all_files)
        self._past = Section(_("Past sessions"))
        self._notes = Section(_("Notes"))
        self._note = QLineEdit()
        self._note.setPlaceholderText(_("Add a note for the team…"))
        self._note.setAccessibleName(_("Add a note for the team"))
        self._note.returnPressed.connect(self._on_note)
        add = IconButton("common.add", _("Change the labels"), self, small=True, icon_px=14)
        add.clicked.connect(self.labels_wanted)
        self._labels.aside.addWidget(add)
        self._lay_out()

    def show_session(
        self,
        row: InboxRow,
        session: SessionView | None,
        costs: SessionCosts | None,
        now: datetime,
    ) -> None:
        """Show what the session says of itself and has cost; the customer follows."""
        section = self._session
        section.clear()
        desk = session.owner_desk_name if session else ""
        owner = " · ".join(part for part in (owner_name(row.owner), desk) if part)
        section.add_fact(_("Owner"), owner)
        if session is not None and session.owned_since is not None:
            section.add_fact(_("Since"), moment(session.owned_since, now))
        section.add_fact(_("Queue"), row.queue)
        section.add_fact(_("Status"), status_name(row.status))
        if session is not None and session.flag_note:
            section.add_fact(_("Flag"), session.flag_note)
        if costs is not None:
            self._show_costs(costs)

    def _show_costs(self, costs: SessionCosts) -> None:
        here, every = sums(costs.session), sums(costs.conversation)
        if here and here != every:
            self._session.add_fact(_("Cost"), here)
        if every:
            self._session.add_fact(_("Cost in all"), every)

    def show_nobody(self, row: InboxRow) -> None:
        """Show the number alone until more is known."""
        self._since.setText("")
        self._shows_all = False
        self._facts.clear()
        self._facts.add_fact(channel_name(row.channel_kind), row.number)
        self.more.setEnabled(False)
        for section in (self._merged, self._consent, self._labels, self._files, self._past):
            section.hide()
        self._notes.clear()
        self._notes.set_count(0)

    def show_customer(
        self,
        customer: CustomerView,
        row: InboxRow,
        pictures: dict[str, str],
        now: datetime,
    ) -> None:
        """Show all that is known; `pictures` are local previews by message id."""
        count = len(customer.past_sessions)
        words = ngettext(
            "Since {year} · {count} past session", "Since {year} · {count} past sessions", count
        )
        self._since.setText(words.format(year=customer.since.astimezone().year, count=count))
        self._facts.clear()
        self._facts.add_fact(channel_name(row.channel_kind), customer.number)
        self.more.blocked = customer.blocked
        if customer.blocked:
            self._facts.add_fact(_("Blocked"), _("Nothing comes or goes"))
        for identity in customer.identities:
            if identity.shown != customer.number:
                self._facts.add_fact(*identity_words(identity, now))
        for label, value in customer.facts:
            self._facts.add_fact(label, value)
        self._show_merged(customer, now)
        self._show_consent(customer, now)
        self._show_labels(customer)
        self.show_files(customer.files, pictures)
        self._past.clear()
        self._past.setVisible(bool(customer.past_sessions))
        self._past.set_count(len(customer.past_sessions))
        for past in customer.past_sessions:
            self._past.column.addWidget(PastLine(past, now, self._past))
        self._notes.clear()
        self._notes.set_count(len(customer.notes))
        for note in customer.notes:
            self._notes.column.addWidget(NoteCard(note, now, self._notes))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pane's ground and the line below its head."""
        theme = current_theme()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("bg.pane"))
            painter.fillRect(0, 0, 1, self.height(), theme.color("border.default"))
            line = theme.px("layout.conversationHeader") - 1
            painter.fillRect(0, line, self.width(), 1, theme.color("border.subtle"))

    def _show_merged(self, customer: CustomerView, now: datetime) -> None:
        self._merged.clear()
        self._merged.setVisible(bool(customer.merges))
        self._merged.set_count(len(customer.merges))
        for place, merged in enumerate(customer.merges):
            line = MergedLine(merged, now, self._merged, newest=place == 0)
            line.split_wanted.connect(self.split_wanted)
            self._merged.column.addWidget(line)

    def _show_consent(self, customer: CustomerView, now: datetime) -> None:
        self._consent.clear()
        self._consent.show()
        for what, granted, told in customer.consent:
            said = next((one for one in customer.consents if one.purpose.value == what), None)
            where = told if said is None else said_words(said, now)
            self._consent.column.addWidget(ConsentLine(what, granted, where, self._consent))

    def _show_labels(self, customer: CustomerView) -> None:
        self._labels.clear()
        self._labels.show()
        if customer.labels:
            width = max(self.width() - 32, 200)
            self._labels.column.addWidget(LabelRow(customer.labels, width, self._labels))

    def show_files(self, files: tuple[MessageView, ...], pictures: dict[str, str]) -> None:
        """Show the shared files; `pictures` as for the customer."""
        self._shared = (files, pictures)
        self._files.clear()
        self._files.setVisible(bool(files))
        self._files.set_count(len(files))
        self._all_files.setVisible(len(files) > _FILES_IN_ROW)
        self._all_files.setText(_("Show fewer") if self._shows_all else _("Show all"))
        # pictures say something at this size
        pictured = sorted(files, key=lambda message: message.message_id not in pictures)
        shown = pictured if self._shows_all else pictured[:_FILES_IN_ROW]
        for start in range(0, len(shown), _FILES_IN_ROW):
            line = QWidget(self._files)
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            for message in shown[start : start + _FILES_IN_ROW]:
                thumb = Thumb(
                    message, pictures.get(message.message_id, ""), self._pictures, line
                )
                thumb.clicked.connect(self._on_thumb)
                row.addWidget(thumb)
            row.addStretch(1)
            self._files.column.addWidget(line)

    def _on_all_files(self) -> None:
        self._shows_all = not self._shows_all
        self.show_files(*self._shared)

    def _on_thumb(self) -> None:
        thumb = self.sender()
        if isinstance(thumb, Thumb):
            self.file_wanted.emit(thumb.message.message_id)

    def _on_note(self) -> None:
        text = self._note.text().strip()
        if text:
            self._note.clear()
            self.note_written.emit(text)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(PlainLabel(_("Customer"), self, weight=600))
        words.addWidget(self._since)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 8, 1)
        head.addLayout(words, 1)
        head.addWidget(self.more)
        head.addWidget(self._close)
        page = QWidget()
        set_kind(page, "pane")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for section in (
            self._facts,
            self._session,
            self._consent,
            self._labels,
            self._files,
            self._past,
            self._merged,
            self._notes,
        ):
            column.addWidget(section)
        field = QVBoxLayout()
        field.setContentsMargins(16, 0, 16, 12)
        field.addWidget(self._note)
        column.addLayout(field)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        OverlayScrollBar(area)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        top = QWidget(self)
        top.setLayout(head)
        top.setFixedHeight(current_theme().px("layout.conversationHeader"))
        whole.addWidget(top)
        whole.addWidget(area, 1)
