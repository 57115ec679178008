"""Hub logs: one JSON object a line on stderr, without texts, numbers or secrets."""

from __future__ import annotations

import logging
import sys
from typing import TextIO

import structlog

from console.app.redaction import first_line, redacted, traced

QUIET = ("httpx", "httpcore", "asyncio", "sqlalchemy", "alembic", "uvicorn", "aiosqlite")


class _Redacted(structlog.stdlib.ProcessorFormatter):
    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(first_line(record)))


def set_up(level: int = logging.INFO) -> None:
    """All records go to stderr as JSON lines."""
    root = logging.getLogger()
    root.handlers[:] = [handler(sys.stderr)]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def handler(stream: TextIO) -> logging.Handler:
    """Writes every record that comes to it as a JSON line."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(lambda info: traced(info[1])),
    ]
    made = logging.StreamHandler(stream)
    made.setFormatter(
        _Redacted(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    return made
