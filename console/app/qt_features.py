"""PySide's optional features, which nobody here uses, and what they cost every import."""

from __future__ import annotations

import builtins


def switch_off() -> None:
    """What is imported from here on is only imported.

    PySide would read the whole source of every module, to see whether snake_case names
    might be wanted there, and keep it in memory: a twentieth of the start.
    """
    import PySide6.QtCore  # noqa: F401 - puts its own `import` in place of Python's

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
