"""Markup shown as it will look while it is written; the markers stay, in a quiet ink."""

from __future__ import annotations

import re
from collections import defaultdict

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat

from console.ui.theme.theme import current_theme

Looks = defaultdict[int, QTextCharFormat]
#: A marker holds only beside a letter and with no letter behind it, and ends with its line.
_MARKED = tuple(
    (kind, re.compile(rf"(?<!\w){mark}(?=\S)(?P<inner>[^\n]*?\S){mark}(?!\w)"))
    for kind, mark in (("bold", r"\*"), ("italic", "_"), ("strike", "~"))
)
_MONO = re.compile(r"```(?P<inner>[^\n]+?)```|`(?P<code>[^`\n]+)`")


class MarkupHighlighter(QSyntaxHighlighter):
    """Looks only: the text stays as it is typed."""

    def highlightBlock(self, text: str) -> None:
        """Mark one paragraph."""
        looks: Looks = defaultdict(QTextCharFormat)
        for kind, pattern in _MARKED:
            for found in pattern.finditer(text):
                for place in range(*found.span("inner")):
                    _add(looks[place], kind)
                _fade(looks, found)
        for found in _MONO.finditer(text):
            inner = "inner" if found["inner"] else "code"
            for place in range(*found.span(inner)):
                looks[place].setFontFamilies(["monospace"])
            _fade(looks, found, inner)
        for place, look in looks.items():
            self.setFormat(place, 1, look)


def _add(look: QTextCharFormat, kind: str) -> None:
    if kind == "bold":
        look.setFontWeight(QFont.Weight.DemiBold)
    elif kind == "italic":
        look.setFontItalic(True)
    else:
        look.setFontStrikeOut(True)


def _fade(looks: Looks, found: re.Match[str], inner: str = "inner") -> None:
    """The markers themselves step back."""
    (start, end), (first, last) = found.span(), found.span(inner)
    for place in (*range(start, first), *range(last, end)):
        looks[place].setForeground(current_theme().color("text.tertiary"))
