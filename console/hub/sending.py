"""Sending: one press of Send becomes one message, checked by the rules and queued."""

from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from console.channels.whatsapp.reasons import HEALTH
from console.domain import policy
from console.domain.care_window import CareWindow, is_open
from console.domain.dead_letters import health_pause_ends
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.errors import (
    ALL,
    AlreadyDecided,
    InvalidInput,
    NotFound,
    RuleBroken,
    TemplateUnusable,
    TooMany,
)
from console.domain.handover import is_held
from console.domain.ids import ConversationId, MessageId, SessionId
from console.domain.messages import Body, NoteText, TemplateMessage, Unsupported
from console.domain.template_filling import sent_cards
from console.domain.templates import (
    Template,
    fill,
    filled_heading,
    header_media,
    moment_in,
    problems,
    why_unusable,
)
from console.domain.texts import _, kept
from console.hub import (
    attempts,
    consents,
    costs,
    dead_letters,
    holds,
    ownership,
    reach,
    send_queue,
    sent_files,
    sessions,
    timeline,
)
from console.hub.ownership import Held
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.prepared import Row
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.wire.codec import from_plain
from console.wire.requests import SendMessage

_message, _session = schema.message, schema.session
_BY_CODE = {kind.code: kind for kind in ALL}
_OURS_ALONE = {Direction.NOTE.value, Direction.EVENT.value}
_ASKABLE = {Delivery.UNKNOWN, Delivery.FAILED, Delivery.DEAD, Delivery.EXPIRED}


async def send(store: Store, who: Principal, request: SendMessage) -> MessageId:
    """The message's id; the same request again gives the same answer and sends nothing more.

    Raises:
        NotOwner, WindowLapsed, InvalidInput, TemplateUnusable, RecipientBlocked: with words.
    """
    async with store.transaction() as tx:
        # locked before the look: the same request may be under way at another replica
        held = await ownership.lock(tx, request.session_id)
        if await _is_known(tx, who, request.message_id):
            return request.message_id
        if isinstance(request.body, NoteText):
            return await _note(tx, who, held, request)
        await ownership.must_own(tx, who, held, request.fence)
        verdict = await verdict_on(tx, held)
        outcome = policy.may_send(request.body, verdict)
        if isinstance(outcome, policy.Refused):
            raise _BY_CODE.get(outcome.code, RuleBroken)(outcome.message)
        body = await _checked(tx, who, held, request.body)
        await costs.check(tx, held.conversation_id, body)
        return await _accept(tx, who, held, request, body)


async def _is_known(tx: Transaction, who: Principal, message_id: MessageId) -> bool:
    known = await tx.row(sa.select(_message.c.author_id).where(_message.c.id == message_id))
    if known is not None and known["author_id"] != who.rep_id:
        raise NotFound(_("There is no such message."))
    return known is not None


async def verdict_on(tx: Transaction, held: Held) -> policy.Verdict:
    """What may be sent in a session that its owner holds, now."""
    conversation, customer = schema.conversation, schema.customer
    row = await tx.row(
        sa.select(conversation, customer.c.blocked)
        .join(customer, customer.c.id == conversation.c.customer_id)
        .where(conversation.c.id == held.conversation_id)
    )
    assert row is not None  # it is locked
    return policy.composer(
        held.status,
        expires_at=CareWindow(row["last_customer_at"], row["closed_at"]).expires_at,
        now=tx.now,
        owned=True,
        customer_blocked=row["blocked"],
        held_elsewhere=is_held(row["held_by"], row["held_at"], tx.now),
    )


async def _checked(tx: Transaction, who: Principal, held: Held, body: Body) -> Body:
    """The body as it will be kept; whatever the desk claims of it is looked up here."""
    if isinstance(body, TemplateMessage):
        body = await filled(tx, held.conversation_id, body)
    return await sent_files.checked(tx, who, held.conversation_id, body)


async def filled(
    tx: Transaction, conversation_id: ConversationId, body: TemplateMessage
) -> TemplateMessage:
    """The template message with its text made here, from the template as Meta has it.

    Raises:
        TemplateUnusable, TooMany: it can't be sent, or not yet; with words.
    """
    template = await _template_for(tx, conversation_id, body)
    if reason := why_unusable(template):
        raise TemplateUnusable(
            _("“{title}” can’t be sent: {reason}. Choose another.").format(
                title=template.title, reason=reason
            )
        )
    if reason := await consents.why_not(tx, conversation_id, template.category):
        raise TemplateUnusable(
            _("“{title}” can’t be sent: {reason}. Choose another.").format(
                title=template.title, reason=reason
            )
        )
    files = [body.header_media_id, *(card.media_id for card in body.cards)]
    given = sum(one is not None for one in files)
    wrong = problems(template, body.values, files=given, now=tx.now)
    if wrong:
        raise TemplateUnusable(" ".join(wrong))
    return replace(
        body,
        name=template.name,
        language=template.language,
        title=template.title,
        header_media=header_media(template),
        header_text=filled_heading(template, body.values),
        text=fill(template.body, "body", body.values),
        footer=template.footer,
        buttons=tuple(button.text for button in template.buttons),
        cards=sent_cards(template, body.values, files[1:]),
        offer=template.offer,
        offer_ends_at=moment_in(body.values.get("offer.ends", "")),
    )


