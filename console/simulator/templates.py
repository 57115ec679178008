"""The business's templates: listing them page by page, and finding one to send."""

import base64
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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
        page_size: At most so many a page, whatever limit is asked for.
    """

    rows: list[Template] = field(default_factory=list)
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

    def page(self, query: dict[str, str], url: str) -> dict[str, Any]:
        """One page for a query (`fields`, `limit`, `after`, filters), as Graph answers it."""
        found = [one for one in self.rows if _passes(one, query)]
        start = _offset(query.get("after"))
        size = max(1, min(int(query.get("limit") or 25), self.page_size))
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
            asked = "&".join(f"{key}={query[key]}" for key in query if key != "after")
            paging["next"] = f"{url}?{asked + '&' if asked else ''}after={after}"
        return answer | {"paging": paging}


def _passes(template: Template, query: dict[str, str]) -> bool:
    return all(template.get(key) == query[key] for key in _FILTERS if query.get(key))


def _cursor(offset: int) -> str:
    return base64.urlsafe_b64encode(f"at{offset:06d}".encode()).decode()


def _offset(cursor: str | None) -> int:
    if not cursor:
        return 0
    text = base64.urlsafe_b64decode(cursor.encode()).decode()
    return int(text.removeprefix("at"))
