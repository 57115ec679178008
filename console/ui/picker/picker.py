"""The template picker, in the composer's place: list, form, preview, Send template."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from console.domain.messages import TemplateMessage
from console.domain.templates import Template, file_kinds, problems
from console.domain.texts import _
from console.ui.picker.choices import (
    Choice,
    choices,
    known_of,
    message_of,
    prefilled,
    same_blanks,
)
from console.ui.picker.draft_card import DraftCard
from console.ui.picker.form import TemplateForm
from console.ui.picker.language_box import LanguageBox
from console.ui.picker.left_column import LeftColumn
from console.ui.picker.preview_column import PreviewColumn
from console.ui.picker.send_row import SendRow, hairline
from console.ui.picker.standing import Around, reason_now, remark
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import current_theme
from console.ui.tick import ClockService
from console.ui.titles import called
from console.ui.widgets.icon_button import IconButton
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.spoken import announce
from console.ui.widgets.text import PlainLabel

_NARROW_BELOW, _PREVIEW_W = 720, 264
_MARGIN, _ABOVE = 12, 10


class TemplatePicker(Restyled, QWidget):
    """Choose, fill in, check, send.

    Signals:
        send_wanted: the filled-in message and the paths of its files, in order.
        file_wanted: the kind of file that is needed, and its place among the template's.
        closed: back to the composer, only while the window is open.
    """

    send_wanted = Signal(TemplateMessage, tuple)
    file_wanted = Signal(str, int)
    closed = Signal()

    def __init__(self, clock: ClockService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._templates: list[Template] = []
        self._last_texts: tuple[str, ...] = ()
        self._known: dict[str, str] = {}
        self._draft = ""
        self._closable = False
        self._around = Around()
        self._current: Template | None = None
        self._lock = PlainLabel(parent=self)
        self._title = PlainLabel(_("Templates only"), self, weight=600)
        self._words = PlainLabel(parent=self, kind="tertiary", elide="right")
        self._close = IconButton("common.close", _("Back to writing"), self, icon_px=16)
        self.left = LeftColumn(self)
        self._search, self._list = self.left.search, self.left.found
        self._select = QComboBox(self)
        self._select.setAccessibleName(_("Template"))
        self.language = LanguageBox(self)
        self.form = TemplateForm(self)
        self.card = DraftCard(self)
        self._right = PreviewColumn(self)
        self._right.setFixedWidth(_PREVIEW_W)
        self._right.head.addWidget(self.language)
        self.row = SendRow(self)
        self.send = self.row.send
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
        self._right.sees.setText(_("{name} will see").format(name=called(name)))
        self.send.setAccessibleName(_("Send template to {name}").format(name=name))
        self.left.count(len({template.name for template in templates}))
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

    def follow(self, templates: list[Template]) -> None:
        """Templates have changed meanwhile; what the rep has filled in stays."""
        if templates != self._templates:
            self._templates = templates
            self._follow()

    def _follow(self) -> None:
        reason = self._why_not() if self.form.touched else ""
        self._fill_list(stay=bool(reason))
        if reason and self._current is not None:
            self.send.setEnabled(False)
            words = _("{reason}. Choose another; your words stay.")
            problem = words.format(reason=reason)
            self._say_effect(problem)
            announce(self, problem)

    def _why_not(self) -> str:
        """What speaks against the template that is being filled in; empty if nothing does."""
        current = self._current
        if current is None:
            return ""
        now = [one for one in self._templates if one.template_id == current.template_id]
        if not now:
            return _("It was deleted")
        return self._reason(now[0])

    def _reason(self, template: Template) -> str:
        return reason_now(template, self._clock.now(), self._around)

    def suggest(self, last_texts: tuple[str, ...]) -> None:
        """Suggest what fits the customer's last messages, unless the rep has begun."""
        self._last_texts = last_texts
        if not self.form.touched and self.isVisible():
            self._current = None
            self._fill_list()
            self.insert_draft()

    def know(self, around: Around) -> None:
        """Whether the customer has agreed to offers, and which templates wait."""
        if around != self._around:
            if around.language != self._around.language and not self.form.touched:
                self._current = None  # it may be there in the customer's own
            self._around = around
            self._follow()

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
        if template is None or not self.send.isEnabled() or self.form.check():
            return
        files = self.form.files()
        given, now = sum(map(bool, files)), self._clock.now()
        found = problems(template, self.form.values(), files=given, now=now)
        if found:
            self._say_effect(found[0])
            return
        message = message_of(template, self.form.values())
        self.send_wanted.emit(message, files)

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
        self.left.setVisible(not narrow)
        self._right.setVisible(not narrow)
        self._top.setVisible(narrow)
        target = self._narrow_row if narrow else self._right.head
        if target.indexOf(self.language) < 0:
            target.addWidget(self.language)

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
        self._list.chosen.connect(self._on_chosen)
        self._select.activated.connect(self._on_selected)
        self.language.chosen.connect(self._show_template)
        self.form.edited.connect(self._on_edited)
        self.form.file_wanted.connect(self.file_wanted)
        self.card.copy_wanted.connect(self._on_copy)
        self.card.insert_wanted.connect(self._on_insert_wanted)
        self._close.clicked.connect(self.closed)
        self.send.clicked.connect(self.submit)

    def _fill_list(self, *_args: object, stay: bool = False) -> None:
        listed = choices(
            self._templates,
            self._clock.now(),
            search=self._search.text(),
            last_texts=self._last_texts,
            preferred=self._around.language,
            why_not=self._reason,
        )
        usable = [choice for choice in listed if not choice.heading and not choice.reason]
        current = self._current.name if self._current else ""
        self._select.clear()
        for choice in usable:
            self._select.addItem(choice.title, choice.template.name)
        self._list.show_choices(listed, current, stay=stay)
        self.send.setEnabled(bool(usable))
        if not usable:
            self._say_effect(_("No template can be used. Ask an administrator."))

    def _on_chosen(self, choice: Choice) -> None:
        self._select.setCurrentIndex(self._select.findData(choice.template.name))
        usable = [one for one in choice.languages if not self._reason(one)]
        chosen = next((one for one in usable if self._is_same(one)), choice.template)
        self.language.show_languages(usable, chosen)
        self._show_template(chosen)

    def _on_selected(self, place: int) -> None:
        self._list.choose(str(self._select.itemData(place)))

    def _show_template(self, template: Template) -> None:
        before, is_same = self._current, self._is_same(template)
        self._current = template
        if not (is_same and before is not None and same_blanks(before, template)):
            self._show_form(template, before)
        self.send.setEnabled(True)
        self.row.show_category(template.category)
        self._on_edited()

    def _show_form(self, template: Template, before: Template | None) -> None:
        form, is_same = self.form, self._is_same(before)
        kept, touched = form.values(), form.touched
        files = form.files()
        if before is None or before.name != template.name:
            self._keep_words()
            kept = {}
        form.show_template(template, prefilled(template, self._known) | kept)
        if is_same:
            form.touched = touched
            if before and file_kinds(before) == file_kinds(template):
                for place, path in enumerate(files):
                    if path:
                        form.show_file(path, place)

    def _is_same(self, template: Template | None) -> bool:
        current = self._current
        return bool(current and template and current.template_id == template.template_id)

    def _keep_words(self) -> None:
        """What was written for another template is on offer for the next."""
        field = self.form.draft_field()
        if self.form.touched and field is not None and not self._draft.strip():
            self._draft = field.value()

    def _on_edited(self) -> None:
        self._say_effect()
        self._refresh_preview()
        self._show_draft()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._draft)

    def _on_insert_wanted(self) -> None:
        self.form.insert_draft(self._draft)
        self._show_draft()

    def _refresh_preview(self) -> None:
        if self._current is not None:
            self._right.show_template(self._current, self.form.values(), self._clock.now())

    def _show_draft(self) -> None:
        used = bool(self._draft) and self._draft in self.form.values().values()
        number = 0 if used else self.form.draft_number(self._draft)
        self.card.show_draft("" if used else self._draft, number)

    def _say_effect(self, problem: str = "") -> None:
        words = remark(self._current, self._clock.now()) if self._current else ""
        if not words and self._closable:
            words = _("The window stays as it is; a template doesn’t open it.")
        usual = words or _("Sent outside the window. A reply opens the window again.")
        self.row.say(problem or usual, problem=bool(problem))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN + 1, _ABOVE + 1, _MARGIN + 1, _MARGIN + 1)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(hairline(self))
        column.addWidget(self._narrow_top())
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(self.left)
        columns.addLayout(self._middle_column(), 1)
        columns.addWidget(self._right)
        column.addLayout(columns, 1)
        column.addWidget(hairline(self))
        column.addWidget(self.row)

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

    def _middle_column(self) -> QVBoxLayout:
        card = QHBoxLayout()
        card.setContentsMargins(14, 0, 14, 12)
        card.addWidget(self.card)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.form, 1)
        column.addLayout(card)
        return column
