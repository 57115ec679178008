"""Whatever people and hub write is shown letter by letter, in every corner of the window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, get_args, get_type_hints

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QTextBrowser,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console.domain.ids import CustomerId, SessionId
from console.domain.links import Link
from console.domain.people import Role
from console.ui.dialogs.confirm import ConfirmDialog, LinkDialog, TextDialog
from console.ui.dialogs.take_over import TakeOverDialog
from console.wire.views import CustomerView, QueueView, QuickReply, RepView, SessionView
from tests.ui import given_window
from tests.ui.fake_desk import FakeDesk
from tests.ui.given_window import InWindow, Screens, turns

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

MARK = "<img src='canary.png'>"
_V = TypeVar("_V")
#: Codes the hub has checked already, which are looked up and not shown.
_CODES = {"mime", "language", "icon", "kind", "channel_kind", "what", "hue", "found_by"}


def tainted(value: _V, hint: Any = None) -> _V:
    """The value with markup in every string that is not an id or a code."""
    if is_dataclass(value) and not isinstance(value, type):
        hints = get_type_hints(type(value), _names_of(type(value)))
        changed = {
            each.name: tainted(getattr(value, each.name), hints[each.name])
            for each in fields(value)
            if each.name not in _CODES
        }
        return replace(value, **changed)
    if isinstance(value, str) and (hint is str or str in get_args(hint)):
        return f"{MARK}<b>{value}</b>" if value else value  # type: ignore[return-value]
    if isinstance(value, tuple):
        inner = get_args(hint)
        many = len(inner) == 2 and inner[1] is ...
        kinds = [inner[0]] * len(value) if many else inner or [None] * len(value)
        return tuple(map(tainted, value, kinds))  # type: ignore[return-value]
    return value


def _names_of(kind: type) -> dict[str, Any]:
    import console.wire.views as views

    return vars(views) | vars(__import__(kind.__module__, fromlist=["_"]))


class TaintedDesk(FakeDesk):
    """A desk to which everybody writes in HTML."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**how)
        self.rows = {key: tainted(row) for key, row in self.rows.items()}
        self.threads = {
            key: [replace(row, message=tainted(row.message)) for row in rows]
            for key, rows in self.threads.items()
        }
        self.all_templates = [tainted(each) for each in self.all_templates]
        self.me = tainted(self.me)
        self.hub_name = f"{MARK}{self.hub_name}"

    def session(self, session_id: SessionId) -> SessionView | None:
        return tainted(super().session(session_id))

    def reps(self) -> list[RepView]:
        return [tainted(each) for each in super().reps()]

    def queues(self) -> list[QueueView]:
        return [tainted(each) for each in super().queues()]

    def quick_replies(self) -> list[QuickReply]:
        return [tainted(each) for each in super().quick_replies()]

    async def customer(self, customer_id: CustomerId) -> CustomerView:
        return tainted(await super().customer(customer_id))


def faults(top: QWidget) -> Iterator[str]:
    """What would render markup in a tree of widgets."""
    for widget in (top, *top.findChildren(QWidget)):
        where = f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        if isinstance(widget, QLabel) and widget.textFormat() is not Qt.TextFormat.PlainText:
            yield f"{where}: a label that reads HTML"
        if isinstance(widget, QTextBrowser):
            yield f"{where}: a browser"
        if isinstance(widget, QTextEdit) and widget.acceptRichText():
            yield f"{where}: an editor that takes HTML"
        if isinstance(widget, QTextEdit) and "<img" in widget.toHtml():
            yield f"{where}: an editor that shows a picture"
        if MARK in widget.toolTip():
            yield f"{where}: a tip with a tag"
        if MARK in widget.statusTip() + widget.whatsThis():
            yield f"{where}: another tip with a tag"


def seen(top: QWidget) -> int:
    """How many widgets carry the mark, in one way or another."""
    return sum(
        MARK in str(widget.property("text") or "") + widget.accessibleName()
        for widget in (top, *top.findChildren(QWidget))
    )


@pytest.mark.parametrize("role", [Role.REP, Role.SUPERVISOR])
def test_t10_no_string_of_the_wire_is_read_as_html_anywhere_in_the_window(
    in_window: InWindow, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    monkeypatch.setattr(given_window, "FakeDesk", TaintedDesk)

    async def work(screens: Screens) -> None:
        for name in ("Lucas Moreau", "Łukasz Wiśniewski", "أمينة السيد"):
            await screens.open(name)
            QApplication.processEvents()  # noqa: TID251 - painted, as on a screen
            assert list(faults(screens.window)) == []
        assert seen(screens.window) > 10
        row = screens.desk.rows[SessionId("s-Lucas Moreau")]
        assert MARK in row.name
        screens.connections.column.foot.composer.text.show_text(MARK)
        await turns()
        assert list(faults(screens.window)) == []

    in_window(work, role)


def test_t10_dialogs_show_what_they_are_told_letter_by_letter(qtbot: QtBot) -> None:
    words = f"{MARK}<b>Lucas</b>"
    dialogs: list[QDialog] = [
        ConfirmDialog(words, words, words, None),
        TextDialog(words, words, words, None, sentence=words, aside=words, needed=words),
        TakeOverDialog(words, None),
        LinkDialog(Link(f"https://example.com/{words}", "example.com"), None),
    ]
    for dialog in dialogs:
        qtbot.addWidget(dialog)
        dialog.show()
        assert list(faults(dialog)) == []
    assert sum(map(seen, dialogs)) > 5
