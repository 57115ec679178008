"""WhatsApp's markup put around what is selected, and taken away again."""

from __future__ import annotations

import re

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

#: Markers by the names of their actions.
MARKERS = {"bold": "*", "italic": "_", "strike": "~", "mono": "```"}
#: What lines begin with, by the names of their actions.
LEADS = {"bullet_list": "- ", "number_list": "1. ", "quotation": "> "}
_NUMBER = re.compile(r"^\d{1,3}\. ")
#: The names of all actions that change how text looks.
LOOKS = (*MARKERS, *LEADS)


def marked(text: str, marker: str) -> str:
    """The text with the marker on both sides, or without it if it has it already.

    Blanks stay outside: WhatsApp reads a marker only beside a letter.
    """
    inner = text.strip()
    if not inner:
        return text
    size = len(marker)
    lead, trail = text[: text.index(inner)], text[text.index(inner) + len(inner) :]
    if len(inner) > 2 * size and inner.startswith(marker) and inner.endswith(marker):
        return lead + inner[size:-size] + trail
    # markup ends with its line, but for the monospaced one
    lines = [inner] if marker == MARKERS["mono"] else inner.split("\n")
    done = [f"{marker}{line}{marker}" if line.strip() else line for line in lines]
    return lead + "\n".join(done) + trail


def mark(box: QTextEdit, marker: str) -> None:
    """Mark what is selected, else the word at the caret, else stand between two markers."""
    cursor = box.textCursor()
    if not cursor.hasSelection():
        cursor.select(QTextCursor.SelectionType.WordUnderCursor)
    chosen = cursor.selectedText().replace("\u2029", "\n").replace("\u2028", "\n")
    if not chosen.strip():
        cursor = box.textCursor()
        cursor.insertText(marker * 2)
        cursor.setPosition(cursor.position() - len(marker))
        box.setTextCursor(cursor)
        return
    start = cursor.selectionStart()
    text = marked(chosen, marker)
    cursor.insertText(text)
    end = cursor.position()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    box.setTextCursor(cursor)


def led(text: str, lead: str) -> str:
    """The lines with the lead before each, or without it if all of them have it already."""
    lines = text.split("\n")
    bare = [_without(line, lead) for line in lines]
    if all(left != line for left, line in zip(bare, lines, strict=True) if line.strip()):
        return "\n".join(bare)
    if lead != LEADS["number_list"]:
        return "\n".join(f"{lead}{line}" for line in bare)
    return "\n".join(f"{number}. {line}" for number, line in enumerate(bare, 1))


def _without(line: str, lead: str) -> str:
    if lead == LEADS["number_list"]:
        return _NUMBER.sub("", line, count=1)
    return line.removeprefix(lead)


def lead_lines(box: QTextEdit, lead: str) -> None:
    """Put the lead before the lines that are selected, else before the one at the caret."""
    cursor = box.textCursor()
    end = cursor.selectionEnd()
    cursor.setPosition(cursor.selectionStart())
    cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    chosen = cursor.selectedText().replace("\u2029", "\n").replace("\u2028", "\n")
    cursor.insertText(led(chosen, lead))
    box.setTextCursor(cursor)
