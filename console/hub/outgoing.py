"""Outgoing: what has to be known of a queued message before it is sent, and what stops it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from console.channels.whatsapp.faults import Failure
from console.channels.whatsapp.sends import Outgoing
from console.domain.care_window import CareWindow, is_open
from console.domain.delivery import Delivery
from console.domain.handover import is_held
from console.domain.ids import ChannelId, ConversationId, CustomerId, MediaId, MessageId
from console.domain.messages import Body, TemplateMessage
from console.domain.templates import Template
from console.domain.texts import N_
from console.hub.sent_files import files_in
from console.hub.sessions import LAPSED_FIRST
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.hub.uploads import Uploads
from console.wire.codec import from_plain

LIFE = timedelta(hours=24)
Files = dict[MediaId, str] | Failure
_message, _conversation = schema.message, schema.conversation
_channel, _customer = schema.channel, schema.customer


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message with what surrounds it, its conversation locked."""

    message_id: MessageId
    conversation_id: ConversationId
    channel_id: ChannelId
    customer_id: CustomerId
    waba_id: str
    number_id: str
    address: str
    body: Body
    state: str
    state_at: datetime | None
    at: datetime
    reply_to_id: str | None
    reply_to_platform_id: str
    expires_at: datetime | None
    blocked: bool
    held_by: str
    held_at: datetime | None
    channel_trouble: str


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why a message is not sent, and its state for good."""

    state: Delivery
    words: str


async def load(tx: Transaction, message_id: MessageId) -> Message | None:
    """The message as it is now; None if there is no such outgoing one."""
    row = await tx.row(
        sa.select(
            _message,
            _conversation.c.customer_id,
            _conversation.c.address,
            _conversation.c.last_customer_at,
            _conversation.c.closed_at,
            _conversation.c.held_by,
            _conversation.c.held_at,
            _channel.c.waba_id,
            _channel.c.phone_number_id,
            _channel.c.trouble.label("channel_trouble"),
            _customer.c.blocked,
        )
        .join(_conversation, _conversation.c.id == _message.c.conversation_id)
        .join(_channel, _channel.c.id == _conversation.c.channel_id)
        .join(_customer, _customer.c.id == _conversation.c.customer_id)
        .where(_message.c.id == message_id, _message.c.direction == "outbound")
        .with_for_update(of=_conversation)
    )
    if row is None:
        return None
    return Message(
        message_id=message_id,
        conversation_id=row["conversation_id"],
        channel_id=row["channel_id"],
        customer_id=row["customer_id"],
        waba_id=row["waba_id"],
        number_id=row["phone_number_id"],
        address=row["address"],
        body=from_plain(Body, row["body"]),
        state=row["state"],
        state_at=row["state_at"],
        at=row["at"],
        reply_to_id=row["reply_to_id"],
        reply_to_platform_id=row["reply_to_platform_id"],
        expires_at=CareWindow(row["last_customer_at"], row["closed_at"]).expires_at,
        blocked=row["blocked"],
        held_by=row["held_by"],
        held_at=row["held_at"],
        channel_trouble=row["channel_trouble"],
    )


def hindrance(message: Message, now: datetime, waiting_since: datetime) -> Hindrance | None:
    """What keeps this message from being sent for good; None if nothing does."""
    if message.blocked:
        return Hindrance(Delivery.FAILED, N_("Not sent: you have blocked this customer."))
    if not message.address:
        words = N_(
            "Not sent: the customer’s number is somebody else’s now, and no other is known."
        )
        return Hindrance(Delivery.FAILED, words)
    if is_held(message.held_by, message.held_at, now):
        words = N_("Not sent: another app is answering this customer. Your text is kept.")
        return Hindrance(Delivery.RETURNED, words)
    free_form = not isinstance(message.body, TemplateMessage)
    if free_form and not is_open(message.expires_at, now):
        return Hindrance(Delivery.RETURNED, LAPSED_FIRST)
    if now - waiting_since >= LIFE:
        words = N_(
            "Not sent: it could not go for 24 hours. Send it again if it is still wanted."
        )
        return Hindrance(Delivery.EXPIRED, words)
    return None


async def files_of(store: Store, uploads: Uploads, message_id: MessageId) -> Files:
    """The platform's ids of the files a message carries, handed over now if need be."""
    async with store.reading() as connection:
        query = (
            sa.select(
                _message.c.body, _message.c.state, _channel.c.id, _channel.c.phone_number_id
            )
            .join(_channel, _channel.c.id == _message.c.channel_id)
            .where(_message.c.id == message_id)
        )
        row = (await connection.execute(query)).mappings().first()
    waits = {Delivery.ACCEPTED_BY_HUB.value, Delivery.RETRYING.value}
    if row is None or row["state"] not in waits:
        return {}
    handed: dict[MediaId, str] = {}
    for media_id in files_in(from_plain(Body, row["body"])):
        platform_id = await uploads.platform_id(media_id, row["id"], row["phone_number_id"])
        if isinstance(platform_id, Failure):
            return platform_id
        handed[media_id] = platform_id
    return handed


async def complete(tx: Transaction, message: Message, files: dict[MediaId, str]) -> Outgoing:
    """The message with everything its call needs."""
    return Outgoing(
        number_id=message.number_id,
        address=message.address,
        message_id=message.message_id,
        body=message.body,
        files=files,
        quotes=await _quotes(tx, message),
        template=await _template(tx, message),
    )


async def _quotes(tx: Transaction, message: Message) -> str:
    if message.reply_to_id is None:
        return message.reply_to_platform_id
    row = await tx.row(
        sa.select(_message.c.platform_id).where(_message.c.id == message.reply_to_id)
    )
    return str(row["platform_id"] or "") if row is not None else ""


async def _template(tx: Transaction, message: Message) -> Template | None:
    if not isinstance(message.body, TemplateMessage):
        return None
    row = await tx.row(
        sa.select(schema.template.c.template).where(
            schema.template.c.id == message.body.template_id,
            schema.template.c.waba_id == message.waba_id,
        )
    )
    found: Template | None = None if row is None else from_plain(Template, row["template"])
    return found
