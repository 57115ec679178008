"""The customers' own will: scripts, small talk, answers to what the business writes."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from console.simulator.customers import Customer, choices_of
from console.simulator.scenarios import RESOURCES, Role, Step
from console.simulator.world import World

_EMOJI = ("👍", "🙏", "❤️", "😊", "😂")
_PICTURES = ("table-corner.jpg", "underside.jpg", "sofa-thumb.jpg", "carton-thumb.jpg")
_OFF_S = (300.0, 2400.0)
_THINK_S = (8.0, 75.0)


def begin(world: World, cast: tuple[Role, ...], tempo_s: float, at: datetime) -> None:
    """Puts the customers on the stage and plans their scripts."""
    enlist(world, cast, tempo_s)
    for role in cast:
        person = world.person(role.wa_id, role.name)
        person.auto_read, person.hides_number = role.reads, role.hides_number
        for step in role.script:
            due_at = at + timedelta(seconds=step["at_s"])
            world.agenda.plan(due_at, "act", by=role.wa_id, step=step)
        if tempo_s:
            last_s = max((step["at_s"] for step in role.script), default=0.0)
            _plan_turn(world, role.wa_id, at + timedelta(seconds=max(last_s, 0.0)))


def enlist(world: World, cast: tuple[Role, ...], tempo_s: float) -> None:
    """Tells the world who plays, without beginning anything."""
    world.cast = {role.wa_id: role for role in cast}
    world.tempo_s = tempo_s


def act(world: World, at: datetime, *, by: str, step: Step) -> None:
    """One step of a script happens."""
    _ACTS[step["does"]](_customer(world, by), step, at)


def turn(world: World, at: datetime, *, by: str) -> None:
    """A customer does something unasked, and will again."""
    role, customer = world.cast.get(by), _customer(world, by)
    if role is None or not world.tempo_s:
        return
    _plan_turn(world, by, at)
    if not customer.person.online:
        return
    whim = world.rng.random()
    if whim < 0.06:
        customer.goes_quiet(at)
        back_at = at + timedelta(seconds=world.rng.uniform(*_OFF_S))
        customer.comes_back(back_at)
    elif whim < 0.14:
        customer.sends_image(RESOURCES / "img" / world.rng.choice(_PICTURES), at=at)
    elif whim < 0.22:
        _react_to_last(customer, {"emoji": world.rng.choice(_EMOJI)}, at)
    elif role.lines:
        customer.writes(world.rng.choice(role.lines), at)


def notice(world: World, at: datetime, *, wamid: str) -> None:
    """A customer has read a message from the business, and perhaps answers."""
    message = world.message(wamid)
    role = world.cast.get(message.to) if message else None
    if message is None or role is None:
        return
    later = at + timedelta(seconds=world.rng.uniform(*_THINK_S))
    customer, mood = _customer(world, message.to), world.rng.random()
    choices = choices_of(world, message)
    if choices and mood < 0.7:
        customer.taps(wamid, world.rng.choice(choices), later)
    elif mood < 0.15:
        customer.reacts(wamid, world.rng.choice(_EMOJI), later)
    elif mood < 0.65 and role.answers:
        customer.writes(world.rng.choice(role.answers), later)


def _plan_turn(world: World, wa_id: str, at: datetime) -> None:
    seconds = world.rng.expovariate(1.0 / world.tempo_s)
    world.agenda.plan(at + timedelta(seconds=max(seconds, 1.0)), "turn", by=wa_id)


def _customer(world: World, wa_id: str) -> Customer:
    return Customer(world, world.person(wa_id))


def _react_to_last(customer: Customer, step: Step, at: datetime) -> None:
    received = [one for one in customer.received() if one.type != "reaction"]
    if received:
        customer.reacts(received[-1].wamid, step["emoji"], at)


def _send_file(customer: Customer, step: Step, at: datetime) -> None:
    file = RESOURCES / "files" / step["file"]
    options: dict[str, Any] = {"caption": step.get("caption", ""), "at": at}
    customer.sends_document(file, step["file"], step["mime"], **options)


def _say(customer: Customer, step: Step, at: datetime) -> None:
    """A message of any kind; "$last" in it is the one that this customer wrote before."""
    told = json.dumps([step["content"], step.get("more", {})])
    content, more = json.loads(told.replace("$last", customer.last_written()))
    customer.says(step["kind"], content, at, **more)


_ACTS: dict[str, Callable[[Customer, Step, datetime], object]] = {
    "writes": lambda customer, step, at: customer.writes(step["text"], at),
    "sends_image": lambda customer, step, at: customer.sends_image(
        RESOURCES / "img" / step["picture"], step.get("caption", ""), at
    ),
    "sends_video": lambda customer, step, at: customer.sends_video(
        RESOURCES / "files" / step["file"], step.get("caption", ""), at
    ),
    "sends_document": _send_file,
    "sends_voice": lambda customer, step, at: customer.sends_voice(
        RESOURCES / "files" / step["file"], at
    ),
    "sends_sticker": lambda customer, step, at: customer.sends_sticker(
        RESOURCES / "files" / step["file"], step.get("animated", False), at
    ),
    "shares_location": lambda customer, step, at: customer.shares_location(
        step["latitude"], step["longitude"], step["name"], step["address"], at
    ),
    "shares_contact": lambda customer, step, at: customer.shares_contact(
        step["name"], step["phone"], at
    ),
    "sends_unsupported": lambda customer, step, at: customer.sends_unsupported(
        step["kind"], at
    ),
    "reacts": _react_to_last,
    "says": _say,
    "calls": lambda customer, _step, at: customer.calls(at),
    "goes_quiet": lambda customer, _step, at: customer.goes_quiet(at),
    "comes_back": lambda customer, _step, at: customer.comes_back(at),
}
