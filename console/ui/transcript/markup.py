"""WhatsApp's inline markup and web links, as plain text with spans; never HTML."""

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


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the plain text; `url` is set for links. Counted in code points."""

    start: int
    length: int
    style: Style = Style.PLAIN
    url: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """Text without its markers, and what they said."""

    text: str
    spans: tuple[Span, ...] = ()


_MARKS = {"*": Style.BOLD, "_": Style.ITALIC, "~": Style.STRIKE}
# the bounds keep a hostile text from costing more than a few milliseconds
_TOKEN = re.compile(
    r"```(?P<block>.{1,4096}?)```"
    r"|(?P<url>https?://[^\s<>\"]+)"
    r"|`(?P<mono>[^`\n]+)`"
    r"|(?<!\w)(?P<mark>[*_~])(?=\S)(?P<inner>[^\n]{0,1000}?[^\s])(?P=mark)(?!\w)",
    re.DOTALL | re.IGNORECASE,
)
_CLOSERS = {")": "(", "]": "["}
_TRAILING = ".,;:!?'’”»*_~"


def parse(text: str) -> Marked:
    """The text as it reads, with its spans in order; markers that pair up are left out."""
    if not any(mark in text for mark in "*_~`") and "://" not in text:
        return Marked(text)
    plain: list[str] = []
    spans: list[Span] = []
    _read(text, Style.PLAIN, plain, spans)
    return Marked("".join(plain), tuple(spans))


def _read(text: str, style: Style, plain: list[str], spans: list[Span]) -> None:
    at = 0
    for match in _TOKEN.finditer(text):
        _put(text[at : match.start()], style, "", plain, spans)
        at = _read_token(match, style, plain, spans)
    _put(text[at:], style, "", plain, spans)


def _read_token(match: re.Match[str], style: Style, plain: list[str], spans: list[Span]) -> int:
    """Take one token in; where reading goes on."""
    if match["url"]:
        url = _without_trailing(match["url"])
        _put(url, style, url, plain, spans)
        return match.start() + len(url)
    if match["inner"]:
        _read(match["inner"], style | _MARKS[match["mark"]], plain, spans)
    else:
        _put(
            (match["block"] or match["mono"]).strip("\n"), style | Style.MONO, "", plain, spans
        )
    return match.end()


def _put(text: str, style: Style, url: str, plain: list[str], spans: list[Span]) -> None:
    if not text:
        return
    if style or url:
        spans.append(Span(sum(map(len, plain)), len(text), style, url))
    plain.append(text)


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
