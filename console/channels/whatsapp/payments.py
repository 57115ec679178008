"""Payments: statuses that tell of a customer's payment and not of a message."""

from collections.abc import Iterator

from console.channels.whatsapp.elements import Element, moment, part, parts, text, whole
from console.channels.whatsapp.facts import Fact, Noted, PaymentReported, Unreadable
from console.channels.whatsapp.inbound import People
from console.domain.ids import PlatformId
from console.domain.payments import Payment, PaymentState, money

_STATES = {one.value: one for one in PaymentState}


def payment(element: Element, number_id: str, people: People) -> Iterator[Fact]:
    """How one payment stands, and what was given back of it; unknown states are noted.

    Source: WhatsApp, "Payments (India)": they share `statuses[]` with delivery statuses.
    """
    told = part(element, "payment")
    state = _STATES.get(text(element, "status"))
    if state is None:
        yield Noted(about=f"payment {text(element, 'status')}")
        return
    if not text(told, "reference_id"):
        yield Unreadable(place="payment", problem="it has no reference")
        return
    transaction = part(told, "transaction")
    error = part(transaction, "error")
    amount = part(transaction, "amount") or part(told, "amount")
    currency = text(told, "currency") or text(transaction, "currency")
    found = Payment(
        reference=text(told, "reference_id"),
        state=state,
        transaction=text(transaction, "id"),
        amount=_money(amount, currency),
        method=text(part(transaction, "method"), "type"),
        reason=text(error, "reason") or text(error, "code"),
    )
    yield _reported(element, number_id, people, found)
    for refund in parts(told, "refunds"):
        back = Payment(
            reference=found.reference,
            state=PaymentState.REFUNDED,
            transaction=text(refund, "id") or found.transaction,
            amount=_money(part(refund, "amount"), text(refund, "currency") or currency),
        )
        yield _reported(element, number_id, people, back)


def _reported(
    element: Element, number_id: str, people: People, found: Payment
) -> PaymentReported:
    return PaymentReported(
        number_id=number_id,
        who=people.who(
            text(element, "recipient_id"),
            text(element, "recipient_user_id"),
            text(element, "recipient_parent_user_id"),
        ),
        platform_id=PlatformId(text(element, "id")),
        payment=found,
        at=moment(element),
    )


def _money(amount: Element, currency: str) -> str:
    if "value" not in amount:
        return ""
    return money(whole(amount, "value"), whole(amount, "offset") or 1, currency)
