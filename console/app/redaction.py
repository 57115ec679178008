"""Takes secrets and telephone numbers out of what is logged."""

from __future__ import annotations

import copy
import logging
import re
import traceback
from types import TracebackType

_SECRET_WORDS = (
    r"access_token|refresh_token|app_secret|verify_token|client_secret|password|token"
)
ErrorInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)
#: What it looks like → what stands there instead.
_RULES = (
    (re.compile(r"(?i)\b(bearer|basic|dpop)\s+[\w.~+/=-]+"), r"\1 ***"),
    (
        re.compile(rf"(?i)\b({_SECRET_WORDS})(['\"]?\s*[=:]\s*['\"]?)[^\s'\"&,;)}}\]]+"),
        r"\1\2***",
    ),
    (re.compile(r"\bEA[A-Za-z0-9]{20,}"), "EA***"),
    (re.compile(r"(?i)sha256=[0-9a-f]{16,}"), "sha256=***"),
    (re.compile(r"://[^/\s:@]+:[^/\s@]+@"), "://***@"),
    # a message id of the platform carries the customer's number, only encoded
    (re.compile(r"wamid\.[\w+/=-]*?([\w+/=-]{6})(?![\w+/=-])"), r"wamid.…\1"),
    (re.compile(r"\+\d[\d ()-]{5,18}(\d\d)\b"), r"+…\1"),
    (re.compile(r"(?<![\w.-])\d{7,13}(\d\d)(?![\w-])"), r"…\1"),
)


def redacted(text: str) -> str:
    """The text without secrets; of telephone numbers the last two digits stay."""
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text


def traced(error: BaseException | None) -> str:
    """Where an error came from and its kind, without its own words: they may quote anything."""
    parts: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        number = f" {error.errno}" if isinstance(error, OSError) and error.errno else ""
        frames = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"{frames}{type(error).__qualname__}{number}")
        if isinstance(error, BaseExceptionGroup):
            parts += [traced(one) for one in error.exceptions]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\nafter\n".join(parts)


def first_line(record: logging.LogRecord) -> logging.LogRecord:
    """The record; of asyncio's, whose later lines quote what a task raised, only the first."""
    if record.name != "asyncio":
        return record
    short = copy.copy(record)
    short.msg, short.args = record.getMessage().partition("\n")[0], None
    return short


class Redacting(logging.Formatter):
    """Writes records without secrets, and of errors where they came from."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one redacted text."""
        short = copy.copy(first_line(record))
        short.exc_text = None  # what another formatter made of it quotes the error
        return redacted(super().format(short))

    def formatException(self, ei: ErrorInfo) -> str:  # noqa: N802 - logging's name
        """The error without its own words."""
        return traced(ei[1])
