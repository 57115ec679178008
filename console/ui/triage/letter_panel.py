"""One dead letter: what it said, why it stopped, what can be done and what was tried."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console.domain.dead_letters import Outcome
from console.domain.texts import N_, _, kept
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.titles import moment
from console.ui.triage import wording
from console.ui.triage.act_row import ActRow
from console.ui.widgets.overlay_scroll import OverlayScrollBar
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel
from console.wire.views import AttemptView, DeadLetterView

_HEAD_H, _EDGE_PX = 48, 20
_ATTEMPTS = {
    "accepted": N_("Taken in by WhatsApp"),
    "retry": N_("Not processed, to be tried again"),
    "unknown": N_("No clear answer"),
    "failed": N_("Refused"),
    "channel": N_("The number was out of order"),
}
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
        self._why = _Why(self)
        self._can = PlainLabel(
            _("What you can do"), self, step="caption", weight=600, kind="secondary"
        )
        self._acts = self._made_acts()
        self._happened = PlainLabel(
            _("What happened"), self, step="caption", weight=600, kind="secondary"
        )
        self._story = QVBoxLayout()
        self._story.setSpacing(8)
        self._arrange()

    def show_letter(self, letter: DeadLetterView | None, now: datetime) -> None:
        """Show this one; None shows nothing."""
        self._scroll.setVisible(letter is not None)
        self._open.setVisible(letter is not None and letter.session_id is not None)
        self._name.setText(wording.named(letter) if letter else "")
        self.show_attempts((), now)
        if letter is None:
            return
        self._message.setText(wording.said(letter))
        by = _("By {name}").format(name=letter.author) if letter.author else ""
        self._about.setText(" · ".join(filter(None, (by, letter.queue_name))))
        self._about.setVisible(bool(self._about.full_text))
        self._why.show_letter(letter, now)
        waits = letter.ended_at is None
        self._can.setVisible(waits)
        for act in self._acts.values():
            act.setVisible(waits)
        if waits:
            self._explain(letter)

    def show_attempts(self, attempts: Iterable[AttemptView], now: datetime) -> None:
        """Show what was tried, in order."""
        while (item := self._story.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        shown = list(attempts)
        for attempt in shown:
            words = _(_ATTEMPTS.get(attempt.outcome, N_("Without an outcome yet")))
            at = moment(attempt.ended_at or attempt.started_at, now)
            went = attempt.outcome == "accepted"
            self._story.addWidget(_Step(words, at, attempt.detail, went=went, parent=self))
        self._happened.setVisible(bool(shown))

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
        column.addLayout(self._story)
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


class _Why(Restyled, QWidget):
    """The reason in words, in a box of its tone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = wording.Look("", "status.info", "icon.default")
        self._glyph = PlainLabel(parent=self)
        self._title = PlainLabel("", self, weight=600, wrap=True)
        self._words = PlainLabel("", self, wrap=True)
        self._left = PlainLabel("", self, step="caption", kind="secondary", wrap=True)
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        title.addWidget(self._title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        column.addLayout(title)
        column.addWidget(self._words)
        column.addWidget(self._left)

    def show_letter(self, letter: DeadLetterView, now: datetime) -> None:
        """Say why it stopped and how long it is kept."""
        self._look = wording.REASONS[letter.reason]
        self._title.setText(_(self._look.name))
        self._words.setText(kept(letter.words, code=letter.code))
        self._words.setVisible(bool(letter.words))
        left = wording.left_of(letter, now)
        facts = [_("Expires in {span}").format(span=left)]
        if letter.ended_at is not None:
            facts = [f"{left} {moment(letter.ended_at, now)}"]
            if letter.ended_by and letter.outcome is not Outcome.EXPIRED:
                facts.append(_("by {name}").format(name=letter.ended_by))
        if letter.code and not letter.incoming:
            facts.append(_("Meta code {code}").format(code=letter.code))
        self._left.setText(" · ".join(facts))
        self.restyle()

    def restyle(self) -> None:
        """Tint the glyph for the theme in use."""
        tone = self._look.tone
        self._glyph.setPixmap(icon_pixmap(self._look.glyph, 16, tone))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box."""
        theme = current_theme()
        grave = {"danger.fg": "danger", "warning.fg": "warning"}.get(self._look.tone)
        ground, edge = (
            (f"{grave}.bg", f"{grave}.border") if grave else ("bg.sunken", "border.default")
        )
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color(edge), 1))
            painter.setBrush(theme.color(ground))
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, 8, 8)


class _Step(Restyled, QWidget):
    """One attempt: a dot, what came of it, when, and Meta's own words."""

    def __init__(
        self, words: str, at: str, detail: str, *, went: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._went = went
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 0, 0, 0)
        column.setSpacing(1)
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(PlainLabel(words, self))
        first.addWidget(PlainLabel(at, self, kind="tertiary", tabular=True))
        first.addStretch(1)
        column.addLayout(first)
        if detail:
            column.addWidget(
                PlainLabel(detail, self, step="caption", kind="tertiary", wrap=True)
            )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The dot beside the first line."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            tone = "success.fill" if self._went else "icon.muted"
            painter.setBrush(current_theme().color(tone))
            painter.drawEllipse(QRectF(2, 6, 8, 8))
