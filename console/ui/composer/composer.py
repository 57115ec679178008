"""The composer: quote, files, text, and a bar of what can be added."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.desk.rows import Draft
from console.domain.charges import Quote
from console.domain.ids import MessageId
from console.domain.links import has_link
from console.domain.texts import _, pgettext
from console.ui.actions import keys_text
from console.ui.composer.attachments import FileChips, QuoteStrip
from console.ui.composer.counter import counter_text, counter_tone, limit_for, too_long
from console.ui.composer.emoji import EmojiPopup
from console.ui.composer.marking import LEADS, MARKERS, lead_lines, mark
from console.ui.composer.quick_replies import filled, first_blank, matching
from console.ui.composer.quick_reply_popup import QuickReplyPopup
from console.ui.composer.text_area import ComposerText
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.titles import called
from console.ui.widgets.icon_button import IconButton
from console.ui.widgets.key_caps import KeyCaps
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel
from console.wire.views import QuickReply

_HINT_FROM = 560
_MARGIN = 12


class Composer(QWidget):
    """What is being written to one customer.

    Signals:
        edited: text, files or quote changed by the rep.
        send_wanted: Enter or the button, when there is something to send.
        split_wanted: send a text too long for one message as several.
        length_told: what is wrong with its length, and the button for it; empty if nothing.
        files_wanted, templates_wanted, voice_wanted: buttons.
        more_wanted: what else can be sent, at a global point above the button.
        files_given, image_given: pasted or dropped, not yet checked.
        left: Escape with nothing written.
    """

    edited = Signal()
    send_wanted = Signal()
    split_wanted = Signal()
    answer: Quote | None = None  # what one message costs; set from outside
    length_told = Signal(str, str)
    files_wanted = Signal()
    templates_wanted = Signal()
    voice_wanted = Signal()
    more_wanted = Signal(QPoint)
    files_given = Signal(list)
    image_given = Signal(QImage)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.quick_replies: list[QuickReply] = []
        self.known: dict[str, str] = {}
        self._reply_to: MessageId | None = None
        self._draft = Draft()
        self._showing = False
        self._pane_h = 600
        self.text = ComposerText(self)
        self._quote = QuoteStrip(self)
        self._chips = FileChips(self)
        self._popup: QuickReplyPopup | None = None
        self._emoji: EmojiPopup | None = None
        self._attach = IconButton(
            "composer.attach", _("Attach a file"), self, shortcut=keys_text("attach")
        )
        self._more = IconButton(
            "common.add", _("Buttons, places, contacts"), self, shortcut=keys_text("more")
        )
        self._voice = IconButton("microphone", _("Record a voice message"), self)
        self._emoji_button = IconButton(
            "composer.emoji", _("Emoji"), self, shortcut=keys_text("emoji")
        )
        self._preview = IconButton(
            "composer.link", _("Show a preview of the link"), self, checkable=True
        )
        self._preview.setChecked(True)
        self._preview.hide()
        self._quick = IconButton("composer.quickReply", _("Quick replies"), self, shortcut="/")
        self._templates = IconButton(
            "composer.template", _("Templates"), self, shortcut=keys_text("templates")
        )
        self._hint_key = KeyCaps("/", self)
        self._hint = PlainLabel(_("quick replies"), self, step="caption", kind="tertiary")
        self._counter = PlainLabel(parent=self, step="caption", kind="tertiary", tabular=True)
        self.send = PushButton(
            _("Send"), "primary", self, icon_name="composer.send", icon_weight="fill"
        )
        self._lay_out()
        self._connect()

    def write_to(self, name: str, *, offline: bool) -> None:
        """Name the customer on everything that sends to them."""
        self.text.setPlaceholderText(_("Write to {name}…").format(name=called(name)))
        self.text.setAccessibleName(_("Message to {name}").format(name=name))
        self.send.setText(pgettext("to put into a queue", "Queue") if offline else _("Send"))
        spoken = _("Queue to {name}") if offline else _("Send to {name}")
        self.send.setAccessibleName(spoken.format(name=name))

    def show_draft(self, draft: Draft) -> None:
        """Show unsent writing instead of what is there."""
        self._showing = True
        self._draft = draft
        if draft.text != self.text.text():
            self.text.show_text(draft.text)
        self._chips.show_paths(draft.files)
        if draft.reply_to is None:
            self.reply_to(None)
        self._reply_to = draft.reply_to
        self._showing = False
        self._on_text_changed()

    def draft(self) -> Draft:
        """What is written now."""
        return Draft(text=self.text.text(), reply_to=self._reply_to, files=self._chips.paths())

    def reply_to(self, message_id: MessageId | None, author: str = "", text: str = "") -> None:
        """Reply to a message, or to none."""
        self._reply_to = message_id
        if message_id is None:
            self._quote.hide()
        else:
            self._quote.show_quote(author, text)
        self._tell_edited()

    def show_quote(self, message_id: MessageId, author: str, text: str) -> None:
        """Show the message that the draft replies to, once it is known."""
        if self._reply_to == message_id:
            self._quote.show_quote(author, text)

    def attach(self, paths: tuple[str, ...]) -> None:
        """Add files that have been checked."""
        fresh = tuple(path for path in paths if path not in self._chips.paths())
        self._chips.show_paths((*self._chips.paths(), *fresh))

    def insert(self, text: str) -> None:
        """Put text where the caret is."""
        self.text.insertPlainText(text)
        self.text.setFocus()

    def clear(self) -> None:
        """Write nothing, send no file, reply to nothing."""
        self.show_draft(Draft())
        self._tell_edited()

    def grow_within(self, pane_h: int) -> None:
        """Let the text take two fifths of the pane at most."""
        self._pane_h = pane_h
        self.text.grow_to(round(pane_h * current_theme().number("layout.composerMaxShare")))

    def open_emoji(self) -> None:
        """Show the emoji grid."""
        if self._emoji is None:
            self._emoji = EmojiPopup(self)
            self._emoji.picked.connect(self.insert)
        self._emoji.open_above(self._emoji_button.mapToGlobal(QPoint(0, 0)))

    def mark(self, name: str) -> None:
        """Give what is selected this look, by the name of its action, or take it away."""
        if not self.isVisible():
            return
        if name in MARKERS:
            mark(self.text, MARKERS[name])
        else:
            lead_lines(self.text, LEADS[name])
        self.text.setFocus()

    def wants_preview(self) -> bool:
        """Whether a link in the text is to be shown with a picture of its page."""
        return self._preview.isChecked() and has_link(self.text.text())

    def ask_for_more(self) -> None:
        """Ask for the menu of what else can be sent."""
        self.more_wanted.emit(self._more.mapToGlobal(QPoint(0, 0)))

    def open_quick_replies(self) -> None:
        """Begin a quick reply where the caret is."""
        self.text.setFocus()
        if not self.text.word_before_caret().startswith("/"):
            lead = " " if self.text.word_before_caret() else ""
            self.text.insertPlainText(f"{lead}/")

    def length(self) -> tuple[str, str]:
        """What is wrong with the text's length, and the button for it; empty if nothing."""
        return too_long(self.text.text(), self._chips.paths(), self.answer)

    def can_send(self) -> bool:
        """Whether there is something to send and nothing left to fill in."""
        written = bool(self.text.text().strip() or self._chips.paths())
        return written and not self.length()[0]

    def submit(self) -> None:
        """Ask for it to be sent; an unfilled variable is selected instead."""
        blank = first_blank(self.text.text())
        if blank:
            self.text.select_first(blank)
        elif self.can_send():
            self.send_wanted.emit()

    def split(self) -> None:
        """Ask for a text that is too long to be sent as several messages."""
        blank = first_blank(self.text.text())
        if blank:
            self.text.select_first(blank)
        elif not self.can_send():
            self.split_wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame; focus draws an accent line and a soft ring."""
        painter = QPainter(self)
        theme = current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(_MARGIN, 2, -_MARGIN - 1, -_MARGIN - 1)
        if self.text.hasFocus():
            painter.setPen(QPen(theme.color("accent.tintStrong"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 11, 11)
        edge = "border.focus" if self.text.hasFocus() else "border.control"
        painter.setPen(QPen(theme.color(edge), 1))
        painter.setBrush(theme.color("bg.surface"))
        painter.drawRoundedRect(box, 10, 10)

    def _connect(self) -> None:
        self.text.textChanged.connect(self._on_text_changed)
        self.text.cursorPositionChanged.connect(self._offer_quick_replies)
        self.text.submitted.connect(self.submit)
        self.text.left_empty.connect(self.left)
        self.text.popup_key.connect(self._on_popup_key)
        self.text.files_given.connect(self.files_given)
        self.text.image_given.connect(self.image_given)
        self.text.focused.connect(self._on_focused)
        self.send.clicked.connect(self.submit)
        self._attach.clicked.connect(self.files_wanted)
        self._more.clicked.connect(self.ask_for_more)
        self._emoji_button.clicked.connect(self.open_emoji)
        self._quick.clicked.connect(self.open_quick_replies)
        self._templates.clicked.connect(self.templates_wanted)
        self._voice.clicked.connect(self.voice_wanted)
        self._chips.changed.connect(self._on_text_changed)
        self._quote.dropped.connect(lambda: self.reply_to(None))

    def _on_text_changed(self) -> None:
        text, files = self.text.text(), self._chips.paths()
        limit = limit_for(files)
        self._counter.setText(counter_text(text, limit))
        set_kind(self._counter, counter_tone(text, limit))
        self._preview.setVisible(not files and has_link(text))
        self.length_told.emit(*self.length())
        self.send.setEnabled(self.can_send())
        self._tell_edited()

    def _tell_edited(self) -> None:
        if not self._showing:
            self.edited.emit()

    def _on_focused(self, focused: bool) -> None:
        if not focused:
            self._close_quick_replies()
        self.update()

    def _offer_quick_replies(self) -> None:
        word = self.text.word_before_caret()
        if not word.startswith("/") or not self.text.hasFocus():
            self._close_quick_replies()
            return
        if self._popup is None:
            self._popup = QuickReplyPopup(self.window())
            self._popup.picked.connect(self._on_reply_picked)
        corner = self.mapTo(self.window(), QPoint(_MARGIN, -2))
        found = matching(self.quick_replies, word)
        shown = [replace(reply, text=filled(reply.text, self.known)) for reply in found]
        self._popup.offer(shown, corner)
        self.text.popup_open = self._popup.isVisible()

    def _close_quick_replies(self) -> None:
        self.text.popup_open = False
        if self._popup is not None:
            self._popup.hide()

    def _on_popup_key(self, key: int) -> None:
        if self._popup is None:
            return
        if key == Qt.Key.Key_Escape:
            self._close_quick_replies()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._popup.walk(-1 if key == Qt.Key.Key_Up else 1)
        else:
            self._popup.pick()

    def _on_reply_picked(self, reply: QuickReply) -> None:
        text = filled(reply.text, self.known)
        self.text.replace_word(text)
        self._close_quick_replies()
        self.text.setFocus()
        blank = first_blank(text)
        if blank:
            self.text.select_first(blank)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 0, 8, 6)
        bar.setSpacing(2)
        for button in (self._more, self._attach, self._voice, self._emoji_button):
            bar.addWidget(button)
        for button in (self._quick, self._templates, self._preview):
            bar.addWidget(button)
        bar.addSpacing(6)
        bar.addWidget(self._hint_key)
        bar.addSpacing(4)
        bar.addWidget(self._hint)
        bar.addStretch(1)
        bar.addWidget(self._counter)
        bar.addSpacing(10)
        bar.addWidget(self.send)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 2, _MARGIN, _MARGIN)
        column.setSpacing(0)
        column.addWidget(self._quote)
        column.addWidget(self._chips)
        column.addWidget(self.text)
        column.addLayout(bar)

    def resizeEvent(self, event: object) -> None:
        """The hint is the first thing to go."""
        wide = self.width() >= _HINT_FROM
        self._hint.setVisible(wide)
        self._hint_key.setVisible(wide)
