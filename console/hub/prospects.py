"""Prospects: all that the hub knows for and against writing to a customer first."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from console.domain.care_window import CareWindow, is_open
from console.domain.charges import Quote
from console.domain.consent import Purpose, why_not_first
from console.domain.errors import NotFound, TooMany
from console.domain.handover import is_held
from console.domain.ids import ChannelId, ConversationId, CustomerId
from console.domain.notifications import Facts, Hours, Live, Reach, Verdict, verdicts
from console.domain.sessions import SessionStatus
from console.domain.templates import Category, Template, why_unusable
from console.domain.texts import _
from console.hub import consents, costs, holds, money, reach, recipients
from console.hub.principal import Principal
from console.hub.recipients import Recipient
from console.hub.store import schema
from console.hub.store.prepared import Row
from console.hub.store.transaction import Transaction
from console.wire.codec import from_plain
from console.wire.notifications import Notify

_conversation, _session = schema.conversation, schema.session
_UNATTENDED = (SessionStatus.NEW.value, SessionStatus.CONSENT.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a notification is about, as it stands.

    Attributes:
        counts: it would take one more place of the limit.
    """

    to: Recipient
    channel: Row
    verdicts: tuple[Verdict, ...]
    reach: Reach
    counts: bool
    live: Live | None
    quote: Quote | None


async def look(tx: Transaction, who: Principal, request: Notify, hours: Hours) -> Found:
    """Who is meant and everything that speaks for and against it."""
    channel = await recipients.channel_for(tx, who, request.channel_id)
    to = await recipients.find(tx, who, request.customer_id, request.number, request.name)
    template = await _template(tx, channel["waba_id"], request)
    thread = await _thread(tx, channel["id"], to.customer_id)
    open_now = _is_open(thread, tx.now)
    counts = not open_now
    if counts and to.customer_id is not None:
        counts = not await reach.has_place(tx.connection, to.customer_id, tx.now)
    live = await _live(tx, who, to.customer_id)
    reached = await reach.now(tx.connection, tx.now)
    quote = await _quote(tx, request, to, template, thread) if template else None
    facts = Facts(
        name=to.name or f"+{to.number}",
        at=request.at or tx.now,
        zones=recipients.zones_of(to.number or _digits(channel["display_number"])),
        hours=hours,
        no_consent=await _no_consent(tx, channel, to, template),
        template=await _template_trouble(tx, channel, to, template, window_open=open_now),
        live=live,
        reach=reached,
        counts=counts,
        blocked=to.row is not None and to.row["blocked"],
        credits=(quote.blocked or "") if quote else "",
        held_elsewhere=thread is not None
        and is_held(thread["held_by"], thread["held_at"], tx.now),
    )
    return Found(
        to=to,
        channel=channel,
        verdicts=verdicts(facts),
        reach=reached,
        counts=counts,
        live=live,
        quote=quote,
    )


async def _quote(
    tx: Transaction, request: Notify, to: Recipient, template: Template, thread: Row | None
) -> Quote:
    return await money.quote(
        tx,
        request.channel_id,
        template.category.value,
        costs.country_of(to.number),
        request.at or tx.now,
        inside_window=_is_open(thread, tx.now),
        conversation=ConversationId(thread["id"]) if thread is not None else None,
    )


async def _template(tx: Transaction, waba_id: str, request: Notify) -> Template | None:
    if not request.template_id:
        return None
    table = schema.template
    row = await tx.row(
        sa.select(table.c.template).where(
            table.c.id == request.template_id, table.c.waba_id == waba_id
        )
    )
    if row is None:
        raise NotFound(_("This template isn’t there any more. Choose another one."))
    found: Template = from_plain(Template, row["template"])
    return found


async def _thread(
    tx: Transaction, channel_id: str, customer_id: CustomerId | None
) -> Row | None:
    return await tx.row(
        sa.select(_conversation).where(
            _conversation.c.channel_id == channel_id,
            _conversation.c.customer_id == customer_id,
        )
    )


def _is_open(thread: Row | None, now: datetime) -> bool:
    if thread is None:
        return False
    window = CareWindow(thread["last_customer_at"], thread["closed_at"])
    return is_open(window.expires_at, now)


async def _live(tx: Transaction, who: Principal, customer_id: CustomerId | None) -> Live | None:
    """The session of the customer's, on any number, that somebody sees to or should."""
    rep, queue = schema.rep, schema.queue
    row = await tx.row(
        sa.select(
            _session.c.id,
            _session.c.owner_rep_id,
            rep.c.name.label("owner"),
            queue.c.name.label("queue"),
        )
        .join(_conversation, _conversation.c.id == _session.c.conversation_id)
        .join(queue, queue.c.id == _session.c.queue_id)
        .outerjoin(rep, rep.c.id == _session.c.owner_rep_id)
        .where(
            _conversation.c.customer_id == customer_id,
            _session.c.ended_at.is_(None),
            _session.c.status.not_in(_UNATTENDED),
        )
        .order_by(_session.c.owner_rep_id.is_(None), _session.c.opened_at)
        .limit(1)
    )
    if row is None:
        return None
    return Live(
        session_id=row["id"],
        owner=row["owner"] or "",
        queue=row["queue"],
        mine=row["owner_rep_id"] == who.rep_id,
    )


async def _no_consent(
    tx: Transaction, channel: Row, to: Recipient, template: Template | None
) -> str:
    offers = template is not None and template.category is Category.MARKETING
    purpose = Purpose.MARKETING if offers else Purpose.SERVICE
    channel_id = ChannelId(channel["id"])
    said, known = None, ()
    if to.customer_id is not None and to.row is not None:
        said = await consents.standing(tx.connection, to.customer_id, purpose, channel_id)
        known = to.row["consent"]
    level = (await consents.rule_of(tx, channel_id)).level
    return why_not_first(said, known, purpose, level)


async def _template_trouble(
    tx: Transaction,
    channel: Row,
    to: Recipient,
    template: Template | None,
    *,
    window_open: bool,
) -> str:
    if template is None:
        return ""
    if reason := why_unusable(template):
        words = _("“{title}” can’t be sent: {reason}. Choose another.")
        return words.format(title=template.title, reason=reason)
    try:
        await holds.check(
            tx,
            template,
            channel["id"],
            to.customer_id or CustomerId(""),
            window_open=window_open,
        )
    except TooMany as refusal:
        return refusal.message
    return ""


def _digits(number: str) -> str:
    return "".join(mark for mark in number if mark.isdigit())
