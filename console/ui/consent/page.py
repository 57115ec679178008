"""The page of consent words: channel, form, and what a message would do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from console.domain.consent import ConsentRule, Heard, Level, Word, heard
from console.domain.keyword_rules import MEANS
from console.domain.texts import _
from console.ui.consent.form import RuleForm
from console.ui.dialogs.dialog import labelled
from console.ui.titles import moment
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.room_page import RoomPage, pane
from console.ui.widgets.text import PlainLabel
from console.ui.widgets.tone_box import ToneBox

if TYPE_CHECKING:
    from console.wire.consents import ConsentRuleView
    from console.wire.views import ChannelView

_TRY_W = 300


class ConsentPage(RoomPage):
    """What is written for a channel stays until it is saved, also while another is on show.

    Signals:
        channel_chosen: another one.
        save_wanted: this rule for the channel on show.
        reset_wanted: hub.toml's rule for it.
    """

    channel_chosen = Signal()
    save_wanted = Signal(ConsentRule)
    reset_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Words of consent"), parent)
        self._seen: ConsentRuleView | None = None
        self._kept: dict[str, ConsentRule] = {}
        self.channels = QComboBox(self)
        self.channels.setAccessibleName(_("Channel"))
        self._whose = PlainLabel("", self, kind="secondary", elide="right")
        self.reset = PushButton(_("Use hub.toml’s"), "ghost", self)
        self.save = PushButton(_("Save"), "primary", self, hint="Ctrl+Enter")
        self.form = RuleForm(self)
        self.attempt = QLineEdit(self)
        self.outcome = ToneBox(self)
        self._arrange()
        self.channels.activated.connect(self._on_channel)
        self.form.edited.connect(self._on_edited)
        self.attempt.textEdited.connect(self._on_edited)
        self.save.clicked.connect(self._on_save)
        self.reset.clicked.connect(self.reset_wanted)
        self.show_nothing()

    def show_channels(self, channels: Sequence[ChannelView]) -> None:
        """Show these; a single one needs no choice."""
        known = [self.channels.itemData(place) for place in range(self.channels.count())]
        if known != [one.channel_id for one in channels]:
            self.channels.clear()
            for one in channels:
                self.channels.addItem(one.name, one.channel_id)
        self.channels.setVisible(len(channels) > 1)

    def channel(self) -> str:
        """The channel that is on show."""
        return str(self.channels.currentData() or "")

    def seen(self) -> ConsentRuleView | None:
        """The rule as the hub told it, for the channel on show."""
        return self._seen

    def show_nothing(self) -> None:
        """Nothing is known of this channel yet."""
        self._seen = None
        for one in (self.form, self.save, self.reset):
            one.setEnabled(False)

    def show_rule(self, seen: ConsentRuleView, now: datetime) -> None:
        """Show what counts, or what has been written in its place and isn't saved."""
        before = self._kept.pop(seen.channel_id, None)
        self._seen = seen
        written = seen.rule if before is None else before
        self.form.setEnabled(True)
        self.form.show_rule(written)
        self.reset.setEnabled(seen.set_at is not None)
        self._whose.setText(_whose(seen, now))
        self._on_edited()

    def keep(self) -> None:
        """Remember what is written, until the channel is on show again."""
        if self._seen is not None and self.is_dirty():
            self._kept[self._seen.channel_id] = self.form.rule()

    def is_dirty(self) -> bool:
        """Whether something is written that is nowhere else."""
        return self._seen is not None and self.form.rule() != self._seen.rule

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl Enter saves."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_save()
        else:
            super().keyPressEvent(event)

    def _on_channel(self) -> None:
        self.keep()
        self.show_nothing()
        self.channel_chosen.emit()

    def _on_edited(self) -> None:
        self.save.setEnabled(self.is_dirty())
        rule = self.form.rule()
        text = self.attempt.text().strip()
        # a second yes is tried as if it were waited for
        found = heard(text, rule) if text else None
        tone, title, words = _told(text, found, rule.level)
        self.outcome.say(tone, "status.info", title, words)

    def _on_save(self) -> None:
        if self.save.isEnabled() and not self.form.complain():
            self.save_wanted.emit(self.form.rule())

    def _arrange(self) -> None:
        self.head.addWidget(self.channels)
        self.head.addWidget(self._whose, 1)
        self.head.addWidget(self.reset)
        self.head.addWidget(self.save)
        side = pane(self)
        side.setFixedWidth(_TRY_W)
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 20, 16, 16)
        column.setSpacing(12)
        self.attempt.setText(_("STOP"))
        column.addLayout(labelled(_("What a message would do"), self.attempt, side))
        column.addWidget(self.outcome)
        column.addStretch(1)
        self.panes.addWidget(self.form, 1)
        self.panes.addWidget(side)


def _whose(seen: ConsentRuleView, now: datetime) -> str:
    if seen.set_at is None:
        return _("As hub.toml says")
    return _("Set by {name}, {when}; hub.toml doesn’t count").format(
        name=seen.set_by, when=moment(seen.set_at, now)
    )


def _told(text: str, found: Heard | None, level: Level) -> tuple[str, str, str]:
    """Tone, title and words of what a message would do."""
    if found is None:
        title = _("It goes to a rep") if text else _("Write a message")
        return "icon.default", title, _("It isn’t one of the words alone.") if text else ""
    title = _("It {does}").format(does=_(MEANS[found.word]))
    reply = {
        Word.OPT_OUT: found.keywords.opted_out,
        Word.HELP: found.keywords.help_answer,
    }.get(found.word, found.keywords.opted_in)
    if found.word is Word.OPT_IN and level is Level.DOUBLE:
        reply = found.keywords.please_confirm
    return (
        "success.fg",
        title,
        _("Answer: “{words}”").format(words=reply) if reply else _("Nothing is answered."),
    )
