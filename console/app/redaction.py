"""Takes secrets and telephone numbers out of what is logged."""

from __future__ import annotations

import logging
import re

_SECRET_WORDS = (
    r"access_token|refresh_token|app_secret|verify_token|client_secret|password|token"
)
#: What it looks like → what stands there instead.
_RULES = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), r"\1 ***"),
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


class Redacting(logging.Formatter):
    """Writes records without secrets, their tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one redacted text."""
        return redacted(super().format(record))
