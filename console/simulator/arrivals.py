"""What customers do reaches the business: messages, calls, opt-outs."""

from datetime import datetime
from typing import Any

from console.simulator import deliveries, entry_points
from console.simulator.media import PATH
from console.simulator.messages import Written
from console.simulator.world import World, stamp


def write(world: World, at: datetime, *, by: str, message: dict[str, Any]) -> None:
    """The customer's message arrives; it opens the care window for 24 hours.

    While another app has the thread, ours gets a copy.
    Nothing arrives from a customer whom the business has blocked.
    """
    person = world.person(by)
    if person.blocked:
        return
    person.last_wrote_at = max(person.last_wrote_at or at, at)
    if "referral" in message:
        entry_points.came(person, at)
    whole = _from(world, by) | {"timestamp": stamp(at)} | _with_address(world, at, message)
    world.written[message["id"]] = Written(message["id"], by, at, whole)
    missing = world.weather.leaves_out
    reported = {key: part for key, part in whole.items() if key not in missing}
    contacts = {} if "contacts" in missing else {"contacts": [world.contact(person)]}
    if person.held_by:
        copy = contacts | {"messages": [reported]}
        world.announce_field(at, "standby", standby=copy)
    else:
        world.announce(at, **contacts, messages=[reported])


def call(world: World, at: datetime, *, by: str, call_id: str) -> None:
    """The customer calls and nobody answers; that, too, opens the care window."""
    person = world.person(by)
    if person.blocked:
        return
    person.last_wrote_at = max(person.last_wrote_at or at, at)
    base = {
        "id": call_id,
        "from": person.wa_id,
        "to": world.business.wa_id,
        "timestamp": stamp(at),
        "direction": "USER_INITIATED",
    }
    ring = base | {"event": "connect"}
    end = base | {"event": "terminate", "status": "FAILED"}
    for step in (ring, end):
        world.announce_field(at, "calls", contacts=[world.contact(person)], calls=[step])


def read_all(world: World, at: datetime, *, by: str) -> None:
    """The customer sees everything that has arrived at the phone."""
    for message in world.sent:
        if message.to == by:
            deliveries.read(world, at, wamid=message.wamid)


def come_back(world: World, at: datetime, *, by: str) -> None:
    """The phone is on again: what waited is delivered."""
    person = world.person(by)
    person.online = True
    deliveries.catch_up(world, person, at)


def go_quiet(world: World, at: datetime, *, by: str) -> None:
    """The phone is off: nothing is delivered until it comes back."""
    world.person(by).online = False


def prefer(world: World, at: datetime, *, by: str, offers: bool) -> None:
    """The customer stops offers from this business, or takes them again."""
    person = world.person(by)
    person.wants_offers = offers
    choice = {
        "wa_id": person.wa_id,
        "user_id": person.user_id,
        "detail": f"User requested to {'resume' if offers else 'stop'} marketing messages",
        "category": "marketing_messages",
        "value": "resume" if offers else "stop",
        "timestamp": int(stamp(at)),
    }
    world.announce_field(
        at, "user_preferences", contacts=[world.contact(person)], user_preferences=[choice]
    )


def _with_address(world: World, at: datetime, message: dict[str, Any]) -> dict[str, Any]:
    """The message with a download address in its file, good for five minutes."""
    file = message.get(message["type"])
    if world.base_url is None or not isinstance(file, dict) or "sha256" not in file:
        return message
    key = world.media.key(file["id"], at)
    url = f"{world.base_url}{PATH}?mid={file['id']}&source=webhook&hash={key}"
    return message | {message["type"]: file | {"url": url}}


def _from(world: World, wa_id: str) -> dict[str, Any]:
    person = world.person(wa_id)
    sender: dict[str, Any] = {"from_user_id": person.user_id}
    return sender if person.hides_number else {"from": wa_id} | sender
