"""Consents: what customers agree to is put down, keywords are heard, offers are let or not."""

from dataclasses import replace
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.channels.whatsapp.facts import PreferenceChanged
from console.domain import consent as rules
from console.domain.consent import Consent, ConsentRule, Heard, Keywords, Level, Purpose, Word
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.errors import InvalidInput
from console.domain.ids import ChannelId, ConversationId, CustomerId, MessageId, SessionId
from console.domain.messages import Body, Choice, Text
from console.domain.templates import Category
from console.domain.texts import N_, _
from console.hub import audit, customers, seen, send_queue, timeline
from console.hub.identities import Seen
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.consent_table import consent as _table
from console.hub.store.prepared import Row
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.wire.codec import from_plain
from console.wire.requests import RecordConsent

AUTHOR = N_("Automatic answer")
HISTORY = 50
OPTED_OUT = N_("The customer wants no offers any more. It was not sent.")
_LONGEST_KEYWORD = 40
_SOURCE_LIMIT, _WORDING_LIMIT = 120, 1000
_customer, _channel, _message = schema.customer, schema.channel, schema.message
_RULE = sa.select(_channel.c.consent).where(_channel.c.id == sa.bindparam("which"))


async def rule_of(tx: Transaction, channel_id: ChannelId) -> ConsentRule:
    """What a channel asks for."""
    row = await tx.ask(_channel, _RULE, which=channel_id)
    found: ConsentRule = from_plain(ConsentRule, row["consent"]) if row else ConsentRule()
    return found


async def record(
    tx: Transaction,
    customer_id: CustomerId,
    said: Consent,
    channel_id: ChannelId | None = None,
) -> None:
    """The statement is on record, and what the customer has last said stands."""
    await tx.execute(
        _table.insert().values(
            customer_id=customer_id,
            channel_id=channel_id,
            purpose=said.purpose.value,
            granted=said.granted,
            level=said.level.value,
            source=said.source,
            wording=said.wording,
            at=said.at,
            recorded_at=tx.now,
            recorded_by=said.recorded_by,
        )
    )
    await _project(tx, customer_id, said.purpose)
    if said.purpose is Purpose.MARKETING and not said.granted:
        await _stop_offers(tx, customer_id)
    tx.tell("customer", customer_id)


async def told(
    store: Store, who: Principal, customer_id: CustomerId, request: RecordConsent
) -> None:
    """What a customer told a colleague is on record; who may see them was asked before.

    Raises:
        InvalidInput: nothing says where it was told, or it is too long.
    """
    async with store.transaction() as tx:
        await record(tx, customer_id, statement(request, who.name, tx.now))


def statement(request: RecordConsent, by: str, at: datetime) -> Consent:
    """What a customer told a colleague.

    Raises:
        InvalidInput: nothing says where it was told, or it is too long.
    """
    source, wording = request.source.strip(), request.wording.strip()
    if not source:
        raise InvalidInput(_("source: say where the customer said so, such as “by phone”."))
    if len(source) > _SOURCE_LIMIT or len(wording) > _WORDING_LIMIT:
        raise InvalidInput(
            _("source and wording may have {source} and {wording} characters.").format(
                source=_SOURCE_LIMIT, wording=_WORDING_LIMIT
            )
        )
    return Consent(
        purpose=request.purpose,
        granted=request.granted,
        level=Level.EXPLICIT,
        source=source,
        wording=wording,
        at=at,
        recorded_by=by,
    )


async def standing(
    connection: AsyncConnection,
    customer_id: CustomerId,
    purpose: Purpose,
    channel_id: ChannelId | None = None,
) -> Consent | None:
    """What the customer last said about it: on this channel or for all; None if nothing."""
    query = (
        sa.select(_table)
        .where(_table.c.customer_id == customer_id, _table.c.purpose == purpose.value)
        .order_by(_table.c.at.desc(), _table.c.id.desc())
        .limit(1)
    )
    if channel_id is not None:
        query = query.where(
            sa.or_(_table.c.channel_id.is_(None), _table.c.channel_id == channel_id)
        )
    row = (await connection.execute(query)).mappings().first()
    return None if row is None else _consent(row)


async def history(connection: AsyncConnection, customer_id: CustomerId) -> tuple[Consent, ...]:
    """What is on record, newest first."""
    query = (
        sa.select(_table)
        .where(_table.c.customer_id == customer_id)
        .order_by(_table.c.at.desc(), _table.c.id.desc())
        .limit(HISTORY)
    )
    return tuple(_consent(row) for row in (await connection.execute(query)).mappings())


async def why_not(tx: Transaction, conversation_id: ConversationId, category: Category) -> str:
    """Why a template of this category may not go to this customer; empty if it may.

    Source: WhatsApp, "Get opt-in"; templates of service and sign-in answer what was asked.
    """
    if category is not Category.MARKETING:
        return ""
    conversation = schema.conversation
    row = await tx.row(
        sa.select(conversation.c.channel_id, conversation.c.customer_id, _customer.c.consent)
        .join(_customer, _customer.c.id == conversation.c.customer_id)
        .where(conversation.c.id == conversation_id)
    )
    assert row is not None  # it is locked
    channel_id, customer_id = ChannelId(row["channel_id"]), CustomerId(row["customer_id"])
    said = await standing(tx.connection, customer_id, Purpose.MARKETING, channel_id)
    return rules.why_no_offers(said, row["consent"], (await rule_of(tx, channel_id)).level)


