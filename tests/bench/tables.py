"""Reports as text for a terminal and as Markdown."""

from __future__ import annotations

from tests.bench.figures import Figure, Report, Spread

_MARKS = {True: "met", False: "MISSED", None: ""}
_HEAD = ("what", "ratio (min–max)", "ours (min–max)", "floor (min–max)", "goal", "")


def plain(report: Report) -> str:
    """Columns under a title."""
    rows = [_HEAD, *(_cells(figure) for figure in report.figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return "\n".join((f"{report.name}: {report.title}", f"  against {report.floor}", *lines))


def markdown(report: Report) -> str:
    """A table under a heading."""
    rows = "\n".join(_row(_cells(figure)) for figure in report.figures)
    head = _row(_HEAD) + "\n" + _row(("---",) * len(_HEAD))
    return f"### {report.name}: {report.title}\n\nFloor: {report.floor}.\n\n{head}\n{rows}\n"


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cells(figure: Figure) -> tuple[str, ...]:
    goal = figure.goal.words(figure.unit) if figure.goal else ""
    return (
        figure.what,
        _spread(figure.ratio, "×"),
        _spread(figure.ours, f" {figure.unit}"),
        _spread(figure.floor, f" {figure.unit}"),
        goal,
        _MARKS[figure.met],
    )


def _spread(value: Spread | None, unit: str) -> str:
    if value is None:
        return "–"
    return f"{_number(value.middle)}{unit} ({_number(value.low)}–{_number(value.high)})"


def _number(value: float) -> str:
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
