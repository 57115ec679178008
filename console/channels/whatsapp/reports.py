"""Reports: statuses of our messages, calls, preferences, and who holds a thread."""

from collections.abc import Iterator

from console.channels.whatsapp.elements import Element, moment, part, parts, text, whole
from console.channels.whatsapp.facts import (
    CallReceived,
    Fact,
    IdentityChanged,
    Noted,
    PreferenceChanged,
    StatusReported,
    ThreadPassed,
    Unreadable,
    Who,
)
from console.channels.whatsapp.inbound import STATUSES, People, digits
from console.channels.whatsapp.payments import payment
from console.domain.handover import ANOTHER_APP
from console.domain.ids import PlatformId
from console.domain.prices import Price


def status(element: Element, number_id: str, people: People) -> Iterator[Fact]:
    """How far one message or payment has come; calls and unknown statuses are noted."""
    if text(element, "type") == "payment":
        yield from payment(element, number_id, people)
        return
    told = STATUSES.get(text(element, "status"))
    if text(element, "type") == "call" or told is None:
        yield Noted(about=f"status {text(element, 'status')}")
        return
    if not text(element, "id") and not text(element, "biz_opaque_callback_data"):
        yield Unreadable(place="status", problem="it names no message")
        return
    if text(element, "recipient_type") == "group":
        yield Noted(about="status of a group")
        return
    error: Element = next(parts(element, "errors"), {})
    yield StatusReported(
        number_id=number_id,
        platform_id=PlatformId(text(element, "id")),
        message_id=text(element, "biz_opaque_callback_data"),
        status=told,
        at=moment(element),
        who=people.who(
            text(element, "recipient_id"),
            text(element, "recipient_user_id"),
            text(element, "recipient_parent_user_id"),
        ),
        code=whole(error, "code"),
        detail=_detail(error),
        price=_price(part(element, "pricing")),
    )


def _price(element: Element) -> Price | None:
    """Source: WhatsApp, "Status messages webhooks": `billable` is being retired."""
    if not element:
        return None
    billable, cost = element.get("billable"), part(element, "cost")
    amount = cost.get("amount")
    return Price(
        billable=billable if isinstance(billable, bool) else None,
        model=text(element, "pricing_model"),
        category=text(element, "category"),
        type=text(element, "type"),
        cost=f"{amount} {text(cost, 'currency')}".strip() if amount is not None else "",
    )


def _detail(error: Element) -> str:
    return (
        text(part(error, "error_data"), "details")
        or text(error, "message")
        or text(error, "title")
    )


def call(element: Element, number_id: str, people: People) -> Iterator[Fact]:
    """A call of the customer's; calls of our own are noted."""
    who = people.who(
        text(element, "from"),
        text(element, "from_user_id"),
        text(element, "from_parent_user_id"),
    )
    if text(element, "direction") == "BUSINESS_INITIATED":
        yield Noted(about="call of our own")
        return
    if not text(element, "id") or not who.is_known:
        yield Unreadable(place="call", problem="it has no id or no caller")
        return
    over = text(element, "event") == "terminate"
    yield CallReceived(
        number_id=number_id,
        who=who,
        call_id=text(element, "id"),
        at=moment(element, "start_time") or moment(element),
        over=over,
        answered=over and whole(element, "duration") > 0,
        duration_s=max(whole(element, "duration"), 0),
    )


def preference(element: Element, number_id: str, key: str, people: People) -> Iterator[Fact]:
    """Whether a customer wants marketing messages."""
    who = people.who(text(element, "wa_id"), text(element, "user_id"))
    value = text(element, "value")
    if text(element, "category") != "marketing_messages" or not value:
        yield Noted(about="user_preferences")
        return
    if not who.is_known:
        yield Unreadable(place="preference", problem="it names nobody")
        return
    yield PreferenceChanged(
        number_id=number_id,
        key=f"{key}:{who.user_id or who.phone}",
        who=who,
        wants_offers=value != "stop",
        at=moment(element),
        words=text(element, "detail"),
    )


def user_id(element: Element, number_id: str, key: str) -> Iterator[Fact]:
    """A user id that was replaced, as happens when the customer's number changes."""
    ids, parents = part(element, "user_id"), part(element, "parent_user_id")
    former = Who(user_id=text(ids, "previous"), parent_user_id=text(parents, "previous"))
    present = Who(
        phone=digits(text(element, "wa_id")),
        user_id=text(ids, "current"),
        parent_user_id=text(parents, "current"),
    )
    if not former.is_known or not present.is_known:
        yield Unreadable(place="user_id_update", problem="one of the two ids is missing")
        return
    yield IdentityChanged(
        number_id=number_id,
        key=f"{key}:{former.user_id or former.parent_user_id}",
        former=former,
        present=present,
        at=moment(element),
    )


def handover(value: Element, key: str) -> Fact:
    """Who holds a customer's thread from now on."""
    recipient, sender = part(value, "recipient"), part(value, "sender")
    who = Who(phone=digits(text(sender, "phone_number")), user_id=text(sender, "user_id"))
    kind = text(value, "type")
    if not who.is_known or kind not in {"control_passed", "control_taken"}:
        return Noted(about="messaging_handovers")
    told = part(value, kind)
    role = _role(told, "new_owner_role")
    # passed: the thread is given to whoever hears of it; taken: it was taken from us
    ours = kind == "control_passed"
    context = part(told, "conversation_context")
    return ThreadPassed(
        number_id=text(recipient, "phone_number_id"),
        key=key,
        who=who,
        holder="" if ours else role or ANOTHER_APP,
        at=moment(value),
        giver=_role(told, "previous_owner_role") or _role(told, "previous_owner_app_role"),
        our_role=role if ours else "",
        summary=text(part(context, "summary"), "text") or text(told, "metadata"),
    )


def _role(told: Element, key: str) -> str:
    return text(told, key).replace("_", " ").lower()