async def hear(
    tx: Transaction, channel_id: ChannelId, conversation: Row, body: Body
) -> Heard | None:
    """The keyword that a customer's message is; None if it says anything else."""
    text = _words(body)
    if not text or len(text) > _LONGEST_KEYWORD:
        return None
    found = rules.heard(text, await rule_of(tx, channel_id))
    if found is not None and found.word is Word.CONFIRM:
        customer_id = CustomerId(conversation["customer_id"])
        said = await standing(tx.connection, customer_id, Purpose.MARKETING, channel_id)
        if said is None or not said.granted or said.level is not Level.EXPLICIT:
            return None  # an everyday yes
    return found


async def obey(
    tx: Transaction,
    channel_id: ChannelId,
    conversation: Row,
    found: Heard,
    body: Body,
    at: datetime,
) -> bool:
    """Does what the keyword asks for; whether a second yes is waited for now."""
    words, wording = found.keywords, _words(body)
    granted = found.word is not Word.OPT_OUT
    level = Level.DOUBLE if found.word is Word.CONFIRM else Level.EXPLICIT
    needed = (await rule_of(tx, channel_id)).level
    asks = granted and needed is Level.DOUBLE and level is Level.EXPLICIT
    reply = words.help_answer
    if found.word is not Word.HELP:
        reply = _reply(words, granted=granted, asks=asks)
        for purpose in Purpose:
            said = Consent(
                purpose=purpose,
                granted=granted,
                level=level,
                source=N_("by keyword"),
                wording=wording,
                at=at,
                recorded_by="",
            )
            await record(tx, CustomerId(conversation["customer_id"]), said, channel_id)
    await _answer(tx, ConversationId(conversation["id"]), reply, f"{wording}|{at.isoformat()}")
    return asks and found.word is not Word.HELP


def about_offers(at: datetime, *, wanted: bool, source: str, by: str) -> Consent:
    """What the platform tells about a customer who takes offers or stops them."""
    return Consent(
        purpose=Purpose.MARKETING,
        granted=wanted,
        level=Level.EXPLICIT,
        source=source,
        wording="",
        at=at,
        recorded_by=by,
    )


async def preferred(tx: Transaction, channel_id: ChannelId, fact: PreferenceChanged) -> None:
    """What a customer has set in WhatsApp itself about offers is on record."""
    if await seen.first_time(tx, f"preference:{fact.key}"):
        at = min(fact.at or tx.now, tx.now)
        source = N_("in WhatsApp’s settings")
        said = replace(
            about_offers(at, wanted=fact.wants_offers, source=source, by=audit.META),
            wording=fact.words,
        )
        seen_now = Seen(who=fact.who, channel_id=channel_id, at=at)
        found = await customers.resolve(tx, seen_now)
        await record(tx, found.customer_id, said, channel_id)


def _words(body: Body) -> str:
    match body:
        case Text():
            return body.text
        case Choice():
            return body.title
    return ""


def _reply(words: Keywords, *, granted: bool, asks: bool) -> str:
    if not granted:
        return words.opted_out
    return words.please_confirm if asks else words.opted_in


async def _answer(
    tx: Transaction, conversation_id: ConversationId, text: str, about: str
) -> None:
    if not text:
        return
    # the id follows from what is answered, so that a repeat could not send twice
    made = uuid5(NAMESPACE_OID, f"consent|{conversation_id}|{about}")
    session_id = await timeline.open_session(tx, conversation_id)
    await timeline.add(
        tx,
        conversation_id=conversation_id,
        direction=Direction.OUTBOUND,
        body=Text(text=text),
        at=tx.now,
        session_id=None if session_id is None else SessionId(session_id),
        message_id=MessageId(str(made)),
        author=AUTHOR,
        by_bot=True,
        state=Delivery.ACCEPTED_BY_HUB,
    )
    await send_queue.enqueue(tx, MessageId(str(made)), conversation_id)


async def _project(tx: Transaction, customer_id: CustomerId, purpose: Purpose) -> None:
    """The customer's row says what stands: hubs before this one read it there."""
    said = await standing(tx.connection, customer_id, purpose)
    row = await tx.row(
        sa.select(_customer.c.consent).where(_customer.c.id == customer_id).with_for_update()
    )
    if row is None or said is None:
        return
    others = [entry for entry in row["consent"] if entry and entry[0] != purpose.value]
    where = f"{said.source}, {said.at:%Y-%m-%d %H:%M} UTC"
    await tx.execute(
        _customer.update()
        .where(_customer.c.id == customer_id)
        .values(consent=[*others, [purpose.value, said.granted, where]])
    )


async def _stop_offers(tx: Transaction, customer_id: CustomerId) -> None:
    """Offers that still wait to be sent to the customer are not sent."""
    conversation, template = schema.conversation, schema.template
    waiting = await tx.rows(
        sa.select(_message.c.id, _message.c.body, _channel.c.waba_id)
        .join(conversation, conversation.c.id == _message.c.conversation_id)
        .join(_channel, _channel.c.id == conversation.c.channel_id)
        .where(
            conversation.c.customer_id == customer_id,
            _message.c.kind == "template",
            _message.c.state.in_(send_queue.WAITING),
        )
    )
    for row in waiting:
        found = await tx.row(
            sa.select(template.c.template).where(
                template.c.id == row["body"].get("template_id"),
                template.c.waba_id == row["waba_id"],
            )
        )
        if found is not None and found["template"].get("category") == Category.MARKETING:
            await send_queue.withdraw(tx, MessageId(row["id"]), Delivery.FAILED, OPTED_OUT)


def _consent(row: Row | sa.RowMapping) -> Consent:
    return Consent(
        purpose=Purpose(row["purpose"]),
        granted=row["granted"],
        level=Level(row["level"]),
        source=row["source"],
        wording=row["wording"],
        at=row["at"],
        recorded_by=row["recorded_by"],
    )
