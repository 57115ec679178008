"""Named days at work: who the customers are, what they do, and how the network behaves."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from console.simulator.identifiers import digits_of
from console.simulator.weather import Pace, Weather

RESOURCES = Path(__file__).resolve().parents[2] / "resources" / "simulator"
Step = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One customer's part.

    Attributes:
        script: Steps with `at_s`, seconds from the start (before it, when negative).
        lines: What they may write when the script is over.
        answers: What they may write after reading a message from the business.
    """

    name: str
    phone: str
    reads: bool = True
    hides_number: bool = False
    script: tuple[Step, ...] = ()
    lines: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()

    @property
    def wa_id(self) -> str:
        """Their number, digits only."""
        return digits_of(self.phone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One kind of day.

    Attributes:
        tempo_s: Mean seconds between two things a customer does by themselves; 0 for never.
        troubles: What goes wrong, as steps with `at_s` and perhaps `every_s` (troubles.py).
    """

    name: str
    cast: tuple[Role, ...] = ()
    tempo_s: float = 0.0
    pace: Pace = field(default_factory=Pace)
    weather: Weather = field(default_factory=Weather)
    troubles: tuple[Step, ...] = ()


QUIET = Scenario(name="quiet")
_LIVELY = Pace(sent_s=(0.2, 0.9), delivered_s=(0.4, 3.0), read_s=(2.0, 25.0))
_STORM = Weather(
    delay_s=(0.0, 4.0),
    duplicate=0.15,
    reorder=0.2,
    batch=0.3,
    window_errors_late=True,
    media_404=0.2,
    pair_limit=0.05,
    server_error=0.02,
    lost_reply=0.02,
    fail_later=0.03,
)
_CALM = Weather(delay_s=(0.1, 0.8))
_FIRST_NAMES = (
    "Anouk",
    "Daan",
    "Emma",
    "Femke",
    "Giulia",
    "Hana",
    "Jurgen",
    "Katarzyna",
    "Noor",
    "Omar",
)
_LAST_NAMES = (
    "Amato",
    "Baumann",
    "Brožová",
    "de Vries",
    "Górski",
    "Jansen",
    "Khoury",
    "Vermeulen",
)
_RUSH_SIZE = 60


def scenario(name: str) -> Scenario:
    """The scenario of this name.

    Raises:
        LookupError: There is none.
    """
    if name not in NAMES:
        raise LookupError(f"There is no scenario {name!r}; choose one of {', '.join(NAMES)}.")
    return NAMES[name]()


def _shop() -> Scenario:
    return Scenario(
        name="furniture-shop",
        cast=_shop_cast(),
        tempo_s=420.0,
        pace=_LIVELY,
        weather=Weather(delay_s=(0.1, 0.8), batch=0.05),
    )


def _rush() -> Scenario:
    known = _shop_cast()
    rng = Random(1)
    lines = tuple(line for role in known for line in role.lines if line.isascii())
    crowd = tuple(
        Role(
            name=f"{rng.choice(_FIRST_NAMES)} {rng.choice(_LAST_NAMES)}",
            phone=f"+31 6 {12000000 + number * 1117}",
            lines=lines,
            answers=("Thank you!", "OK, I will wait.", "That does not help me.", "Great."),
        )
        for number in range(_RUSH_SIZE)
    )
    return replace(_shop(), name="rush", cast=known + crowd, tempo_s=90.0)


def _trouble() -> Scenario:
    return replace(_shop(), name="trouble", tempo_s=180.0, weather=_STORM)


def _with(
    *troubles: Step, weather: Weather = _CALM, pace: Pace = _LIVELY, hides_number: bool = False
) -> Callable[[str], Scenario]:
    """A busy day in the shop on which one thing goes wrong."""

    def made(name: str) -> Scenario:
        cast = tuple(replace(role, hides_number=hides_number) for role in _shop_cast())
        day = Scenario(name=name, cast=cast, tempo_s=180.0, pace=pace, weather=weather)
        return replace(day, troubles=troubles)

    return made


def _text(body: str) -> dict[str, Any]:
    return {"type": "text", "text": {"body": body}}


def _every(seconds: float, does: str, **given: Any) -> Step:
    return {"at_s": 60.0, "every_s": seconds, "does": does, **given}


def _once(at_s: float, does: str, **given: Any) -> Step:
    return {"at_s": at_s, "does": does, **given}


def _kinds() -> Scenario:
    """One customer sends one of everything."""
    return Scenario(name="kinds", cast=_cast("kinds.json"), pace=_LIVELY)


def _shop_cast() -> tuple[Role, ...]:
    return _cast("furniture-shop.json")


def _cast(file: str) -> tuple[Role, ...]:
    rows = json.loads((RESOURCES / file).read_text(encoding="utf-8"))
    return tuple(
        Role(
            name=row["name"],
            phone=row["phone"],
            reads=row.get("reads", True),
            script=tuple(row["script"]),
            lines=tuple(row["lines"]),
            answers=tuple(row["answers"]),
        )
        for row in rows
    )


TROUBLED: dict[str, Callable[[str], Scenario]] = {
    "late-updates": _with(weather=Weather(delay_s=(10.0, 1800.0))),
    "duplicates": _with(weather=Weather(delay_s=(0.1, 2.0), duplicate=0.8)),
    "out-of-order": _with(weather=Weather(delay_s=(0.1, 4.0), reorder=0.6)),
    "status-before-reply": _with(_every(20, "status_before_reply")),
    "delivered-and-failed": _with(_every(30, "delivered_and_failed")),
    "lost-replies": _with(_every(45, "lose_reply")),
    "error-after-acceptance": _with(_every(45, "http_500_after_accept")),
    "window-closes-early": _with(_every(120, "fail_later", code=131047)),
    "media-404": _with(_every(30, "media_404_once"), weather=Weather(media_404=0.3)),
    "pair-limits": _with(weather=Weather(delay_s=(0.1, 0.8), pair_limit=0.5)),
    "batch-of-1000": _with(_once(120, "crowd", texts=1000), weather=Weather(batch=1.0)),
    "body-of-3-mb": _with(
        _once(120, "crowd", texts=700, length=4000), weather=Weather(batch=1.0)
    ),
    "escapes": _with(_every(240, "odd", message=_text('Slash / "quote" \\u0041 é 🛋 אב \\'))),
    "missing-contacts": _with(weather=Weather(delay_s=(0.1, 0.8), leaves_out=("contacts",))),
    "missing-from": _with(weather=Weather(delay_s=(0.1, 0.8), leaves_out=("from",))),
    "hidden-numbers": _with(hides_number=True),
    "unknown-types": _with(
        _every(240, "odd", message={"type": "hologram", "hologram": {"depth": [1, None]}})
    ),
    "nul-characters": _with(
        _every(240, "odd", message=_text("before\x00after")),
        _every(300, "odd", message=_text("half a pair \ud83d")),
    ),
    "new-numbers": _with(_every(900, "new_number")),
    "standby-copies": _with(_every(120, "copy")),
    "token-expires": _with(_once(120, "token_expires", for_s=120)),
    "template-paused": _with(
        _once(
            120,
            "template_becomes",
            name="delivery_today",
            language="en",
            status="PAUSED",
            reason="LOW_QUALITY",
        )
    ),
    "version-ends": _with(_once(120, "version_ends", for_s=120)),
    "secret-rotation": _with(_once(120, "secret", ending="-next")),
}
NAMES: dict[str, Callable[[], Scenario]] = {
    name: partial(made, name) for name, made in TROUBLED.items()
} | {
    "quiet": lambda: QUIET,
    "kinds": _kinds,
    "furniture-shop": _shop,
    "rush": _rush,
    "trouble": _trouble,
}
