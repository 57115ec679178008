"""What the screens must never call: it loses wake-ups, runs markup of strangers, or is slow."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.architecture.sources import Source, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PLAIN_TEXT = "console/ui/widgets/text.py"

#: Call → why it is forbidden.
METHODS = {
    "exec": "a second loop loses other tasks' wake-ups: await ask(dialog), menu.popup()",
    "exec_": "a second loop loses other tasks' wake-ups",
    "processEvents": "other tasks run in the middle of this one",
    "setItemWidget": "one widget a row is slow: paint the row",
    "setIndexWidget": "one widget a row is slow: paint the row",
    "setHtml": "a customer's text would be read as markup",
    "insertHtml": "a customer's text would be read as markup",
    "setRichText": "a customer's text would be read as markup",
}
NAMES = {
    "QListWidget": "use a model",
    "QTreeWidget": "use a model",
    "QTableWidget": "use a model",
    "QTextBrowser": "a customer's text would be read as markup",
    "QErrorMessage": "a customer's text would be read as markup",
    "QMessageBox": "await ask(...)",
    "QInputDialog": "await ask(...)",
}


def _calls(source: Source) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield node, _last_name(node.func)


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _breaches(broken: Callable[[Source, ast.Call, str], bool]) -> list[str]:
    return [
        f"{source.at(node)} {name}"
        for source in sources("console/ui", "console/app")
        for node, name in _calls(source)
        if broken(source, node, name)
    ]


@pytest.mark.parametrize("method", METHODS)
def test_screens_never_call(method: str) -> None:
    breaches = _breaches(lambda _source, _node, name: name == method)
    assert not breaches, METHODS[method]


@pytest.mark.parametrize("name", NAMES)
def test_screens_never_use(name: str) -> None:
    breaches = [
        source.at(node)
        for source in sources("console/ui", "console/app")
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Name | ast.Attribute) and _last_name(node) == name)
        or (isinstance(node, ast.ImportFrom) and name in {alias.name for alias in node.names})
    ]
    assert not breaches, NAMES[name]


def test_only_the_theme_sets_a_style_sheet() -> None:
    def broken(source: Source, _node: ast.Call, name: str) -> bool:
        return name == "setStyleSheet" and not source.name.startswith("console/ui/theme")

    assert not _breaches(broken)


def test_only_one_module_makes_labels_and_its_labels_are_plain() -> None:
    def broken(source: Source, _node: ast.Call, name: str) -> bool:
        return name == "QLabel" and source.name != PLAIN_TEXT

    assert not _breaches(broken)


def test_only_one_module_sets_tool_tips_and_its_tips_are_plain() -> None:
    def broken(source: Source, node: ast.Call, name: str) -> bool:
        constant = bool(node.args) and isinstance(node.args[0], ast.Constant)
        return name == "setToolTip" and not constant and source.name != PLAIN_TEXT

    assert not _breaches(broken)


def test_no_editor_guesses_whether_its_text_is_markup() -> None:
    breaches = []
    for source in sources("console/ui"):
        editors = _rich_editors(source)
        for node, name in _calls(source):
            owner = node.func.value if isinstance(node.func, ast.Attribute) else None
            if name == "setText" and owner is not None and _last_name(owner) in editors:
                breaches.append(source.at(node))
    assert not breaches, "setPlainText says what it does"


def _rich_editors(source: Source) -> set[str]:
    """The names that hold a QTextEdit, and `self` in a class made from one."""
    named = {
        _last_name(target)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        for target in node.targets
        if _last_name(node.value.func) == "QTextEdit"
    }
    derived = any(
        isinstance(node, ast.ClassDef) and "QTextEdit" in {_last_name(b) for b in node.bases}
        for node in ast.walk(source.tree)
    )
    return named | ({"self"} if derived else set())


def test_no_task_is_started_that_nobody_keeps() -> None:
    loose = [
        f"{source.at(node)} {name}"
        for source in sources("console")
        for node, name in _calls(source)
        if name in {"ensure_future", "asyncSlot", "asyncClose"}
        or (name == "create_task" and _owner(node) in {"asyncio", "loop", ""})
        if not _excused(source, node)
    ]
    assert not loose, "start it in a TaskScope or a TaskGroup"


def _excused(source: Source, node: ast.Call) -> bool:
    """Whether the line says why nothing is lost here, in the form that ruff asks for."""
    return "# noqa: TID251 - " in source.text.splitlines()[node.lineno - 1]


def _owner(node: ast.Call) -> str:
    return _last_name(node.func.value) if isinstance(node.func, ast.Attribute) else ""
