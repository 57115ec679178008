"""The shop's story as data: who works and writes there, and what happens when."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

RESOURCES = Path(__file__).resolve().parents[3] / "resources" / "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rep:
    """Somebody who answers customers.

    Attributes:
        ends: the presence they have when the story is over.
    """

    key: str
    user_name: str
    name: str
    role: str
    capacity: int
    languages: tuple[str, ...]
    desk: str
    ends: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A queue and the keys of its reps."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A customer, with what the shop's register knows of them.

    Attributes:
        known: they are in the register before they have ever written.
        consent: what for, whether given, when, where, and in what words.
    """

    name: str
    phone: str
    reads: bool = True
    known: bool = False
    since: str = ""
    language: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    consent: tuple[tuple[Any, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happens: a customer (`who`) or a rep (`rep`, about customer `to`) acts."""

    at: datetime
    does: str
    who: str = ""
    rep: str = ""
    to: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything that was, up to `present`; steps are in order of time.

    Attributes:
        comforts: what colleagues write to customers who have waited long.
    """

    present: datetime
    channel: str
    queues: tuple[Queue, ...]
    quick_replies: tuple[dict[str, str], ...]
    reps: dict[str, Rep]
    customers: dict[str, Person]
    comforts: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def begins_at(self) -> datetime:
        """An hour before the first step."""
        return self.steps[0].at - timedelta(hours=1)


def load(present: datetime | None = None) -> Story:
    """The shop's story, told so that it ends at `present`; by default when it was written."""
    document = json.loads((RESOURCES / "story.json").read_text(encoding="utf-8"))
    zone = ZoneInfo(document["zone"])
    written_for = _moment(document["present"], zone)
    shift = timedelta(0) if present is None else present - written_for
    steps = tuple(_step(row, zone, shift) for row in document["steps"])
    return Story(
        present=written_for + shift,
        channel=document["channel"],
        queues=tuple(
            Queue(name=row["name"], members=tuple(row["members"])) for row in document["queues"]
        ),
        quick_replies=tuple(document["quick_replies"]),
        reps={row["key"]: _rep(row) for row in document["reps"]},
        customers={key: _person(row) for key, row in document["customers"].items()},
        comforts=tuple(document["comforts"]),
        steps=tuple(sorted(steps, key=lambda step: step.at)),
    )


def _rep(row: dict[str, Any]) -> Rep:
    return Rep(**{**row, "languages": tuple(row["languages"])})


def _person(row: dict[str, Any]) -> Person:
    lists = {name: tuple(map(tuple, row.get(name, ()))) for name in ("facts", "consent")}
    return Person(**{**row, **lists})


def _step(row: dict[str, Any], zone: ZoneInfo, shift: timedelta) -> Step:
    known = {name: row[name] for name in ("does", "who", "rep", "to") if name in row}
    facts = {name: value for name, value in row.items() if name not in {"at", *known}}
    return Step(at=_moment(row["at"], zone) + shift, facts=facts, **known)


def _moment(text: str, zone: ZoneInfo) -> datetime:
    """A local time as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(ZoneInfo("UTC"))
