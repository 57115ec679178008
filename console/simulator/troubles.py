"""Troubles that a real platform has, each a named scenario: what goes wrong, and when."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from console.simulator import arrivals
from console.simulator.incidents import Incidents
from console.simulator.scenarios import Step
from console.simulator.world import World

_CHARACTERS_A_TEXT = 4096


def begin(world: World, troubles: tuple[Step, ...], at: datetime) -> None:
    """Plans a scenario's troubles; `at_s` counts from now, `every_s` repeats one."""
    for step in troubles:
        world.agenda.plan(at + timedelta(seconds=step["at_s"]), "trouble", step=step)


def happen(world: World, at: datetime, *, step: Step) -> None:
    """One trouble comes, and is planned again if it comes back."""
    if "every_s" in step:
        world.agenda.plan(at + timedelta(seconds=step["every_s"]), "trouble", step=step)
    given = {
        key: value for key, value in step.items() if key not in {"at_s", "every_s", "does"}
    }
    _TROUBLES[step["does"]](world, at, **given)


def _fault(name: str) -> Callable[..., None]:
    def queue(world: World, _at: datetime, **given: Any) -> None:
        getattr(world.faults, name)(**given)

    return queue


def _incident(name: str) -> Callable[..., None]:
    def come(world: World, _at: datetime, **given: Any) -> None:
        getattr(Incidents(world), name)(**given)

    return come


def _token_expires(world: World, at: datetime, *, for_s: float) -> None:
    """No call is taken until the same token counts again."""
    good = world.business.access_token
    Incidents(world).token_changes(f"not {good}")
    back_at = at + timedelta(seconds=for_s)
    world.agenda.plan(back_at, "trouble", step={"does": "token", "access_token": good})


def _token(world: World, _at: datetime, *, access_token: str) -> None:
    Incidents(world).token_changes(access_token)


def _secret(world: World, _at: datetime, *, ending: str) -> None:
    """The next secret is the old one with this ending, so that a hub can be told both."""
    Incidents(world).secret_changes(world.business.app_secret + ending)


def _version_ends(world: World, at: datetime, *, for_s: float) -> None:
    world.versions_served = False
    back_at = at + timedelta(seconds=for_s)
    world.agenda.plan(back_at, "trouble", step={"does": "version_lives"})


def _version_lives(world: World, _at: datetime) -> None:
    world.versions_served = True


def _copy(world: World, _at: datetime) -> None:
    """Another app of the business gets the last thing a customer wrote, and we a copy."""
    if world.written:
        Incidents(world).another_app_answers(next(reversed(world.written)))


def _crowd(world: World, at: datetime, *, texts: int, length: int = 12) -> None:
    """So many texts are written in the same second, by everybody in turn."""
    people = list(world.people)
    for number in range(texts):
        words = f"{number} " + "x" * min(length, _CHARACTERS_A_TEXT - 8)
        write(
            world, at, people[number % len(people)], {"type": "text", "text": {"body": words}}
        )


def _odd(world: World, at: datetime, *, message: dict[str, Any]) -> None:
    """One customer's phone writes something that no documented phone writes."""
    write(world, at, next(iter(world.people)), message)


def write(world: World, at: datetime, by: str, message: dict[str, Any]) -> None:
    """A message of any shape has come from a customer."""
    whole = {"id": world.ids.wamid(by)} | message
    arrivals.write(world, at, by=by, message=whole)


def _new_number(world: World, _at: datetime) -> None:
    """The first customer changes to another number, again and again."""
    person = next(iter(world.people.values()))
    ahead = f"+{person.wa_id[:-4]}{(int(person.wa_id[-4:]) + 1111) % 10_000:04}"
    role = world.cast.pop(person.wa_id, None)
    Incidents(world).customer_changes_number(f"+{person.wa_id}", ahead)
    if role is not None:
        world.cast[person.wa_id] = replace(role, phone=ahead)


_TROUBLES: dict[str, Callable[..., None]] = {
    name: _fault(name)
    for name in (
        "lose_reply",
        "status_before_reply",
        "http_500_after_accept",
        "fail_later",
        "delivered_and_failed",
        "media_404_once",
    )
} | {
    "template_becomes": _incident("template_becomes"),
    "template_quality": _incident("template_quality"),
    "token_expires": _token_expires,
    "token": _token,
    "secret": _secret,
    "version_ends": _version_ends,
    "version_lives": _version_lives,
    "copy": _copy,
    "crowd": _crowd,
    "odd": _odd,
    "new_number": _new_number,
}
