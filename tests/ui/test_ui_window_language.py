"""The window in other languages: nothing stays English, nothing is cut off, it turns around."""

from __future__ import annotations

import re
from collections.abc import Iterator
from gettext import NullTranslations
from html import unescape

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QTextEdit,
    QWidget,
)

from console.app import languages
from console.domain import texts
from console.domain.people import Role
from console.ui.actions import ACTIONS
from console.ui.language import turn_to_language
from console.ui.widgets.text import PlainLabel
from tests.ui.given_window import InWindow, Screens, turns

_ACCENTED = str.maketrans("aceinorsuyzACEINORSUYZ", "áçéîñöřšůýžÁÇÉÎÑÖŘŠŮÝŽ")
_WORD = re.compile(r"[A-Za-z]{2,}")
#: Our own name, units, keys and what Qt draws itself.
_ANY_LANGUAGE = re.compile(
    r"\b(Rep Console|WhatsApp|SMS|KB|MB|PDF|Ctrl|Shift|Alt|Enter|Esc|F\d)\b"
    r"|</?span>|^Scroll (Left|Right)$"
)


class Longer(NullTranslations):
    """English with accents, two fifths longer; `code` is the language it says it is."""

    def __init__(self, code: str = "en") -> None:
        super().__init__()
        self._code = code

    def gettext(self, message: str) -> str:
        parts = re.split(r"(\{[^}]*\})", message)
        accented = "".join(p if p.startswith("{") else p.translate(_ACCENTED) for p in parts)
        return f"{accented}{'·' * round(len(message) * 0.4)}"

    def ngettext(self, one: str, more: str, count: int) -> str:
        return self.gettext(one if count == 1 else more)

    def pgettext(self, _context: str, text: str) -> str:
        return self.gettext(text) if _WORD.search(text.replace("{", "")) else text

    def info(self) -> dict[str, str]:
        return {"language": self._code}


@pytest.fixture
def spoken(qapp: QApplication) -> Iterator[None]:
    """Whatever a test makes the program speak, it speaks English again afterwards."""
    yield
    texts.speak(texts.ENGLISH)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def _shown(window: QWidget) -> Iterator[tuple[QWidget, str]]:
    """What can be read or heard of the window, widget by widget."""
    for widget in [window, *window.findChildren(QWidget)]:
        said = [widget.windowTitle(), widget.accessibleName(), widget.toolTip()]
        if isinstance(widget, QLabel | QAbstractButton):
            said.append(widget.text())
        if isinstance(widget, QLineEdit | QTextEdit):
            said.append(widget.placeholderText())
        said += [action.text() for action in widget.actions()]
        yield from ((widget, text) for text in said if text)


def _heard(widget: QWidget) -> list[str]:
    """The rows of a painted list as a screen reader hears them."""
    face = QAccessible.queryAccessibleInterface(widget)
    return [face.child(place).text(QAccessible.Text.Name) for place in range(face.childCount())]


def _is_english(text: str, known: str) -> bool:
    """Whether it holds words and nothing of it is accented, or what the desk knows."""
    rest = _ANY_LANGUAGE.sub("", text)
    return bool(_WORD.search(rest)) and text.isascii() and unescape(text) not in known


def test_no_text_of_the_window_stays_english(in_window: InWindow, spoken: None) -> None:
    texts.speak(Longer())

    async def look(screens: Screens) -> None:
        await _open_all(screens)
        customers = [row.customer_id for row in screens.desk.rows.values()]
        told = [await screens.desk.customer(each) for each in customers]
        known = f"{vars(screens.desk)} {told} <span>{screens.desk.hub_name}</span>"
        left = {text for _w, text in _shown(screens.window) if _is_english(text, known)}
        assert not left

    in_window(look, role=Role.SUPERVISOR)


def test_what_is_painted_is_heard_in_the_language_too(
    in_window: InWindow, spoken: None
) -> None:
    texts.speak(Longer())

    async def look(screens: Screens) -> None:
        await _open_all(screens)
        rows = _heard(screens.window.inbox.view)
        lines = _heard(screens.connections.column.transcript)
        assert rows
        assert lines
        assert not [each for each in (*rows, *lines) if each.isascii()]

    in_window(look)


def test_longer_texts_are_not_cut_off(in_window: InWindow, spoken: None) -> None:
    texts.speak(Longer())

    async def look(screens: Screens) -> None:
        screens.window.resize(1280, 800)
        await _open_all(screens)
        await turns()
        cut = [
            f"{type(widget).__name__} {text!r}: {widget.width()} < {_wanted_px(widget)}"
            for widget, text in _shown(screens.window)
            if widget.isVisible() and _wanted_px(widget) > widget.width()
        ]
        assert not cut, "\n".join(cut)

    in_window(look)


def _wanted_px(widget: QWidget) -> int:
    """How wide the widget must be for its text; 0 if that may be elided or wrapped."""
    if (
        isinstance(widget, PlainLabel)
        and not widget.wordWrap()
        and widget.text() == widget.full_text
    ):
        return widget.fontMetrics().horizontalAdvance(widget.text())
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.minimumSizeHint().width()
    return 0


async def _open_all(screens: Screens) -> None:
    await screens.open("Lucas Moreau")
    screens.window.toggle_details()
    await turns()


def test_the_window_in_german_paints(in_window: InWindow, spoken: None) -> None:
    texts.speak(languages.known()["de"])

    async def look(screens: Screens) -> None:
        await _open_all(screens)
        assert screens.window.inbox.grab().width() > 0
        shown = {text for _widget, text in _shown(screens.window)}
        assert {"Senden", "Posteingang", "Vorlagen"} <= {each.split("  ")[0] for each in shown}

    in_window(look)


def test_a_language_written_from_the_right_turns_the_screens(
    qapp: QApplication, spoken: None
) -> None:
    texts.speak(Longer("ar"))
    turn_to_language(qapp)
    assert qapp.layoutDirection() == Qt.LayoutDirection.RightToLeft
    texts.speak(texts.ENGLISH)
    turn_to_language(qapp)
    assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_no_action_is_left_out_of_the_catalogue() -> None:
    with texts.spoken(languages.known()["de"]):
        same = {action.title for action in ACTIONS if texts._(action.title) == action.title}
    assert same <= {"Emoji", "Online", "Offline"}
