"""Where the files that ship with the application are found."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """The folder that holds tokens.json, theme.qss, icons and fonts.

    Installed builds carry it inside the package, a checkout beside it.
    """
    package = Path(__file__).resolve().parents[2]
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"


def path(name: str) -> Path:
    """The file `name`, such as "tokens.json" or "icons/bold/x.svg"; it may not exist."""
    return root() / name
