"""The line above everything about numbers: what is paused, or will be, or gets worse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.rows import LinkState
from console.domain.texts import _
from console.ui.header.channel_words import alarm_words, channel_words
from console.ui.widgets.push_button import PushButton

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.ui.window import MainWindow


class NumberNotice:
    """What is paused stays on show; what only warns can be hidden until it changes."""

    def __init__(self, desk: Desk, window: MainWindow) -> None:
        self._desk, self._window = desk, window
        self._hidden: tuple[str, str, str] | None = None

    def show(self) -> None:
        """Say the gravest thing, or nothing while there is no connection."""
        notice, channels, me = self._window.notice, self._desk.channels(), self._desk.me
        connected = self._desk.link.state is LinkState.CONNECTED
        paused = channel_words(channels, self._desk.reps(), me) if connected else None
        alarm = alarm_words(channels, me, self._desk.now()) if connected else None
        if paused is not None:
            title, who, why = paused
            notice.set_buttons()
            notice.say("danger", title, why, "status.hubTrouble", rest=who)
        elif alarm is not None and alarm != self._hidden:
            tone, title, sentence = alarm
            hide = PushButton(_("Hide"), parent=notice, size="small")
            hide.clicked.connect(lambda: self._hide(alarm))
            notice.set_buttons(hide)
            notice.say(tone, title, sentence, "status.warning")
        else:
            notice.hide()

    def _hide(self, alarm: tuple[str, str, str]) -> None:
        self._hidden = alarm
        self._window.notice.hide()
