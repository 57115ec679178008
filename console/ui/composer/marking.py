"""WhatsApp's markup put around what is selected, and taken away again."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

#: Markers by the names of their actions.
MARKERS = {"bold": "*", "italic": "_", "strike": "~", "mono": "```"}


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
