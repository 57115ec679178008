"""Shapes: a small language for JSON that is drawn at random.

A text, number, bool or None stands for itself; a tuple is one of its parts; a list holds one to
three of its parts; a dict is an object whose keys ending in "?" come and go; a function is
called with the source of chance.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

Draw = Callable[[Random], Any]


def drawn(chance: Random, shape: Any) -> Any:
    """One value of the shape."""
    if callable(shape):
        return drawn(chance, shape(chance))
    if isinstance(shape, tuple):
        return drawn(chance, chance.choice(shape))
    if isinstance(shape, list):
        return [drawn(chance, one) for one in shape for _ in range(chance.choice((1, 1, 2, 3)))]
    if isinstance(shape, dict):
        return {
            key.removesuffix("?"): drawn(chance, inner)
            for key, inner in shape.items()
            if not key.endswith("?") or chance.random() < 0.5
        }
    return shape
