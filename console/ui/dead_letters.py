"""Dead letters between desk and screen: the rail's count, the page, and what is done there."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from console.desk.rows import LinkState
from console.domain.errors import MayHaveArrived, RuleBroken
from console.domain.ids import LetterId, MessageId
from console.domain.texts import _
from console.ui.dialogs.confirm import ConfirmDialog, TextDialog
from console.ui.dialogs.hand_over import HandOverDialog
from console.ui.tasks import TaskScope, ask
from console.ui.tick import ClockService
from console.ui.titles import called
from console.ui.triage.wording import named
from console.ui.window import MainWindow
from console.wire.views import DeadLetterView

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.ui.triage.page import DeadLettersPage
    from console.ui.triage.reason_list import FilterLine
    from console.wire.views import DeadLetterPage

_PAUSE_MS = 250  # many messages can fail in one moment


class DeadLetters(QObject):
    """Reads the list anew whenever it has changed.

    Signals:
        session_wanted: go to this session.
        template_wanted: the session on show wants the template picker.
    """

    session_wanted = Signal(str)
    template_wanted = Signal()

    def __init__(
        self, desk: Desk, clock: ClockService, scope: TaskScope, window: MainWindow
    ) -> None:
        super().__init__(window)
        self._desk, self._clock, self._scope, self._window = desk, clock, scope, window
        self.page: DeadLettersPage | None = None
        self._filter: FilterLine | None = None
        self._listed: DeadLetterPage | None = None
        self._wanted = MessageId("")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._read)
        window.rail.dead_letters_wanted.connect(self.open)

    def open(self, message_id: str = "") -> None:
        """The page is on show, at the letter of this message if one is given."""
        if self.page is None:
            self.page = self._made()
        self._wanted = MessageId(message_id)
        self._window.show_room(self.page)
        self._window.rail.show_place("dead_letters")
        self.page.letters.setFocus()
        self._read()
        self._clock.watch("letters", lambda at: at + timedelta(seconds=30), self._tick)

    def leave(self) -> None:
        """Back to the conversations."""
        self._window.show_room(None)
        self._window.rail.show_place("inbox")
        self._clock.unwatch("letters")

    def refresh(self, *_: object) -> None:
        """The list has changed, or may have."""
        self._pause.start()

    def close(self) -> None:
        """Nothing is shown or asked for any more."""
        self._pause.stop()
        self.leave()
        self._window.rail.show_dead_letters(0, shown=False)
        if self.page is not None:
            self.page.deleteLater()
            self.page = None

    @property
    def _is_open(self) -> bool:
        return self.page is not None and self._window.room() is self.page

    def _tick(self) -> None:
        if self.page is not None:
            self.page.letters.viewport().update()

    def _read(self) -> None:
        if self._desk.me is not None and self._desk.link.state is LinkState.CONNECTED:
            self._scope.start("dead letters", self._load(), replace=True)

    async def _load(self, after: str | None = None) -> None:
        chosen = self._filter if self._is_open else None
        try:
            found = await self._desk.dead_letters(
                reason=chosen.reason if chosen else None,
                outcome=chosen.outcome if chosen else None,
                after=after,
            )
        except RuleBroken as problem:
            if self.page is not None:
                self.page.complain(problem.message)
            return
        if after and self._listed is not None:
            found = replace(found, letters=(*self._listed.letters, *found.letters))
        self._listed = found
        self._show()

    def _show(self) -> None:
        found, me = self._listed, self._desk.me
        if found is None or me is None:
            return
        waiting = sum(found.counts.values())
        shown = me.role.leads or bool(waiting) or self._is_open
        self._window.rail.show_dead_letters(waiting, shown=shown)
        if self.page is None:
            return
        words = self.page.search.text().casefold().split()
        letters = tuple(one for one in found.letters if _matches(one, words))
        self.page.show_page(replace(found, letters=letters), searched=bool(words))
        self._go_to_wanted()

    def _go_to_wanted(self) -> None:
        if self.page is None or not self._wanted:
            return
        for place, line in enumerate(self.page.letters.lines()):
            if line.letter.message_id == self._wanted:
                self.page.letters.setCurrentIndex(self.page.letters.model().index(place, 0))
        self._wanted = MessageId("")

    def _made(self) -> DeadLettersPage:
        from console.ui.triage.page import DeadLettersPage  # most reps never need it

        page = DeadLettersPage(self._clock, self._window)
        page.letters.acted.connect(self._on_acted)
        page.letters.chosen.connect(self._on_chosen)
        page.panel.acted.connect(self._on_acted)
        page.reasons.chosen.connect(self._on_filter)
        page.search.searched.connect(lambda _words: self._show())
        page.more_wanted.connect(self._on_more)
        page.left.connect(self.leave)
        return page

    def _on_filter(self, line: FilterLine) -> None:
        self._filter = line
        self._read()

    def _on_more(self) -> None:
        after = self._listed.next if self._listed else None
        if after is not None:
            self._scope.start("dead letters", self._load(after), replace=True)

    def _on_chosen(self, letter: DeadLetterView | None) -> None:
        if self.page is None:
            return
        self.page.panel.show_letter(letter, self._clock.now())
        if letter is not None and letter.message_id is not None:
            work = self._tell_story(letter.letter_id, letter.message_id)
            self._scope.start("letter story", work, replace=True)

    async def _tell_story(self, letter_id: LetterId, message_id: MessageId) -> None:
        from console.ui.ledger.wording import story  # no page, no story

        try:
            ledger = await self._desk.ledger(message_id)
        except RuleBroken:
            return  # the letter says enough
        line = self.page.letters.current() if self.page else None
        if self.page is not None and line is not None and line.letter.letter_id == letter_id:
            self.page.panel.show_lines(story(ledger, line.letter.author), self._clock.now())

    # what is done

    def _on_acted(self, act: str) -> None:
        line = self.page.letters.current() if self.page else None
        if self.page is None or line is None:
            return
        letter = line.letter
        self.page.complain("")
        if act == "open":
            self._open_session(letter)
        elif letter.ended_at is None:
            acts = {
                "retry": self._retry,
                "rewrite": self._rewrite,
                "hand_over": self._hand_over,
                "discard": self._discard,
            }
            self._scope.start("letter", self._do(acts[act](letter)), replace=True)

    def _open_session(self, letter: DeadLetterView) -> None:
        if letter.session_id and self._desk.row(letter.session_id) is not None:
            self.session_wanted.emit(letter.session_id)
        elif self.page is not None:
            self.page.complain(_("This conversation isn’t in your list any more."))

    async def _do(self, work: Coroutine[object, object, None]) -> None:
        """Run it; what the hub won't do is said on the page."""
        try:
            await work
        except RuleBroken as problem:
            if self.page is not None:
                self.page.complain(problem.message)
        self._read()

    async def _retry(self, letter: DeadLetterView) -> None:
        if not letter.may_have_arrived:
            try:
                await self._desk.retry_letter(letter.letter_id)
                return
            except MayHaveArrived:
                pass  # it has become unclear meanwhile
        dialog = ConfirmDialog(
            _("Send it to {name} again?").format(name=named(letter)),
            _(
                "WhatsApp never said what became of one attempt, so {name} may have it "
                "already and would get it twice."
            ).format(name=called(named(letter))),
            _("Send it all the same"),
            self._window,
        )
        if await ask(dialog) is not None:
            await self._desk.retry_letter(letter.letter_id, even_if_arrived=True)

    async def _rewrite(self, letter: DeadLetterView) -> None:
        if letter.incoming or not letter.preview:
            return
        session_id = await self._desk.rewrite_letter(letter)
        self.session_wanted.emit(session_id)
        self.template_wanted.emit()

    async def _hand_over(self, letter: DeadLetterView) -> None:
        if letter.incoming or letter.session_id is None:
            return
        dialog = HandOverDialog(
            named(letter), self._desk.reps(), self._desk.queues(), self._window
        )
        answer = await ask(dialog)
        receiver = answer.receiver() if answer else None
        if answer is not None and receiver is not None and receiver.rep_id is not None:
            await self._desk.hand_over_letter(letter.letter_id, receiver.rep_id, answer.note())

    async def _discard(self, letter: DeadLetterView) -> None:
        answer = await ask(
            TextDialog(
                _("Discard this message?"),
                _("Why it isn’t needed any more"),
                _("Discard"),
                self._window,
                sentence=_("Nobody will send it. The log keeps your reason, not the text."),
            )
        )
        if answer is not None:
            await self._desk.discard_letter(letter.letter_id, answer.words())


def _matches(letter: DeadLetterView, words: list[str]) -> bool:
    text = f"{named(letter)} {letter.preview}".casefold()
    return all(word in text for word in words)
