"""Design tokens as read from tokens.json: plain values, no Qt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from console.ui.theme.resources import path

DENSITIES = ("compact", "comfortable", "roomy")
NAMES = ("light", "dark")


class TypeStep(NamedTuple):
    """One step of the type scale, in pixels at scale 1."""

    size_px: int
    line_px: int
    weight: int
    tracking_px: float


class Tokens(NamedTuple):
    """All tokens, flattened to dotted names."""

    colors: Mapping[str, Mapping[str, str]]
    """Theme name to colour name to "#RRGGBB" or "rgba(r, g, b, a)"."""
    numbers: Mapping[str, float]
    """"layout.list", "radius.md", "density.compact.sessionRow", "space.3", …"""
    steps: Mapping[str, TypeStep]
    families: tuple[str, ...]
    mono_families: tuple[str, ...]
    icons: Mapping[str, str]
    """Role such as "session.transfer" to Phosphor name."""


@cache
def load_tokens() -> Tokens:
    """The tokens of this installation, read once."""
    raw = json.loads(path("tokens.json").read_text(encoding="utf-8"))
    numbers: dict[str, float] = {}
    for group in (
        "space",
        "radius",
        "stroke",
        "icon",
        "layout",
        "density",
        "control",
        "motion",
    ):
        _flatten(group, raw[group], numbers)
    return Tokens(
        colors={name: raw["color"][name] for name in NAMES} | {"wallboard": _wallboard(raw)},
        numbers=numbers,
        steps={name: _step(step) for name, step in raw["font"]["type"].items()},
        families=tuple(raw["font"]["family.ui"]),
        mono_families=tuple(raw["font"]["family.mono"]),
        icons=_icon_roles(raw["icons"]),
    )


def _wallboard(raw: Mapping[str, Mapping[str, Mapping[str, str]]]) -> dict[str, str]:
    overrides = {k: v for k, v in raw["color"]["wallboard"].items() if k != "note"}
    return {**raw["color"]["dark"], **overrides}


def _step(step: Mapping[str, float]) -> TypeStep:
    return TypeStep(
        int(step["size"]), int(step["line"]), int(step["weight"]), float(step["tracking"])
    )


def _icon_roles(groups: Mapping[str, Mapping[str, str] | str]) -> dict[str, str]:
    return {
        f"{group}.{role}": name
        for group, roles in groups.items()
        if not isinstance(roles, str)
        for role, name in roles.items()
    }


def _flatten(prefix: str, value: object, into: dict[str, float]) -> None:
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        into[prefix] = value
    elif isinstance(value, dict):
        for key, item in value.items():
            _flatten(f"{prefix}.{key}", item, into)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _flatten(f"{prefix}.{index}", item, into)