async def _template_for(
    tx: Transaction, conversation_id: ConversationId, body: TemplateMessage
) -> Template:
    """The template as Meta has it, which need not wait.

    Raises:
        TemplateUnusable: it is gone.
        TooMany: it has to wait.
    """
    conversation, channel, template = schema.conversation, schema.channel, schema.template
    row = await tx.row(
        sa.select(template.c.template, conversation)
        .join(channel, channel.c.waba_id == template.c.waba_id)
        .join(conversation, conversation.c.channel_id == channel.c.id)
        .where(template.c.id == body.template_id, conversation.c.id == conversation_id)
    )
    if row is None:
        raise TemplateUnusable(_("This template isn’t there any more. Choose another one."))
    found: Template = from_plain(Template, row["template"])
    window = CareWindow(row["last_customer_at"], row["closed_at"])
    await holds.check(
        tx,
        found,
        row["channel_id"],
        row["customer_id"],
        window_open=is_open(window.expires_at, tx.now),
    )
    return found


async def _accept(
    tx: Transaction, who: Principal, held: Held, request: SendMessage, body: Body
) -> MessageId:
    await timeline.add(
        tx,
        conversation_id=held.conversation_id,
        direction=Direction.OUTBOUND,
        body=body,
        at=tx.now,
        session_id=held.session_id,
        message_id=request.message_id,
        author=who.name,
        author_id=who.rep_id,
        state=Delivery.ACCEPTED_BY_HUB,
        reply_to_id=await _replied_to(tx, held.conversation_id, request.reply_to),
    )
    await sessions.rep_wrote(tx, held, tx.now)
    await tx.execute(
        _session.update().where(_session.c.id == held.session_id).values(passed_draft="")
    )
    if isinstance(body, TemplateMessage):
        await reach.take(tx, request.message_id, held.conversation_id)
    await send_queue.enqueue(tx, request.message_id, held.conversation_id)
    return request.message_id


async def _replied_to(
    tx: Transaction, conversation_id: ConversationId, message_id: MessageId | None
) -> MessageId | None:
    if message_id is None:
        return None
    row = await tx.row(
        sa.select(_message.c.direction).where(
            _message.c.id == message_id, _message.c.conversation_id == conversation_id
        )
    )
    if row is None:
        raise InvalidInput(_("The message you reply to isn’t in this conversation."))
    if row["direction"] in _OURS_ALONE:
        raise InvalidInput(_("The customer doesn’t see this line, so it can’t be quoted."))
    return message_id


async def _note(tx: Transaction, who: Principal, held: Held, request: SendMessage) -> MessageId:
    """A note for colleagues: whoever may see the session may leave one."""
    ownership.must_see(who, held)
    await timeline.add(
        tx,
        conversation_id=held.conversation_id,
        direction=Direction.NOTE,
        body=request.body,
        at=tx.now,
        session_id=held.session_id,
        message_id=request.message_id,
        author=who.name,
        author_id=who.rep_id,
    )
    return request.message_id


async def cancel(store: Store, who: Principal, message_id: MessageId) -> MessageId:
    """The message that was still waiting will not be sent.

    Raises:
        AlreadyDecided: it is on its way or gone.
    """
    async with store.transaction() as tx:
        await _own_message(tx, who, message_id)
        if not await send_queue.withdraw(tx, message_id, Delivery.CANCELED):
            raise AlreadyDecided(_("It is on its way already and can’t be taken back."))
    return message_id


