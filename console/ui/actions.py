"""Every action: its words, keys, glyph and help, in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from console.domain.texts import N_, _
from console.ui.theme.icons import icon
from console.ui.widgets.text import plain_tip


class Group(StrEnum):
    """The headings of the shortcut sheet, in its order."""

    WORK = N_("Work")
    WRITING = N_("Writing")
    AROUND = N_("Getting around")
    PRESENCE = N_("Presence")
    TRANSCRIPT = N_("Transcript")
    WINDOW = N_("Window")


class Action(NamedTuple):
    """Something a rep can do.

    Attributes:
        keys: in Qt's portable form; empty if it has none.
        shown: the keys as the sheet shows them where they differ from `keys`.
        inside: its keys work only in the pane that handles them itself, so that the
            window doesn't take them.
    """

    name: str
    title: str
    group: Group
    keys: str = ""
    glyph: str = ""
    shown: str = ""
    inside: bool = False

    @property
    def key_caps(self) -> tuple[str, ...]:
        """One text per key cap."""
        text = self.shown or self.keys
        caps = tuple(cap or "+" for cap in text.split("+")) if text != "+" else ("+",)
        return tuple(_CAPS.get(cap, cap) for cap in caps if cap)


_CAPS = {"Up": "↑", "Down": "↓", "Return": "Enter"}
_W, _C, _A = Group.WORK, Group.WRITING, Group.AROUND
_P, _T, _V = Group.PRESENCE, Group.TRANSCRIPT, Group.WINDOW

ACTIONS: tuple[Action, ...] = (
    Action("accept", N_("Accept the offer"), _W, "Ctrl+Shift+A", "common.confirm"),
    Action("decline", N_("Decline the offer"), _W, "Ctrl+Shift+D", "common.close"),
    Action("next", N_("Next waiting for me"), _W, "Ctrl+J", "session.takeFromQueue"),
    Action("transfer", N_("Transfer"), _W, "Ctrl+T", "session.transfer"),
    Action("start", N_("Start a conversation"), _W, "Ctrl+N", "navigation.startConversation"),
    Action("end", N_("End the session"), _W, "Ctrl+Shift+E", "session.end"),
    Action("keep_open", N_("Keep open"), _W, "Ctrl+Shift+K", "session.inactivity"),
    Action("flag", N_("Raise a flag"), _W, "Ctrl+Shift+F", "session.raiseFlag"),
    Action("quieten", N_("Mark as quiet"), _W, "", "session.inactivity"),
    Action("reopen", N_("Reopen the session"), _W, "", "session.windowReopened"),
    Action("take_over", N_("Take over"), _W, "", "session.takeOver"),
    Action("note", N_("Add a note"), _W, "", "supervision.note"),
    Action("copy_number", N_("Copy number or user name"), _W, "", "composer.copy"),
    Action("send", N_("Send"), _C, "Return", "composer.send", inside=True),
    Action("new_line", N_("New line"), _C, "Shift+Return", inside=True),
    Action("quick_replies", N_("Quick replies"), _C, "/", "composer.quickReply", inside=True),
    Action("templates", N_("Templates"), _C, "Ctrl+M", "composer.template"),
    Action("attach", N_("Attach a file"), _C, "Ctrl+O", "composer.attach"),
    Action("more", N_("Buttons, places, contacts"), _C, "Ctrl+Shift+O", "common.add"),
    Action("emoji", N_("Emoji"), _C, "Ctrl+.", "composer.emoji"),
    Action("bold", N_("Bold"), _C, "Ctrl+B", "text-b"),
    Action("italic", N_("Italic"), _C, "Ctrl+Shift+I", "text-italic"),
    Action("strike", N_("Strike through"), _C, "Ctrl+Shift+X", "text-strikethrough"),
    Action("mono", N_("Monospaced"), _C, "Ctrl+Shift+M", "code"),
    Action("bullet_list", N_("List"), _C, "Ctrl+Shift+8", "list-bullets"),
    Action("number_list", N_("Numbered list"), _C, "Ctrl+Shift+7", "list-numbers"),
    Action("quotation", N_("Quotation"), _C, "Ctrl+Shift+9", "quotes"),
    Action("reply_last", N_("Reply to the last message"), _C, "Alt+Up", "composer.reply"),
    Action("clear_draft", N_("Clear the draft"), _C, "Ctrl+Del", "deadLetterReason.discard"),
    Action("search", N_("Search sessions"), _A, "Ctrl+F", "common.search"),
    Action("next_tab", N_("Next tab"), _A, "Ctrl+Tab"),
    Action("previous_tab", N_("Previous tab"), _A, "Ctrl+Shift+Tab"),
    Action("nth_tab", N_("Tab 1 to 9"), _A, "", shown="Ctrl+1–9", inside=True),
    Action("close_tab", N_("Close the tab"), _A, "Ctrl+W", "common.close"),
    Action("reopen_tab", N_("Reopen the tab"), _A, "Ctrl+Shift+T", "common.history"),
    Action("next_pane", N_("Next pane"), _A, "F6"),
    Action("previous_pane", N_("Previous pane"), _A, "Shift+F6"),
    Action("details", N_("Show or hide details"), _A, "Ctrl+I", "session.details"),
    Action("dead_letters", N_("Dead letters"), _A, "Ctrl+Shift+L", "navigation.deadLetters"),
    Action("numbers", N_("Numbers"), _A, "", "navigation.numbers"),
    Action("edit_templates", N_("Templates"), _A, "", "composer.template"),
    Action("consent_words", N_("Words of consent"), _A, "", "consent.granted"),
    Action("costs", N_("Costs"), _A, "", "status.credits"),
    Action("online", N_("Online"), _P, "Ctrl+Alt+1"),
    Action("busy", N_("Busy"), _P, "Ctrl+Alt+2"),
    Action("away", N_("Away"), _P, "Ctrl+Alt+3"),
    Action("move", N_("Previous or next message"), _T, "", shown="↑+↓", inside=True),
    Action("quote", N_("Quote it"), _T, "Q", "composer.reply", inside=True),
    Action("react", N_("React to it"), _T, "R", "composer.emoji", inside=True),
    Action("ledger", N_("Delivery details"), _T, "I", "status.info", inside=True),
    Action("open", N_("Open the picture"), _T, "Space", inside=True),
    Action("download", N_("Download"), _T, "Ctrl+S", "viewer.download", inside=True),
    Action("shortcuts", N_("All shortcuts"), _V, "F1", "settings.shortcuts"),
    Action("theme", N_("Light or dark"), _V, "Ctrl+Alt+L", "settings.appearance"),
    Action("password", N_("Change the password"), _V, "", "setup.password"),
    Action("sign_out", N_("Sign out"), _V, "", "people.account"),
)
# each is the NAME of a Room, made in connections
ROOMS = ("start", "numbers", "edit_templates", "consent_words", "costs")
BY_NAME = {action.name: action for action in ACTIONS}


def keys_text(name: str) -> str:
    """The keys of an action as this system writes them: "Ctrl+T"; empty if it has none."""
    keys = BY_NAME[name].keys
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""


def clashes(actions: Iterable[Action] = ACTIONS) -> dict[str, list[str]]:
    """Keys that more than one action has, with the names of those actions."""
    found: dict[str, list[str]] = {}
    for action in actions:
        if action.keys:
            found.setdefault(action.keys, []).append(action.name)
    return {keys: names for keys, names in found.items() if len(names) > 1}


class ActionSet(QObject):
    """The table as QActions of one window; a name without a handler has no action."""

    def __init__(self, window: QWidget, handlers: Mapping[str, Callable[[], None]]) -> None:
        super().__init__(window)
        self._made: dict[str, QAction] = {}
        for action in ACTIONS:
            if action.name in handlers:
                self._made[action.name] = self._make(window, action, handlers[action.name])

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def menu(self, parent: QWidget, names: Iterable[str]) -> QMenu:
        """A menu of these actions; an empty name is a line between them."""
        menu = QMenu(parent)
        for name in names:
            if name:
                made = self._made[name]
                made.setIcon(icon(BY_NAME[name].glyph) if BY_NAME[name].glyph else made.icon())
                menu.addAction(made)
            else:
                menu.addSeparator()
        return menu

    def enable(self, enabled: Mapping[str, bool]) -> None:
        """Allow or grey the named actions."""
        for name, allowed in enabled.items():
            self._made[name].setEnabled(allowed)

    def _make(self, window: QWidget, action: Action, handler: Callable[[], None]) -> QAction:
        made = QAction(_(action.title), window)
        if action.keys and not action.inside:
            made.setShortcut(QKeySequence(action.keys))
        made.triggered.connect(lambda _checked=False: handler())
        window.addAction(made)
        return made


def name_button(button: QWidget, name: str) -> None:
    """Give a button the words and keys of an action."""
    keys = keys_text(name)
    title = _(BY_NAME[name].title)
    button.setAccessibleName(title)
    plain_tip(button, f"{title}  {keys}" if keys else title)
