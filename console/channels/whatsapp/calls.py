"""Calls: one HTTP call to Graph as data; the hub's gateway makes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphCall:
    """One call; `path` stands after the version: "/1065/messages"."""

    method: Literal["GET", "POST", "DELETE"]
    path: str
    body: Mapping[str, Any] | None = None
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The rest of a file in a resumable upload, from `offset` on."""

    path: str
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file to hand over to Graph."""

    path: str
    mime: str
    name: str
