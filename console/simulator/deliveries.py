"""The way of a message to the customer's phone, and the statuses that tell of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from console.simulator import filetypes
from console.simulator.messages import Person, SentMessage
from console.simulator.refusals import failure
from console.simulator.weather import Span, strikes, within
from console.simulator.world import World, stamp

_SERVICE_IS_BILLED_FROM = datetime(2026, 10, 1, tzinfo=UTC)
_FREE_A_MONTH = 1000
_RANK = {"accepted": 0, "sent": 1, "delivered": 2, "read": 3, "played": 4}


def set_out(world: World, message: SentMessage) -> None:
    """Plans the first status of a message just accepted."""
    _plan(world, message.at, world.pace.sent_s, "send", message.wamid)


def send(world: World, at: datetime, *, wamid: str) -> None:
    """The message leaves the platform, or fails to."""
    message = _message(world, wamid)
    code = message.failed_code or _late_failure(world, message)
    if code is not None:
        message.state, message.failed_code = "failed", code
        report(world, at, message, "failed", errors=[failure(code)])
        return
    message.state = "sent"
    report(world, at, message, "sent", pricing=pricing(world, message))
    if message.type != "reaction" and world.person(message.to).online:
        _plan(world, at, world.pace.delivered_s, "deliver", wamid)


def deliver(world: World, at: datetime, *, wamid: str) -> None:
    """The message reaches the phone, unless the phone has gone off meanwhile."""
    message, person = _with_person(world, wamid)
    if message.delivered_at is not None or message.state == "failed" or not person.online:
        return
    message.state, message.delivered_at = "delivered", at
    report(world, at, message, "delivered")
    if person.auto_read:
        _plan(world, at, world.pace.read_s, "read", wamid)


def read(world: World, at: datetime, *, wamid: str) -> None:
    """The customer sees the message."""
    message = _message(world, wamid)
    if message.delivered_at is None or message.read_at is not None:
        return
    message.state, message.read_at = "read", at
    report(world, at, message, "read")
    world.agenda.plan(at, "notice", wamid=wamid)


def fail_too(world: World, at: datetime, *, wamid: str) -> None:
    """Another of the customer's devices could not get the message."""
    report(world, at, _message(world, wamid), "failed", errors=[failure(131026)])


def catch_up(world: World, person: Person, at: datetime) -> None:
    """Plans the delivery of everything that waited for this phone."""
    for message in world.sent:
        if (
            message.to == person.wa_id
            and message.state == "sent"
            and message.type != "reaction"
        ):
            _plan(world, at, world.pace.delivered_s, "deliver", message.wamid)


def report(world: World, at: datetime, message: SentMessage, status: str, **more: Any) -> None:
    """Announces one status."""
    person = world.person(message.to)
    entry: dict[str, Any] = {"id": message.wamid, "status": status, "timestamp": stamp(at)}
    if not person.hides_number:
        entry["recipient_id"] = person.wa_id
    if status != "failed":
        entry["recipient_user_id"] = person.user_id
    if message.callback_data is not None:
        entry["biz_opaque_callback_data"] = message.callback_data
    entry |= {key: value for key, value in more.items() if value is not None}
    if status == "failed":
        world.announce(at, statuses=[entry])
    else:
        world.announce(at, contacts=[world.contact(person)], statuses=[entry])


def pricing(world: World, message: SentMessage) -> dict[str, Any] | None:
    """What the message costs; None for a reaction.

    Source: service messages and utility templates in the care window are billed from
    2026-10-01; the first 1,000 service messages of a month are free per number.
    """
    if message.type == "reaction":
        return None
    free = message.in_window and message.category in {"service", "utility"}
    if message.at >= _SERVICE_IS_BILLED_FROM:
        free = (
            message.category == "service"
            and _service_this_month(world, message) <= _FREE_A_MONTH
        )
    why = "free_customer_service" if free else "regular"
    if message.free_entry:
        free, why = True, "free_entry_point"
    return {
        "billable": not free,
        "pricing_model": "PMP",
        "type": why,
        "category": message.category,
    }


def _service_this_month(world: World, message: SentMessage) -> int:
    month = (message.at.year, message.at.month)
    return sum(
        one.category == "service"
        and one.state != "failed"
        and not one.free_entry
        and (one.at.year, one.at.month) == month
        for one in world.sent
    )


def _late_failure(world: World, message: SentMessage) -> int | None:
    person = world.person(message.to)
    if not person.on_whatsapp:
        return 131026
    if message.category == "marketing" and not person.wants_offers:
        return 131050
    if message.type != "template" and not message.in_window:
        return 131047
    if _is_broken(world, message):
        return 131053
    if _is_dropped(world, message):
        return 132015
    return 131000 if strikes(world.rng, world.weather.fail_later) else None


def _is_dropped(world: World, message: SentMessage) -> bool:
    """Whether its template was held back and has been paused meanwhile."""
    if message.type != "template":
        return False
    content = message.body["template"]
    stored = world.templates.find(content["name"], content["language"]["code"])
    return stored is not None and bool(stored.get("paced")) and stored["status"] == "PAUSED"


def _is_broken(world: World, message: SentMessage) -> bool:
    """Whether the message carries a file that is not what its type says."""
    content = message.body.get(message.type)
    file = world.media.files.get(str(content.get("id"))) if isinstance(content, dict) else None
    return file is not None and not filetypes.is_what_it_says(file.mime, file.content)


def _plan(world: World, at: datetime, span: Span, verb: str, wamid: str) -> None:
    due_at = at + timedelta(seconds=within(world.rng, span))
    world.agenda.plan(due_at, verb, wamid=wamid)


def _message(world: World, wamid: str) -> SentMessage:
    message = world.message(wamid)
    if message is None:
        raise LookupError(f"No message {wamid} was sent.")
    return message


def _with_person(world: World, wamid: str) -> tuple[SentMessage, Person]:
    message = _message(world, wamid)
    return message, world.person(message.to)
