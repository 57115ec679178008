"""The navigation rail: the inbox, downloads, help, and who is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from console.domain.texts import _
from console.ui.names import presence_name
from console.ui.paint.badge import badge_width, draw_badge
from console.ui.theme.icons import icon_of
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.widgets.portrait import Portrait
from console.ui.widgets.restyled import Tinted
from console.ui.widgets.text import plain_tip

if TYPE_CHECKING:
    from console.wire.views import RepView  # shapes alone: slow to make

_BADGE_H = 16
_BELOW = 4  # stretch, help, gap, portrait
_LOUD = ("accent.fill", "text.onAccent")


class RailButton(Tinted, QToolButton):
    """A 40 px button with a badge at its top right; `counted` says what it counts."""

    def __init__(
        self,
        icon_name: str,
        name: str,
        parent: QWidget | None = None,
        *,
        counted: str = "",
        calm: bool = False,
    ) -> None:
        super().__init__(parent)
        self._counted = counted
        self._badge = ("text.secondary", "bg.window") if calm else _LOUD
        self._icon_name, self._name, self._count = icon_name, name, 0
        set_kind(self, "nav")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        plain_tip(self, name)
        self.setIconSize(QSize(20, 20))
        self.toggled.connect(self.restyle)
        self.set_count(0)

    def tell_keys(self, keys: str) -> None:
        """Name the keys that do the same."""
        plain_tip(self, f"{self._name}  {keys}")

    def set_count(self, count: int) -> None:
        """Show a count; 0 shows none."""
        if count == self._count and self.accessibleName():
            return
        self._count = count
        self.setAccessibleName(
            f"{self._name}, {self._counted.format(count=count)}" if count else self._name
        )
        self.update()

    def restyle(self, *_: object) -> None:
        """Tint the icon for the theme in use."""
        if not self.isVisible():
            return
        on = self.isChecked()
        color, weight = ("accent.text", "fill") if on else ("icon.default", "regular")
        self.setIcon(icon_of(self, self._icon_name, 20, color, weight))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, then the badge with a gap around it."""
        super().paintEvent(event)
        if not self._count:
            return
        theme = current_theme()
        width = badge_width(self._count, _BADGE_H, theme)
        badge = QRectF(self.width() - width, 0, width, _BADGE_H)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("bg.window"))
            painter.drawRoundedRect(badge.adjusted(-2, -2, 2, 2), 10, 10)
            draw_badge(painter, badge, self._count, theme, *self._badge)


class MeButton(QToolButton):
    """The rep's own portrait; opens the account menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "nav")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_("Your account"))
        plain_tip(self, _("Your account"))
        self.portrait = Portrait(32, "bg.window", self)
        self.portrait.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.portrait.setGeometry(4, 4, 36, 36)

    def show_rep(self, me: RepView) -> None:
        """Show who is signed in."""
        self.portrait.set_person(me.rep_id, me.name, wanted=me.wanted.value)
        self.setAccessibleName(
            _("Your account: {name}, {presence}").format(
                name=me.name, presence=presence_name(me.wanted)
            )
        )
        plain_tip(self, me.name)


class Rail(QWidget):
    """56 px at the left edge.

    Signals:
        inbox_wanted, downloads_wanted, dead_letters_wanted, help_wanted: the buttons.
        account_wanted: where its menu should open, in global coordinates.
    """

    inbox_wanted = Signal()
    downloads_wanted = Signal()
    dead_letters_wanted = Signal()
    help_wanted = Signal()
    account_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(current_theme().px("layout.rail"))
        self.inbox = RailButton(
            "navigation.inbox", _("Inbox"), self, counted=_("{count} unread")
        )
        self.inbox.setCheckable(True)
        self.inbox.setChecked(True)
        self.downloads = RailButton(
            "navigation.downloads", _("Downloads"), self, counted=_("{count} on the way")
        )
        self.downloads.hide()  # until there are any
        self.downloads.clicked.connect(self.downloads_wanted)
        self.dead_letters = RailButton(
            "navigation.deadLetters",
            _("Dead letters"),
            self,
            counted=_("{count} wait for somebody"),
            calm=True,
        )
        self.dead_letters.setCheckable(True)
        self.dead_letters.hide()  # until there are any, or somebody may triage them
        self.dead_letters.clicked.connect(self._on_dead_letters)
        self._help = RailButton("navigation.help", _("All shortcuts"), self)
        self._me = MeButton(self)
        self._me.hide()
        self.inbox.clicked.connect(self._on_inbox)
        self._help.clicked.connect(self.help_wanted)
        self._me.clicked.connect(self._on_me)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 10)
        column.setSpacing(4)
        column.addWidget(self.inbox)
        column.addWidget(self.downloads)
        column.addWidget(self.dead_letters)
        self._places: dict[str, RailButton] = {"inbox": self.inbox}
        self._places["dead_letters"] = self.dead_letters
        column.addStretch(1)
        column.addWidget(self._help)
        column.addSpacing(4)
        column.addWidget(self._me)

    def complete(self) -> None:
        """Add what the first paint does without."""
        from console.ui.actions import keys_text

        self.dead_letters.tell_keys(keys_text("dead_letters"))
        self._help.tell_keys(keys_text("shortcuts"))

    def add_place(
        self, name: str, icon_name: str, words: str, keys: str, *, second: bool = False
    ) -> RailButton:
        """A button that leads to a room, hidden until somebody may go.

        It stands below all others, or with `second` right below the inbox.
        """
        button = RailButton(icon_name, words, self)
        button.setCheckable(True)
        button.hide()
        if keys:
            button.tell_keys(keys)
        place = 1 if second else self._column.count() - _BELOW
        self._column.insertWidget(place, button)
        self._places[name] = button
        return button

    def show_place(self, name: str) -> None:
        """Mark where the window is: "inbox", "dead_letters", or the name of a room."""
        for place, button in self._places.items():
            button.setChecked(place == name)

    def show_dead_letters(self, waiting: int, *, shown: bool) -> None:
        """Show the way to dead letters with how many wait, or hide it."""
        self.dead_letters.setVisible(shown)
        self.dead_letters.set_count(waiting)

    def show_rep(self, me: RepView | None) -> None:
        """Show who is signed in; None for nobody."""
        self._me.setVisible(me is not None)
        if me is not None:
            self._me.show_rep(me)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground and the line at its right."""
        theme = current_theme()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("bg.window"))
            edge = self.width() - 1
            painter.fillRect(edge, 0, 1, self.height(), theme.color("border.default"))

    def _on_inbox(self) -> None:
        self.show_place("inbox")
        self.inbox_wanted.emit()

    def _on_dead_letters(self) -> None:
        self.show_place("dead_letters")
        self.dead_letters_wanted.emit()

    def _on_me(self) -> None:
        self.account_wanted.emit(self._me.mapToGlobal(QPoint(self._me.width() + 4, 0)))
