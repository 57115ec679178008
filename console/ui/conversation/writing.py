"""Drafts, files and sending of the session on show: from the foot to the desk and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from console.desk.inbox_row import InboxRow
from console.desk.rows import Draft, LinkState
from console.domain.care_window import next_change, time_left
from console.domain.errors import RuleBroken
from console.domain.holds import Hold, HoldKind
from console.domain.ids import MessageId, SessionId
from console.domain.messages import Body, Interactive, TemplateMessage, Text
from console.domain.policy import ComposerMode
from console.domain.texts import _
from console.ui.conversation.attaching import Attaching
from console.ui.conversation.foot import Foot
from console.ui.conversation.modes import (
    GUARD,
    FootMode,
    announcement,
    inactivity_words,
    lapse_warning,
    next_mode,
    picker_words,
)
from console.ui.header.banner_words import read_only_words
from console.ui.picker.choices import known_of
from console.ui.picker.standing import Around
from console.ui.tasks import TaskScope
from console.ui.tick import ClockService
from console.ui.widgets.spoken import announce

if TYPE_CHECKING:
    from console.desk.desk import Desk


class Writing(QObject):
    """Keeps the foot in step with the window, the draft and the rep.

    Signals:
        sent: something was handed to the desk's outbox.
        leaving: another session is about to be shown, or none.
        left: Escape in an empty composer.
    """

    sent = Signal()
    leaving = Signal()
    left = Signal()

    def __init__(self, desk: Desk, clock: ClockService, foot: Foot, scope: TaskScope) -> None:
        super().__init__(foot)
        self._desk, self._clock, self._foot, self._scope = desk, clock, foot, scope
        self._session_id = SessionId("")
        self._picking = False
        self._around = Around()
        self._lapsed_at = clock.now() - GUARD
        self._left: timedelta | None = None
        self._inbound: tuple[str, ...] = ()
        self._last_inbound = MessageId("")
        self.files = Attaching(desk, foot, scope, self.complain)
        self._connect()

    @property
    def session_id(self) -> SessionId:
        """The session on show; empty for none."""
        return self._session_id

    def show(self, session_id: SessionId) -> None:
        """Show the writing of this session."""
        self.leaving.emit()
        self._session_id = session_id
        self._foot.mode = None
        self._picking, self._left = False, None
        self._inbound, self._last_inbound = (), MessageId("")
        self._foot.problem.say("")
        row = self._row()
        if row is None:
            return
        composer = self._foot.composer
        composer.known = known_of(row.name)
        composer.quick_replies = list(self._desk.quick_replies())
        draft = self._desk.draft(session_id)
        composer.show_draft(draft)
        self._foot.passed.say(
            _("{passed_by} passed this draft on").format(passed_by=draft.passed_by)
            if draft.passed_by
            else ""
        )
        self._clock.watch(self, self._due, self.refresh)
        self.refresh()

    def leave(self) -> None:
        """Show the writing of no session."""
        self.leaving.emit()
        self._session_id = SessionId("")
        self._clock.unwatch(self)
        self._foot.composer.show_draft(Draft())
        self._foot.problem.say("")

    def know_consent(
        self, marketing_allowed: bool, held: tuple[Hold, ...] = (), language: str = ""
    ) -> None:
        """Whether the customer has agreed to offers, what keeps them, and their language."""
        self._around = Around(marketing_allowed=marketing_allowed, held=held, language=language)
        self._tell_picker()

    def _tell_picker(self) -> None:
        session = self._desk.session(self._session_id) if self._session_id else None
        if session is None:
            return
        until = {one.channel_id: one.templates_held_until for one in self._desk.channels()}
        slowed = until.get(session.channel_id)
        number = () if slowed is None else ((HoldKind.SLOWED.value, slowed),)
        held = (*number, *self._around.held)
        is_open = self._desk.composer(self._session_id).mode is ComposerMode.FREE_FORM
        self._foot.picker.know(replace(self._around, held=held, window_open=is_open))

    def know_inbound(self, last_id: MessageId, texts: Sequence[str]) -> None:
        """What the customer wrote last, for suggestions and the typing sign."""
        news = tuple(texts) != self._inbound
        self._last_inbound, self._inbound = last_id, tuple(texts)
        if news and self._foot.mode is FootMode.TEMPLATE:
            self._foot.picker.suggest(self._inbound)

    def refresh(self) -> None:
        """Bring everything in step with this moment."""
        row = self._row()
        if row is None:
            return
        now, link = self._clock.now(), self._desk.link
        offline = link.state is LinkState.OFFLINE
        self._foot.composer.write_to(row.name, offline=offline)
        self._tell_time(row)
        self._switch(row)
        session = self._desk.session(self._session_id)
        words, presses = inactivity_words(session, row, link, now)
        words = words if self._foot.mode is FootMode.WRITE else ""
        keeps = words and link.state is LinkState.CONNECTED
        self._foot.inactivity.say(words, _("Keep open") if keeps else "")
        self._foot.inactivity.set_tone(
            "warning.fg" if presses else "icon.muted", "warning" if presses else "tertiary"
        )
        writing = self._foot.mode is FootMode.WRITE
        self._foot.warning.say(lapse_warning(row, now) if writing else "")

    def follow_templates(self, *_: object) -> None:
        """Templates have changed: an open picker follows, with what is filled in."""
        if self._session_id and self._foot.mode is FootMode.TEMPLATE:
            self._tell_picker()
            self._foot.picker.follow(self._desk.templates_for(self._session_id))

    def restore(self) -> None:
        """Show the draft again: it was returned, passed on or restored."""
        draft = self._desk.draft(self._session_id)
        self._foot.composer.show_draft(draft)
        self._foot.passed.say(
            _("{passed_by} passed this draft on").format(passed_by=draft.passed_by)
            if draft.passed_by
            else ""
        )
        self._foot.mode = None
        self.refresh()

    def choose_template(self) -> None:
        """Open the picker because the rep wants to."""
        if self._foot.mode in (FootMode.WRITE, FootMode.KEPT):
            self._picking = True
            self._open_picker()

    def take_along(self) -> None:
        """Show what came back to the draft, in the template picker."""
        self.restore()
        self.choose_template()

    def reply_to(self, message_id: MessageId, author: str, text: str) -> None:
        """Quote a message in the composer."""
        if self._foot.mode is FootMode.WRITE:
            self._foot.composer.reply_to(message_id, author, text)
            self._foot.composer.text.setFocus()

    def put(self, text: str) -> None:
        """Put a ready text into the composer; it never sends by itself."""
        if self._foot.mode is FootMode.WRITE:
            self._foot.composer.insert(text)

    def complain(self, problem: str) -> None:
        """Say what went wrong above the composer."""
        self._foot.problem.say(problem, _("Dismiss") if problem else "")

    def _connect(self) -> None:
        foot = self._foot
        foot.composer.edited.connect(self._on_edited)
        foot.composer.send_wanted.connect(self._on_send)
        foot.composer.split_wanted.connect(lambda: self._on_send(split=True))
        foot.composer.templates_wanted.connect(self.choose_template)
        foot.composer.left.connect(self.left)
        foot.kept.copy_wanted.connect(self._on_copy)
        foot.kept.template_wanted.connect(self._on_template_wanted)
        foot.kept.park_wanted.connect(self._on_park)
        foot.picker.send_wanted.connect(self._on_template_send)
        foot.picker.closed.connect(self._on_picker_closed)
        foot.problem.pressed.connect(lambda: self.complain(""))

    def _row(self) -> InboxRow | None:
        return self._desk.row(self._session_id) if self._session_id else None

    def _due(self, now: datetime) -> datetime | None:
        row, session = self._row(), self._desk.session(self._session_id)
        window_at = next_change(row.expires_at, now) if row and row.has_window else None
        running = session is not None and (session.quiet_at or session.ends_at) is not None
        second_at = now + timedelta(seconds=1) if running else None
        return min((at for at in (window_at, second_at) if at), default=None)

    def _switch(self, row: InboxRow) -> None:
        foot, before = self._foot, self._foot.mode
        verdict = self._desk.composer(self._session_id)
        draft = self._desk.draft(self._session_id)
        mode = next_mode(
            before,
            verdict,
            unsent=bool(foot.composer.draft().text.strip()),
            picking=self._picking or foot.picker.is_touched(),
        )
        if mode is before:
            closable = verdict.mode is ComposerMode.FREE_FORM
            foot.picker.set_closable(picker_words(row, self._clock.now()), closable=closable)
            if mode is FootMode.TEMPLATE:
                self._tell_picker()
            return
        had_focus = foot.composer.text.hasFocus() or foot.kept.choose.hasFocus()
        if mode is FootMode.KEPT:
            self._lapsed_at = self._clock.now()
            foot.kept.show_text(foot.composer.text.text(), parked=draft.send_when_they_reply)
        if mode is FootMode.TEMPLATE:
            self._prepare_picker(row)
        if mode is FootMode.BLOCKED:
            session = self._desk.session(self._session_id)
            foot.read_only.say(read_only_words(row, session, verdict.reason))
        foot.show_mode(mode)
        if had_focus:
            foot.take_focus()

    def _prepare_picker(self, row: InboxRow) -> None:
        verdict = self._desk.composer(self._session_id)
        self._tell_picker()
        self._foot.picker.open_for(
            row.name,
            picker_words(row, self._clock.now()),
            self._desk.templates_for(self._session_id),
            last_texts=self._inbound,
            draft=self._foot.composer.text.text(),
            closable=verdict.mode is ComposerMode.FREE_FORM,
        )

    def _open_picker(self) -> None:
        row = self._row()
        if row is not None:
            self._prepare_picker(row)
            self._foot.show_mode(FootMode.TEMPLATE)
            self._foot.warning.say("")
            self._foot.take_focus()

    def _tell_time(self, row: InboxRow) -> None:
        if not row.has_window:
            return
        left = time_left(row.expires_at, self._clock.now())
        if self._left is not None:
            words = announcement(self._left, left)
            if words:
                announce(self._foot, words)
        self._left = left

    def _on_edited(self) -> None:
        if not self._session_id:
            return
        kept = self._desk.draft(self._session_id)
        written = self._foot.composer.draft()
        self._desk.save_draft(
            self._session_id,
            replace(written, send_when_they_reply=False, passed_by=kept.passed_by),
        )
        if self._last_inbound and written.text:
            self._desk.seen(self._session_id, self._last_inbound, typing=True)

    def _on_send(self, *, split: bool = False) -> None:
        if self._desk.composer(self._session_id).mode is not ComposerMode.FREE_FORM:
            self.refresh()
            return
        draft = self._foot.composer.draft()
        preview = self._foot.composer.wants_preview()
        self._send(
            lambda: self._desk.send(
                self._session_id,
                Text(text=draft.text.strip(), preview_url=preview),
                reply_to=draft.reply_to,
                files=draft.files,
                split=split,
            )
        )

    def send(self, session_id: SessionId, body: Body, files: tuple[str, ...] = ()) -> bool:
        """Whether the desk took what was made for a session beside the text of its draft."""
        if session_id != self._session_id:
            self.complain(_("Another conversation is open now, so nothing was sent."))
            return False
        draft = self._foot.composer.draft()
        of_text = isinstance(body, Interactive)
        try:
            reply_to = draft.reply_to if of_text else None
            self._desk.send(session_id, body, reply_to=reply_to, files=files)
        except RuleBroken as problem:
            self.complain(problem.message)
            return False
        self.complain("")
        if of_text:
            left = Draft(files=draft.files)  # those go by themselves
            self._desk.save_draft(session_id, left)
            self._foot.composer.show_draft(left)
        self.sent.emit()
        return True

    def _on_template_send(self, message: TemplateMessage, files: tuple[str, ...]) -> None:
        draft = self._desk.draft(self._session_id)
        used = draft.text.strip() in message.values.values()
        sent = self._send(lambda: self._desk.send(self._session_id, message, files=files))
        if sent and draft.text.strip() and not used:
            # sending clears the draft, but this text went nowhere
            self._desk.save_draft(self._session_id, draft)
            self._foot.composer.show_draft(draft)
        if sent:
            self._picking = False
            self._foot.picker.form.touched = False
            self._foot.mode = None
            self.refresh()

    def _send(self, act: Callable[[], object]) -> bool:
        """Whether the desk took it; its refusal is shown in words."""
        try:
            act()
        except RuleBroken as problem:
            self.complain(problem.message)
            return False
        self.complain("")
        self._foot.composer.show_draft(Draft())
        self._foot.passed.say("")
        self.sent.emit()
        return True

    def _on_template_wanted(self) -> None:
        if self._clock.now() - self._lapsed_at >= GUARD:
            self._open_picker()

    def _on_park(self, parked: bool) -> None:
        draft = self._desk.draft(self._session_id)
        self._desk.save_draft(self._session_id, replace(draft, send_when_they_reply=parked))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._desk.draft(self._session_id).text)

    def _on_picker_closed(self) -> None:
        self._picking = False
        self._foot.picker.form.touched = False
        self.refresh()
        self._foot.take_focus()
