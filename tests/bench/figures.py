"""A measured figure: its spread, the floor it was measured against, and the goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of several measurements, with the lowest and the highest."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure should be: a bound on the ratio, or on our own value."""

    bound: float
    at_least: bool = False
    on_ratio: bool = True

    def met_by(self, value: float) -> bool:
        return value >= self.bound if self.at_least else value <= self.bound

    def words(self, unit: str) -> str:
        sign = "≥" if self.at_least else "≤"
        return f"{sign} {self.bound:g}×" if self.on_ratio else f"{sign} {self.bound:g} {unit}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report.

    Attributes:
        ratio: ours over the floor's, pair by pair; None where nothing was measured against.
    """

    what: str
    unit: str
    ours: Spread
    floor: Spread | None = None
    ratio: Spread | None = None
    goal: Goal | None = None

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None without one."""
        if self.goal is None:
            return None
        judged = self.ratio if self.goal.on_ratio else self.ours
        return judged is not None and self.goal.met_by(judged.middle)


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one benchmark and what its floor was."""

    name: str
    title: str
    floor: str
    figures: tuple[Figure, ...]


def spread(values: Sequence[float]) -> Spread:
    """Median, lowest and highest."""
    return Spread(median(values), min(values), max(values))


def paired(
    what: str,
    unit: str,
    ours: Sequence[float],
    floor: Sequence[float],
    goal: Goal | None = None,
) -> Figure:
    """A figure from pairs that were measured one right after the other."""
    ratios = [mine / bare for mine, bare in zip(ours, floor, strict=True)]
    return Figure(what, unit, spread(ours), spread(floor), spread(ratios), goal)


def alone(what: str, unit: str, ours: Sequence[float], goal: Goal | None = None) -> Figure:
    """A figure that nothing was measured against."""
    return Figure(what, unit, spread(ours), goal=goal)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
