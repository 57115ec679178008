"""WhatsApp's markup and web links, as plain text with spans and blocks; never HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Flag, auto


class Style(Flag):
    """How a stretch of text looks."""

    PLAIN = 0
    BOLD = auto()
    ITALIC = auto()
    STRIKE = auto()
    MONO = auto()
    MEDIUM = auto()
    CODE = auto()  # within a line: on a ground of its own


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the plain text; `url` is set for links. Counted in code points."""

    start: int
    length: int
    style: Style = Style.PLAIN
    url: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph that is quoted, or an item of a list. Counted in code points.

    Attributes:
        hang: how many of its first characters stand before the text: "• ", "12. "; 0 for a
            quote.
    """

    start: int
    length: int
    hang: int = 0


@dataclass(frozen=True, slots=True)
class Marked:
    """Text without its markers, and what they said."""

    text: str
    spans: tuple[Span, ...] = ()
    blocks: tuple[Block, ...] = ()


_MARKS = {"*": Style.BOLD, "_": Style.ITALIC, "~": Style.STRIKE}
# the bounds keep a hostile text from costing more than a few milliseconds
_TOKEN = re.compile(
    r"```(?P<block>.{1,4096}?)```"
    r"|(?P<url>https?://[^\s<>\"]+)"
    r"|`(?P<mono>[^`\n]+)`"
    r"|(?<!\w)(?P<mark>[*_~])(?=\S)(?P<inner>[^\n]{0,1000}?[^\s])(?P=mark)(?!\w)",
    re.DOTALL | re.IGNORECASE,
)
# a new line, unless it stands in a stretch of code
_BREAK = re.compile(r"```.{1,4096}?```|(?P<break>\n)", re.DOTALL)
_BEGIN = re.compile(
    r"^(?:(?P<quote>>[ ])|(?P<bullet>[-*•][ ])|\d{1,3}\.[ ])(?=\S)", re.MULTILINE
)
_BULLET = "• "
_CLOSERS = {")": "(", "]": "["}
_TRAILING = ".,;:!?'’”»*_~"


def parse(text: str) -> Marked:
    """The text as it reads, with its spans in order; markers that pair up are left out."""
    marked = any(mark in text for mark in "*_~`") or "://" in text
    if not marked and not _BEGIN.search(text):
        return Marked(text)
    plain = _Plain()
    for number, line in enumerate(_lines(text)):
        if number:
            plain.put("\n")
        _read_line(line, plain)
    return Marked("".join(plain.parts), tuple(plain.spans), tuple(plain.blocks))


class _Plain:
    """The plain text so far, with what was found in it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.spans: list[Span] = []
        self.blocks: list[Block] = []

    def put(self, text: str, style: Style = Style.PLAIN, url: str = "") -> None:
        """The text goes on like this."""
        if not text:
            return
        if style or url:
            self.spans.append(Span(self.length, len(text), style, url))
        self.parts.append(text)
        self.length += len(text)


def _read_line(line: str, plain: _Plain) -> None:
    begin, start = _BEGIN.match(line), plain.length
    if begin is None:
        _read(line, Style.PLAIN, plain)
        return
    mark = "" if begin["quote"] else _BULLET if begin["bullet"] else begin[0]
    plain.put(mark)
    _read(line[begin.end() :], Style.PLAIN, plain)
    plain.blocks.append(Block(start, plain.length - start, len(mark)))


def _lines(text: str) -> list[str]:
    """The text at its line breaks; those inside code break nothing."""
    ends = [found.start() for found in _BREAK.finditer(text) if found["break"]]
    starts = [0, *(end + 1 for end in ends)]
    return [text[one:two] for one, two in zip(starts, [*ends, len(text)], strict=True)]


def _read(text: str, style: Style, plain: _Plain) -> None:
    at = 0
    for match in _TOKEN.finditer(text):
        plain.put(text[at : match.start()], style)
        at = _read_token(match, style, plain)
    plain.put(text[at:], style)


def _read_token(match: re.Match[str], style: Style, plain: _Plain) -> int:
    """Take one token in; where reading goes on."""
    if match["url"]:
        url = _without_trailing(match["url"])
        plain.put(url, style, url)
        return match.start() + len(url)
    if match["inner"]:
        _read(match["inner"], style | _MARKS[match["mark"]], plain)
    elif match["mono"]:
        plain.put(match["mono"], style | Style.MONO | Style.CODE)
    else:
        plain.put(match["block"].strip("\n"), style | Style.MONO)
    return match.end()


def _without_trailing(url: str) -> str:
    """The link without the punctuation of the sentence around it."""
    while url:
        last = url[-1]
        opener = _CLOSERS.get(last)
        if last in _TRAILING or (opener and url.count(last) > url.count(opener)):
            url = url[:-1]
        else:
            break
    return url
