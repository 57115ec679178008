"""The template picker, in the composer's place: list, form, preview, Send template."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console.domain.messages import TemplateMessage
from console.domain.templates import Template, problems
from console.domain.texts import _, ngettext, number
from console.ui.names import category_name
from console.ui.picker.choices import (
    Choice,
    choices,
    known_of,
    language_name,
    message_of,
    prefilled,
)
from console.ui.picker.draft_card import DraftCard
from console.ui.picker.form import TemplateForm
from console.ui.picker.preview import TemplatePreview
from console.ui.picker.template_list import TemplateList
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.tick import ClockService
from console.ui.titles import called
from console.ui.widgets.icon_button import IconButton
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.search_field import SearchField
from console.ui.widgets.text import PlainLabel

_NARROW_BELOW = 720
_MARGIN = 12
_ABOVE = 10
_LIST_W, _PREVIEW_W = 222, 264


class TemplatePicker(Restyled, QWidget):
    """Choose, fill in, check, send.

    Signals:
        send_wanted: the filled-in message and the file of its heading, or "".
        file_wanted: the kind of file the heading needs.
        copy_wanted: copy the kept draft.
        closed: back to the composer, only while the window is open.
    """

    send_wanted = Signal(TemplateMessage, str)
    file_wanted = Signal(str)
    copy_wanted = Signal()
    closed = Signal()

    def __init__(self, clock: ClockService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._templates: list[Template] = []
        self._last_texts: tuple[str, ...] = ()
        self._known: dict[str, str] = {}
        self._draft = ""
        self._closable = False
        self._marketing_allowed = True
        self._current: Template | None = None
        self._lock = PlainLabel(parent=self)
        self._title = PlainLabel(_("Templates only"), self, weight=600)
        self._words = PlainLabel(parent=self, kind="tertiary", elide="right")
        self._close = IconButton("common.close", _("Back to writing"), self, icon_px=16)
        self._search = SearchField(_("Search templates"), parent=self)
        self._list = TemplateList(self)
        self._select = QComboBox(self)
        self._select.setAccessibleName(_("Template"))
        self._language = QComboBox(self)
        self._language.setAccessibleName(_("Language of the template"))
        self.form = TemplateForm(self)
        self._card = DraftCard(self)
        self._sees = PlainLabel(parent=self, step="caption", kind="tertiary", elide="right")
        self._preview = TemplatePreview()
        self._category = PlainLabel(parent=self, step="micro", kind="tag")
        self._category.setFixedHeight(20)
        self._effect = PlainLabel(parent=self, step="caption", kind="secondary", elide="right")
        self.send = PushButton(
            _("Send template"), "primary", self, icon_name="composer.send", icon_weight="fill"
        )
        self._lay_out()
        self._connect()
        self.restyle()

    def open_for(
        self,
        name: str,
        words: str,
        templates: list[Template],
        *,
        last_texts: tuple[str, ...],
        draft: str,
        closable: bool,
    ) -> None:
        """Offer these templates to a customer; `words` say why only templates can go.

        `closable`: the window is open and writing freely is possible as well.
        """
        self._templates, self._last_texts = templates, last_texts
        self._known, self._draft = known_of(name), draft
        self.set_closable(words, closable=closable)
        self._sees.setText(_("{name} will see").format(name=called(name)))
        self.send.setAccessibleName(_("Send template to {name}").format(name=name))
        count = len({template.name for template in templates})
        words = ngettext("Search {count} template", "Search {count} templates", count)
        self._search.setPlaceholderText(words.format(count=number(count)))
        self._search.clear()
        self._current = None  # what was filled in for one customer is not for the next
        self._fill_list()
        self.insert_draft()

    def set_closable(self, words: str, *, closable: bool) -> None:
        """The window opened or lapsed meanwhile."""
        self._closable = closable
        self._close.setVisible(closable)
        self._lock.setVisible(not closable)
        self._title.setText(_("Templates") if closable else _("Templates only"))
        self._words.setText(words)

    def suggest(self, last_texts: tuple[str, ...]) -> None:
        """Suggest what fits the customer's last messages, unless the rep has begun."""
        self._last_texts = last_texts
        if not self.form.touched and self.isVisible():
            self._current = None
            self._fill_list()
            self.insert_draft()

    def allow_marketing(self, allowed: bool) -> None:
        """Whether the customer has agreed to offers; templates that need it follow."""
        if allowed != self._marketing_allowed:
            self._marketing_allowed = allowed
            self._fill_list()

    def insert_draft(self) -> None:
        """Put the kept draft into its field if it fits."""
        if self._draft.strip():
            self.form.insert_draft(self._draft)
            self.form.touched = False
        self._show_draft()

    def is_touched(self) -> bool:
        """Whether the rep has filled anything in."""
        return self.form.touched

    def focus_form(self) -> None:
        """Put the caret where the rep goes on."""
        if self.form.fields:
            self.form.focus_first_blank()
        else:
            self.send.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Ask for it to be sent; a problem is shown instead."""
        template = self._current
        if template is None or self.form.check():
            return
        has_media = bool(self.form.file_path)
        found = problems(template, self.form.values(), has_media=has_media)
        if found:
            self._say_effect(found[0], "danger")
            return
        message = message_of(template, self.form.values())
        self.send_wanted.emit(message, self.form.file_path)

    def sizeHint(self) -> QSize:
        """412 high in all, with the margin below."""
        return QSize(600, current_theme().px("layout.pickerHeight") + _ABOVE + _MARGIN)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl Enter sends, Esc goes back to writing where that is possible."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
        elif event.key() == Qt.Key.Key_Escape and self._closable:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below 720 px the list becomes a select and the preview goes below the form."""
        super().resizeEvent(event)
        narrow = self.width() - 2 * _MARGIN < _NARROW_BELOW
        self._left.setVisible(not narrow)
        self._right.setVisible(not narrow)
        self._top.setVisible(narrow)
        target = self._narrow_row if narrow else self._preview_head
        if target.indexOf(self._language) < 0:
            target.addWidget(self._language)

    def restyle(self) -> None:
        """Tint the lock for the theme in use."""
        self._lock.setPixmap(
            icon_pixmap("session.windowLapsed", 16, "window.lapsed.fg", "fill")
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame; the preview's column is sunken."""
        theme = current_theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(self.rect()).adjusted(
                _MARGIN + 0.5, _ABOVE + 0.5, -_MARGIN - 0.5, -_MARGIN - 0.5
            )
            path = QPainterPath()
            path.addRoundedRect(box, 10, 10)
            painter.fillPath(path, theme.color("bg.surface"))
            if self._right.isVisible():
                painter.fillRect(self._right.geometry(), theme.color("bg.sunken"))
            painter.setPen(QPen(theme.color("border.strong"), 1))
            painter.drawPath(path)

    def _connect(self) -> None:
        self._search.searched.connect(self._fill_list)
        self._search.left.connect(self._list.setFocus)
        self._list.chosen.connect(self._on_chosen)
        self._select.activated.connect(self._on_selected)
        self._language.activated.connect(self._on_language_chosen)
        self.form.edited.connect(self._on_edited)
        self.form.file_wanted.connect(self.file_wanted)
        self._card.copy_wanted.connect(self.copy_wanted)
        self._card.insert_wanted.connect(self._on_insert_wanted)
        self._close.clicked.connect(self.closed)
        self.send.clicked.connect(self.submit)

    def _fill_list(self, *_args: object) -> None:
        listed = choices(
            self._templates,
            search=self._search.text(),
            last_texts=self._last_texts,
            marketing_allowed=self._marketing_allowed,
        )
        usable = [choice for choice in listed if not choice.heading and not choice.reason]
        current = self._current.name if self._current else ""
        self._select.clear()
        for choice in usable:
            self._select.addItem(choice.title, choice.template.name)
        self._list.show_choices(listed, current)
        self.send.setEnabled(bool(usable))
        if not usable:
            self._say_effect(_("No template can be used. Ask an administrator."), "danger")

    def _on_chosen(self, choice: Choice) -> None:
        self._select.setCurrentIndex(self._select.findData(choice.template.name))
        self._language.clear()
        for template in choice.languages:
            self._language.addItem(language_name(template.language), template.language)
        self._language.setEnabled(len(choice.languages) > 1)
        self._show_template(choice.template)

    def _on_selected(self, place: int) -> None:
        self._list.choose(str(self._select.itemData(place)))

    def _on_language_chosen(self, place: int) -> None:
        code, current = self._language.itemData(place), self._current
        for template in self._templates:
            if current and template.name == current.name and template.language == code:
                self._show_template(template)

    def _show_template(self, template: Template) -> None:
        kept = self.form.values() if self._same_form(template) else {}
        self._current = template
        self.form.show_template(template, prefilled(template, self._known) | kept)
        self._category.setText(category_name(template.category))
        self._say_effect(_("Sent outside the window. A reply opens the window again."))
        self._refresh_preview()
        self._show_draft()

    def _same_form(self, template: Template) -> bool:
        return self._current is not None and self._current.name == template.name

    def _on_edited(self) -> None:
        self._say_effect(_("Sent outside the window. A reply opens the window again."))
        self._refresh_preview()
        self._show_draft()

    def _on_insert_wanted(self) -> None:
        self.form.insert_draft(self._draft)
        self._show_draft()

    def _refresh_preview(self) -> None:
        if self._current is not None:
            self._preview.show_template(self._current, self.form.values(), self._clock.now())

    def _show_draft(self) -> None:
        used = bool(self._draft) and self._draft in self.form.values().values()
        number = 0 if used else self.form.draft_number(self._draft)
        self._card.show_draft("" if used else self._draft, number)

    def _say_effect(self, words: str, kind: str = "secondary") -> None:
        if self._closable and kind == "secondary":
            words = _("The window stays as it is; a template doesn’t open it.")
        set_kind(self._effect, kind)
        self._effect.setText(words)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN + 1, _ABOVE + 1, _MARGIN + 1, _MARGIN + 1)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(_line(self))
        column.addWidget(self._narrow_top())
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(self._left_column())
        columns.addLayout(self._middle_column(), 1)
        columns.addWidget(self._right_column())
        column.addLayout(columns, 1)
        column.addWidget(_line(self))
        column.addLayout(self._foot())

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(13, 4, 7, 4)
        row.setSpacing(8)
        row.addWidget(self._lock)
        row.addWidget(self._title)
        row.addWidget(self._words, 1)
        row.addWidget(self._close)
        self._title.setMinimumHeight(32)
        return row

    def _narrow_top(self) -> QWidget:
        self._top = QWidget(self)
        self._narrow_row = QHBoxLayout(self._top)
        self._narrow_row.setContentsMargins(10, 8, 10, 8)
        self._narrow_row.setSpacing(8)
        self._narrow_row.addWidget(self._select, 1)
        self._top.hide()
        return self._top

    def _left_column(self) -> QWidget:
        self._left = QWidget(self)
        self._left.setFixedWidth(_LIST_W)
        search = QHBoxLayout()
        search.setContentsMargins(10, 10, 10, 8)
        search.addWidget(self._search)
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(search)
        column.addWidget(self._list, 1)
        return self._left

    def _middle_column(self) -> QVBoxLayout:
        card = QHBoxLayout()
        card.setContentsMargins(14, 0, 14, 12)
        card.addWidget(self._card)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.form, 1)
        column.addLayout(card)
        return column

    def _right_column(self) -> QWidget:
        self._right = QWidget(self)
        self._right.setFixedWidth(_PREVIEW_W)
        self._preview_head = QHBoxLayout()
        self._preview_head.addWidget(self._sees, 1)
        self._preview_head.addWidget(self._language)
        holder = QScrollArea(self._right)
        holder.setWidgetResizable(True)
        holder.setFrameShape(QFrame.Shape.NoFrame)
        holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        inner = QVBoxLayout(page)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self._preview)
        inner.addStretch(1)
        holder.setWidget(page)
        page.setAutoFillBackground(False)
        holder.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self._right)
        column.setContentsMargins(14, 8, 14, 12)
        column.setSpacing(6)
        column.addLayout(self._preview_head)
        column.addWidget(holder, 1)
        return self._right

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(13, 7, 7, 7)
        row.setSpacing(10)
        row.addWidget(self._category)
        row.addWidget(self._effect, 1)
        row.addWidget(self.send)
        return row


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    set_kind(line, "line")
    return line
