"""The business's templates: listing them page by page, and finding one to send."""

import base64
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from console.simulator.refusals import RefusalError

Template = dict[str, Any]
_ALWAYS = ("id",)
_DEFAULT_FIELDS = (
    "name", "parameter_format", "components", "language", "status", "category", "id",
)  # fmt: skip
_FILTERS = ("status", "category", "language", "name")


@dataclass(slots=True)
class TemplateShelf:
    """Templates in the order Meta lists them.

    Attributes:
        locked: Name, language and the end of their lock, of deleted templates.
        most: How many there may be, every language counted.
        page_size: At most so many a page, whatever limit is asked for.
    """

    rows: list[Template] = field(default_factory=list)
    locked: list[list[str]] = field(default_factory=list)
    most: int = 6000
    page_size: int = 20

    def load(self, path: Path) -> None:
        """Takes the templates of a JSON file in."""
        self.rows = json.loads(path.read_text(encoding="utf-8"))

    def find(self, name: str, language: str) -> Template | None:
        """The template of exactly this name and language."""
        return next(
            (one for one in self.rows if one["name"] == name and one["language"] == language),
            None,
        )

    def by_id(self, number: str) -> Template | None:
        """The template of this id."""
        return next((one for one in self.rows if one["id"] == number), None)

    def page(self, query: dict[str, str], url: str) -> dict[str, Any]:
        """One page for a query (`fields`, `limit`, `after`, filters), as Graph answers it.

        Raises:
            RefusalError: 100 for a limit that is no number, 131059 for an invented cursor.
        """
        found = [one for one in self.rows if _passes(one, query)]
        start = _offset(query.get("after"))
        size = max(1, min(_limit(query.get("limit")), self.page_size))
        chosen = found[start : start + size]
        fields = [*_ALWAYS, *(query.get("fields") or ",".join(_DEFAULT_FIELDS)).split(",")]
        answer: dict[str, Any] = {
            "data": [{key: one[key] for key in fields if key in one} for one in chosen]
        }
        if not chosen:
            return answer
        after = _cursor(start + len(chosen))
        paging: dict[str, Any] = {"cursors": {"before": _cursor(start), "after": after}}
        if start + len(chosen) < len(found):
            paging["next"] = f"{url}?{urlencode(query | {'after': after})}"
        return answer | {"paging": paging}


def _passes(template: Template, query: dict[str, str]) -> bool:
    return all(template.get(key) == query[key] for key in _FILTERS if query.get(key))


def _cursor(offset: int) -> str:
    return base64.urlsafe_b64encode(f"at{offset:06d}".encode()).decode()


def _offset(cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.urlsafe_b64decode(cursor.encode()).decode().removeprefix("at"))
    except ValueError:
        raise RefusalError(131059, "The cursor is not valid.") from None


def _limit(text: str | None) -> int:
    try:
        return int(text or 25)
    except ValueError:
        raise RefusalError(100, "Param limit must be a number.") from None
