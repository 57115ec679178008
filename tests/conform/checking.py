"""What was recorded, held against a document and the list of known differences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.conform.document import Difference, Document
from tests.conform.known import Known
from tests.conform.recording import Recorded


@dataclass
class Verdict:
    """What came of one operation.

    Attributes:
        absent: the document has no such operation.
        known: reasons for differences that are on the list.
        found: differences that are not.
    """

    requests: list[str] = field(default_factory=list)
    absent: bool = False
    known: dict[Known, None] = field(default_factory=dict)
    found: dict[Difference, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """All operations, and what is on the list without need."""

    operations: dict[str, Verdict]
    idle: list[tuple[Known, str]]

    @property
    def is_good(self) -> bool:
        """Whether every difference is on the list, and nothing else is."""
        return not self.idle and not any(one.found for one in self.operations.values())


def check(document: Document, taken: Sequence[Recorded], known: Sequence[Known]) -> Result:
    """Each operation with its differences."""
    reasons = {(one.operation, place): one for one in known for place in one.places}
    verdicts: dict[str, Verdict] = {}
    used: set[tuple[str, str]] = set()
    for one in taken:
        verdict = verdicts.setdefault(f"{one.method} {one.path}", Verdict())
        verdict.requests.append(one.name)
        differences = document.differences(one)
        verdict.absent = differences is None
        for difference in differences or ():
            key = difference.operation, difference.place
            used.add(key)
            if key in reasons:
                verdict.known[reasons[key]] = None
            else:
                verdict.found.setdefault(difference, []).append(one.name)
    idle = [(one, place) for (name, place), one in reasons.items() if (name, place) not in used]
    return Result(dict(sorted(verdicts.items())), idle)


def told(result: Result) -> Iterator[str]:
    """The result as lines: a table, the differences with their reasons, and what is wrong."""
    width = max(map(len, result.operations), default=0)
    for operation, verdict in result.operations.items():
        yield f"{operation:{width}}  {len(verdict.requests):>3}  {_short(verdict)}"
    reasons = {one: None for v in result.operations.values() for one in v.known}
    for one in reasons:
        yield f"\n{one.operation}: {', '.join(one.places)}\n  {one.reason} ({one.source})"
    for verdict in result.operations.values():
        for difference, names in verdict.found.items():
            yield f"\nnot on the list: {difference.operation}: {difference.place}"
            yield f"  {difference.words} ({', '.join(names)})"
    for one, place in result.idle:
        yield f"\non the list, but no longer so: {one.operation}: {place}"


def _short(verdict: Verdict) -> str:
    if verdict.absent:
        return "not in the document"
    if verdict.found:
        return f"differs: {len(verdict.found)} not on the list"
    return f"differs: {len(verdict.known)} known" if verdict.known else "ok"
