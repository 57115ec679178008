"""What people read goes through gettext, so that it can be read in other languages."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tests.architecture.sources import Source, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What shows its first arguments to people. Its other arguments are names of kinds and icons.
SINKS = {
    "setText": 1,
    "set_text": 1,
    "setWindowTitle": 1,
    "setToolTip": 1,
    "setPlaceholderText": 1,
    "setAccessibleName": 1,
    "setAccessibleDescription": 1,
    "set_words": 3,
    "say_link": 1,
    "QAction": 1,
    "addAction": 1,
    "QCheckBox": 1,
    "PlainLabel": 1,
    "PushButton": 1,
    "Section": 1,
    "SearchField": 1,
    "IconButton": 2,
    "GlassButton": 2,
    "Action": 2,
    "EmptyState": 3,
    "ConfirmDialog": 3,
    "TextDialog": 3,
    "plain_tip": 2,
    "announce": 2,
    "Refused": 2,
    "Verdict": 2,
    # the tree of console.domain.errors
    "RuleBroken": 1,
    "NotSignedIn": 1,
    "NotAllowed": 1,
    "NotFound": 1,
    "InvalidInput": 1,
    "NotOwner": 1,
    "WindowLapsed": 1,
    "TemplateUnusable": 1,
    "RecipientBlocked": 1,
    "AlreadyDecided": 1,
    "TooMany": 1,
    "TooLarge": 1,
    "Unavailable": 1,
    "OutOfReach": 1,
}
#: Arguments that are no text though they stand among the first.
NAMES_FIRST = {"IconButton", "GlassButton", "Action", "EmptyState", "Refused", "Verdict"}
#: Read by those who run a hub or by Meta, in English like the logs.
EXEMPT = (
    "console/simulator/",
    "console/hub/http/webhooks.py",
    "console/hub/settings_file.py",
    "console/hub/backup.py",
    "console/hub/restore",
    "console/hub/store/soundness.py",
)
_ADDRESS = re.compile(r"</?\w+>|https?://\S+")
_WORD = re.compile(r"[^\W\d_]{2,}")


def _breaches() -> Iterator[str]:
    for source in sources("console"):
        if source.name.startswith(EXEMPT):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call):
                yield from _of_call(source, node)


def _of_call(source: Source, node: ast.Call) -> Iterator[str]:
    sink = _last_name(node.func)
    first = 1 if sink in NAMES_FIRST else 0
    for argument in node.args[first : SINKS.get(sink, 0)]:
        if _is_plain(argument):
            yield f"{source.at(argument)} {sink}"


def _is_plain(node: ast.expr) -> bool:
    """Whether it is, or may become, a literal with words in it."""
    match node:
        case ast.Constant(value=str(text)):
            return bool(_WORD.search(_ADDRESS.sub("", text)))
        case ast.JoinedStr(values=parts):
            return any(isinstance(part, ast.Constant) and _is_plain(part) for part in parts)
        case ast.IfExp(body=body, orelse=orelse):
            return _is_plain(body) or _is_plain(orelse)
        case ast.BinOp(left=left, right=right):
            return _is_plain(left) or _is_plain(right)
    return False


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def test_no_text_for_people_is_plain() -> None:
    assert not list(_breaches()), "from console.domain.texts import _, and N_ in tables"


def test_the_texts_are_no_f_strings() -> None:
    """What is filled in before gettext sees it is in no catalogue."""
    filled = [
        source.at(node)
        for source in sources("console")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and _last_name(node.func) in {"_", "N_", "ngettext", "pgettext"}
        and any(isinstance(each, ast.JoinedStr | ast.BinOp) for each in node.args)
    ]
    assert not filled, '_("… {name} …").format(name=name)'


def test_no_text_is_fetched_inside_an_f_string() -> None:
    """Babel doesn't look there."""
    hidden = [
        source.at(node)
        for source in sources("console")
        for whole in ast.walk(source.tree)
        if isinstance(whole, ast.JoinedStr)
        for node in ast.walk(whole)
        if isinstance(node, ast.Call)
        and _last_name(node.func) in {"_", "N_", "ngettext", "pgettext"}
        and any(isinstance(each, ast.Constant) for each in node.args)
    ]
    assert not hidden, "fetch it before the f-string"


def test_a_plain_text_would_be_seen() -> None:
    plain = ast.parse('label.setText(f"{count} messages" if count else "")', mode="eval").body
    assert isinstance(plain, ast.Call)
    assert _is_plain(plain.args[0])
    assert not _is_plain(ast.parse('f"{count:,} / {limit:,}"', mode="eval").body)