async def try_now(store: Store, who: Principal, message_id: MessageId) -> MessageId:
    """The message that waits for its next try is tried at once.

    Raises:
        AlreadyDecided: it isn't waiting, or what it waits for is out of the rep's hands.
    """
    async with store.transaction() as tx:
        row = await _own_message(tx, who, message_id)
        await ownership.lock(tx, SessionId(row["session_id"]))
        trouble = str(row["trouble"])
        if row["state"] == Delivery.ACCEPTED_BY_HUB.value and trouble:
            raise AlreadyDecided(kept(trouble))
        channel = await tx.row(
            sa.select(schema.channel.c.trouble).where(schema.channel.c.id == row["channel_id"])
        )
        out_of_order = "" if channel is None else str(channel["trouble"])
        if out_of_order:
            raise AlreadyDecided(kept(out_of_order))
        if not await send_queue.hasten(tx, message_id):
            raise AlreadyDecided(_("It isn’t waiting to be tried. Look at its state again."))
    return message_id


async def send_again(store: Store, who: Principal, message_id: MessageId) -> MessageId:
    """The message is tried once more because a person decided so.

    Raises:
        AlreadyDecided: it has arrived meanwhile, or waits to be sent anyway.
        WindowLapsed: it is free-form and the window has lapsed since.
    """
    async with store.transaction() as tx:
        await _own_message(tx, who, message_id)
        await try_again(tx, who, message_id)
    return message_id


async def try_again(tx: Transaction, who: Principal, message_id: MessageId) -> None:
    """The message, which this person may act on, waits to be sent once more.

    Raises:
        AlreadyDecided, WindowLapsed: as `send_again`.
        TooMany: the platform holds it back, and not long enough ago.
    """
    session_id = (await _message_row(tx, message_id))["session_id"]
    held = await ownership.lock(tx, SessionId(session_id))
    row = await _message_row(tx, message_id)  # as it is under the lock
    if Delivery(row["state"]) not in _ASKABLE:
        raise AlreadyDecided(_("It has moved on meanwhile. Look at its state again."))
    body: Body = from_plain(Body, row["body"])
    if isinstance(body, Unsupported):
        raise AlreadyDecided(_("What it said was removed after 24 hours. Write it anew."))
    await _check_health(tx, row)
    outcome = policy.may_send(body, await verdict_on(tx, held))
    if isinstance(outcome, policy.Refused):
        raise _BY_CODE.get(outcome.code, RuleBroken)(outcome.message)
    if isinstance(body, TemplateMessage):
        await _template_for(tx, held.conversation_id, body)
        await reach.take(tx, message_id, held.conversation_id)
    await costs.check(tx, held.conversation_id, body)
    await _requeue(tx, message_id, held.conversation_id, tx.now)
    await dead_letters.follow(tx, message_id, by=who.name)


async def _check_health(tx: Transaction, row: Row) -> None:
    """Source: WhatsApp, "Error codes": 131049 only after a day, and longer each time."""
    if row["trouble_code"] != str(HEALTH) or row["state_at"] is None:
        return
    times = await attempts.failures(tx, MessageId(row["id"]))
    left = health_pause_ends(row["state_at"], times) - tx.now
    if left > timedelta(0):
        hours = -(-int(left.total_seconds()) // 3600)
        raise TooMany(
            _(
                "WhatsApp held this back to keep its marketing messages wanted. It may be "
                "tried again in {hours} h; until then the customer can write first."
            ).format(hours=hours),
            retry_after_s=int(left.total_seconds()) + 1,
        )


async def _message_row(tx: Transaction, message_id: MessageId) -> Row:
    row = await tx.row(sa.select(_message).where(_message.c.id == message_id))
    if row is None or not row["session_id"]:
        raise NotFound(_("There is no such message."))
    return row


async def _requeue(
    tx: Transaction, message_id: MessageId, conversation_id: ConversationId, at: datetime
) -> None:
    await tx.execute(
        _message.update()
        .where(_message.c.id == message_id)
        .values(
            state=Delivery.ACCEPTED_BY_HUB.value,
            state_at=at,
            retry_at=None,
            trouble="",
            trouble_code="",
            price=None,
            **{f"{reported}_at": None for reported in schema.REPORTED},
        )
    )
    await send_queue.enqueue(tx, message_id, conversation_id)
    tx.tell("message", message_id)


async def _own_message(tx: Transaction, who: Principal, message_id: MessageId) -> Row:
    row = await tx.row(sa.select(_message).where(_message.c.id == message_id))
    if row is None or row["direction"] != Direction.OUTBOUND.value or not row["session_id"]:
        raise NotFound(_("There is no such message."))
    session = await tx.row(
        sa.select(_session.c.owner_rep_id, _session.c.audience).where(
            _session.c.id == row["session_id"]
        )
    )
    owner, audience = (session["owner_rep_id"], session["audience"]) if session else (None, "")
    leads = who.role.leads and who.may_see(audience)
    if who.rep_id not in {row["author_id"], owner} and not leads:
        raise NotFound(_("There is no such message."))
    return row
