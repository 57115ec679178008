"""Payments: told once each as a line of the conversation they belong to."""

from datetime import datetime

import sqlalchemy as sa

from console.channels.whatsapp.facts import PaymentReported, Who
from console.domain.errors import InvalidInput, NotFound
from console.domain.ids import ChannelId, ConversationId
from console.domain.messages import EventKind
from console.domain.payments import Payment, PaymentState, line
from console.domain.texts import _
from console.hub import audit, customers, identities, seen, timeline
from console.hub.audit import Action
from console.hub.identities import Seen
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.wire.payments import PostPayment

_message, _channel, _identity = schema.message, schema.channel, schema.identity
_conversation, _seen = schema.conversation, schema.seen_change
_LONGEST = 200
_LAST_WORDS = (PaymentState.CAPTURED, PaymentState.FAILED)


async def reported(tx: Transaction, channel_id: ChannelId, told: PaymentReported) -> None:
    """The platform's report of a payment stands in the transcript."""
    conversation_id = await _conversation_of(tx, channel_id, told)
    await _tell(tx, conversation_id, told.payment, told.at or tx.now)


async def _conversation_of(
    tx: Transaction, channel_id: ChannelId, told: PaymentReported
) -> ConversationId:
    row = await tx.row(
        sa.select(_message.c.conversation_id).where(
            _message.c.channel_id == channel_id, _message.c.platform_id == told.platform_id
        )
    )
    if row is not None:
        return ConversationId(row["conversation_id"])
    if not told.who.is_known:
        raise LookupError("a payment of nobody that is known")
    seen_now = Seen(who=told.who, channel_id=channel_id, at=told.at or tx.now)
    found = await customers.resolve(tx, seen_now)
    thread = await customers.conversation_of(tx, channel_id, found.customer_id, found.who)
    return ConversationId(thread["id"])


async def post(store: Store, who: Principal, request: PostPayment) -> bool:
    """Whether the gateway's report is new; it then stands in the transcript.

    Raises:
        InvalidInput: something is missing, too long, or its time has no zone.
        NotFound: no such number, or the customer never wrote to it.
    """
    _check(request)
    async with store.transaction() as tx:
        conversation_id = await _thread_with(tx, request.phone_number_id, request.customer)
        at = min(request.at or tx.now, tx.now)
        new = await _tell(tx, conversation_id, request.payment, at)
        if new:
            of = f"conversation:{conversation_id}"
            why = f"{request.payment.reference} {request.payment.state}"
            audit.append(tx, Action.PAYMENT_POSTED, of, by=who, why=why)
    return new


def _check(request: PostPayment) -> None:
    payment = request.payment
    if not payment.reference.strip() or not request.customer.strip():
        raise InvalidInput(_("A payment needs a reference and a customer."))
    told = (payment.reference, payment.transaction, payment.amount, payment.method)
    if max(map(len, (*told, payment.reason, request.customer))) > _LONGEST:
        raise InvalidInput(
            _("What is told of a payment may have {count} characters each.").format(
                count=_LONGEST
            )
        )
    if request.at is not None and request.at.tzinfo is None:
        raise InvalidInput(_("The time of a payment needs its zone, such as Z."))


async def _thread_with(tx: Transaction, number_id: str, customer: str) -> ConversationId:
    who = Who(phone=customer.lstrip("+"), user_id=customer)
    named = [
        sa.and_(_identity.c.kind == kind, _identity.c.value == value)
        for kind, value in identities.claims(who)
    ]
    row = await tx.row(
        sa.select(_conversation.c.id)
        .join(_channel, _channel.c.id == _conversation.c.channel_id)
        .join(_identity, _identity.c.customer_id == _conversation.c.customer_id)
        .where(_channel.c.phone_number_id == number_id, sa.or_(*named))
    )
    if row is None:
        raise NotFound(
            _("This customer has no conversation with this number. Check both of them.")
        )
    return ConversationId(row["id"])


async def _tell(
    tx: Transaction, conversation_id: ConversationId, payment: Payment, at: datetime
) -> bool:
    """Whether this is news; "under way" is none once the outcome is known."""
    await timeline.lock(tx, conversation_id)
    if payment.state is PaymentState.PENDING and await _is_over(tx, conversation_id, payment):
        return False
    if not await seen.first_time(tx, _key(conversation_id, payment, payment.state)):
        return False
    about, text, values = line(payment)
    await timeline.system_line(
        tx, conversation_id, EventKind.PAYMENT, actor=about, text=text, values=values, at=at
    )
    return True


async def _is_over(tx: Transaction, conversation_id: ConversationId, payment: Payment) -> bool:
    keys = [_key(conversation_id, payment, state) for state in _LAST_WORDS]
    return await tx.row(sa.select(_seen.c.key).where(_seen.c.key.in_(keys))) is not None


def _key(conversation_id: ConversationId, payment: Payment, state: PaymentState) -> str:
    parts = (conversation_id, payment.reference, payment.transaction, state.value)
    return "payment:" + ":".join(parts)
