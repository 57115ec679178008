"""One dead letter: what it said, why it stopped, what can be done and what was tried."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console.domain.dead_letters import Outcome
from console.domain.texts import N_, _, kept
from console.ui.ledger.story import Story
from console.ui.ledger.wording import Line
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.titles import moment
from console.ui.triage import wording
from console.ui.triage.act_row import ActRow
from console.ui.widgets.overlay_scroll import OverlayScrollBar
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel
from console.ui.widgets.tone_box import ToneBox
from console.wire.views import DeadLetterView

_HEAD_H, _EDGE_PX = 48, 20
_NEEDS_TEXT = N_("There is no text to take along")


class LetterPanel(QWidget):
    """The right pane of the page.

    Signals:
        acted: "open", "retry", "rewrite", "hand_over" or "discard".
    """

    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = PlainLabel("", self, weight=600, elide="right")
        self._open = PushButton(
            _("Open conversation"), "secondary", self, icon_name="session.openConversation"
        )
        self._open.clicked.connect(lambda: self.acted.emit("open"))
        self._message = PlainLabel("", self, wrap=True)
        self._about = PlainLabel("", self, step="caption", kind="tertiary", wrap=True)
        self._why = ToneBox(self)
        self._can = PlainLabel(
            _("What you can do"), self, step="caption", weight=600, kind="secondary"
        )
        self._acts = self._made_acts()
        self._happened = PlainLabel(
            _("What happened"), self, step="caption", weight=600, kind="secondary"
        )
        self._story = Story(self)
        self._arrange()

    def show_letter(self, letter: DeadLetterView | None, now: datetime) -> None:
        """Show this one; None shows nothing."""
        self._scroll.setVisible(letter is not None)
        self._open.setVisible(letter is not None and letter.session_id is not None)
        self._name.setText(wording.named(letter) if letter else "")
        self.show_lines((), now)
        if letter is None:
            return
        self._message.setText(wording.said(letter))
        by = _("By {name}").format(name=letter.author) if letter.author else ""
        self._about.setText(" · ".join(filter(None, (by, letter.queue_name))))
        self._about.setVisible(bool(self._about.full_text))
        self._say_why(letter, now)
        waits = letter.ended_at is None
        self._can.setVisible(waits)
        for act in self._acts.values():
            act.setVisible(waits)
        if waits:
            self._explain(letter)

    def show_lines(self, lines: Sequence[Line], now: datetime) -> None:
        """Show what happened, in order."""
        self._story.show_lines(lines, now)
        self._happened.setVisible(bool(lines))

    def _say_why(self, letter: DeadLetterView, now: datetime) -> None:
        """Why it stopped and how long it is kept."""
        look = wording.REASONS[letter.reason]
        left = wording.left_of(letter, now)
        facts = [_("Expires in {span}").format(span=left)]
        if letter.ended_at is not None:
            facts = [f"{left} {moment(letter.ended_at, now)}"]
            if letter.ended_by and letter.outcome is not Outcome.EXPIRED:
                facts.append(_("by {name}").format(name=letter.ended_by))
        if letter.code and not letter.incoming:
            facts.append(_("Meta code {code}").format(code=letter.code))
        words = kept(letter.words, code=letter.code)
        self._why.say(look.tone, look.glyph, _(look.name), words, " · ".join(facts))

    def _explain(self, letter: DeadLetterView) -> None:
        """What each act would do to this letter, or why it can't."""
        retry, rewrite = self._acts["retry"], self._acts["rewrite"]
        hand_over = self._acts["hand_over"]
        if letter.incoming:
            retry.explain(_("Take it in once more"))
        elif letter.may_have_arrived:
            retry.explain(_("It may come twice – you are asked first"))
        else:
            retry.explain(_("One more attempt is made"))
        ours = not letter.incoming and letter.session_id is not None
        has_text = ours and bool(letter.preview)
        rewrite.setEnabled(has_text)
        rewrite.explain(_("Your text goes along") if has_text else _(_NEEDS_TEXT))
        hand_over.setEnabled(ours)
        hand_over.explain(
            _("They are offered the conversation") if ours else _("It belongs to no session")
        )

    def _made_acts(self) -> dict[str, ActRow]:
        made = {
            "retry": ActRow("common.retry", _("Send again"), "R", self),
            "rewrite": ActRow("composer.template", _("Edit as template"), "E", self),
            "hand_over": ActRow("session.transfer", _("Hand over to a rep…"), "H", self),
            "discard": ActRow("deadLetterReason.discard", _("Discard…"), "Del", self),
        }
        made["discard"].explain(_("With a reason, kept in the log"))
        for name, row in made.items():
            row.clicked.connect(lambda _on=False, act=name: self.acted.emit(act))
        return made

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_EDGE_PX, 0, 10, 0)
        head.addWidget(self._name, 1)
        head.addWidget(self._open)
        top = QWidget(self)
        top.setFixedHeight(_HEAD_H)
        top.setLayout(head)
        card = QFrame(self)
        set_kind(card, "card")
        words = QVBoxLayout(card)
        words.setContentsMargins(12, 10, 12, 10)
        words.setSpacing(6)
        words.addWidget(self._message)
        words.addWidget(self._about)
        inside = QWidget(self)
        set_kind(inside, "pane")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(inside)
        column.setContentsMargins(_EDGE_PX, 12, _EDGE_PX, 16)
        column.setSpacing(8)
        column.addWidget(card)
        column.addSpacing(4)
        column.addWidget(self._why)
        column.addSpacing(8)
        column.addWidget(self._can)
        for act in self._acts.values():
            column.addWidget(act)
        column.addSpacing(8)
        column.addWidget(self._happened)
        column.addWidget(self._story)
        column.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        OverlayScrollBar(self._scroll)
        line = QFrame(self)
        set_kind(line, "line")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(top)
        outer.addWidget(line)
        outer.addWidget(self._scroll, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The hairline at the left."""
        super().paintEvent(event)
        with QPainter(self) as painter:
            painter.fillRect(0, 0, 1, self.height(), current_theme().color("border.default"))
