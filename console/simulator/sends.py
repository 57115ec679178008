"""Takes a message in, or refuses it, as Meta would."""

from datetime import datetime, timedelta
from typing import Any

from console.simulator import bodies, deliveries, entry_points, template_sends
from console.simulator.identifiers import country_code, digits_of
from console.simulator.messages import Person, SentMessage
from console.simulator.params import length_of
from console.simulator.refusals import RefusalError
from console.simulator.weather import strikes
from console.simulator.world import World

TYPING_LIFE = timedelta(seconds=25)
_HELD_FOR = timedelta(minutes=45)  # Source: Meta's page on pacing: mostly within an hour
_READ_HORIZON = timedelta(days=30)


def accept(world: World, body: dict[str, Any], at: datetime) -> SentMessage:
    """The message, taken in and on its way.

    Raises:
        RefusalError: As Meta would refuse it, with Meta's number.
    """
    if body.get("messaging_product") != "whatsapp":
        raise RefusalError(100, "The parameter messaging_product is required.")
    person = _recipient(world, body)
    if person.wa_id == world.business.wa_id:
        raise RefusalError(131021, "Sender and recipient phone number is the same.")
    if person.blocked:
        raise RefusalError(130403, "The business has blocked this user.")
    category = _check_content(world, body, at)
    in_window = world.window_open(person, at)
    if category == "service" and not in_window and not world.weather.window_errors_late:
        raise RefusalError(
            131047,
            "Message failed to send because more than 24 hours have passed since the customer"
            " last replied to this number.",
        )
    _check_limits(world, person, at)
    if not in_window and category != "service":
        world.limits.open_customer(person.wa_id, at)
    wamid = world.ids.wamid(person.wa_id)
    message = SentMessage(wamid, person.wa_id, body, at, in_window, category=category)
    message.free_entry = entry_points.is_free(person, at)
    world.remember(message)
    if template_sends.is_held(world, message):
        world.agenda.plan(at + _HELD_FOR, "send", wamid=wamid)
    else:
        deliveries.set_out(world, message)
    return message


def answer(world: World, message: SentMessage) -> dict[str, Any]:
    """The reply to the caller whose message was taken in."""
    person = world.person(message.to)
    to = message.body.get("to")
    contact: dict[str, Any] = {
        "input": to or message.body.get("recipient"),
        "user_id": person.user_id,
    }
    if to:
        contact["wa_id"] = person.wa_id
    entry: dict[str, Any] = {"id": message.wamid}
    if message.type == "template":
        held = template_sends.is_held(world, message)
        entry["message_status"] = "held_for_quality_assessment" if held else "accepted"
    return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [entry]}


def mark_read(world: World, body: dict[str, Any], at: datetime) -> None:
    """The customer will see that their message was read, and perhaps that somebody types.

    Raises:
        RefusalError: Unknown or older than 30 days.
    """
    written = world.written.get(str(body.get("message_id")))
    if written is None or at - written.at > _READ_HORIZON:
        raise RefusalError(131009, "The message_id is not of a message received lately.")
    typing = body.get("typing_indicator")
    if typing is not None and typing.get("type") != "text":
        raise RefusalError(100, "Param typing_indicator['type'] must be one of {TEXT}.")
    world.read_marks[written.wamid] = at
    if typing is not None:
        world.typing_until[written.by] = at + TYPING_LIFE


def _check_content(world: World, body: dict[str, Any], at: datetime) -> str:
    kind = str(body.get("type", "text"))
    if kind == "template":
        return template_sends.check(world, body.get("template"), at)
    bodies.check(world, kind, body, at)
    mark = body.get("biz_opaque_callback_data", "")
    if length_of(mark) > bodies.CALLBACK_DATA_LENGTH:
        raise RefusalError(
            100, "Param biz_opaque_callback_data must be at most 512 characters."
        )
    return "service"


def _check_limits(world: World, person: Person, at: datetime) -> None:
    if strikes(world.rng, world.weather.pair_limit):
        raise RefusalError(131056, "Too many messages to the same phone number.")
    if strikes(world.rng, world.weather.server_error):
        raise RefusalError(131016, "The service is temporarily unavailable.")
    world.limits.spend(person.wa_id, at)


def _recipient(world: World, body: dict[str, Any]) -> Person:
    to, user_id = body.get("to"), body.get("recipient")
    if to:
        return world.person(_dialled(world, str(to)))
    if not user_id:
        raise RefusalError(131008, "Parameter to is missing.")
    person = world.person_by_user_id(str(user_id))
    if person is None:
        raise RefusalError(131009, "The recipient is not a known business-scoped user id.")
    return person


def _dialled(world: World, to: str) -> str:
    digits = digits_of(to)
    if set(to) - set("+-() 0123456789") or not 7 <= len(digits) <= 15:
        raise RefusalError(131009, "The parameter to is not a valid phone number.")
    if to.strip().startswith("+") or digits in world.people:
        return digits
    # a number without + is taken as one of the business's own country
    return country_code(world.business.wa_id) + digits
