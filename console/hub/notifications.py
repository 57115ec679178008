"""Notifications: a customer is written to first, once every rule allows it."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

import sqlalchemy as sa

from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.errors import InvalidInput, NotFound, NotStarted
from console.domain.ids import (
    ChannelId,
    ConversationId,
    CustomerId,
    MessageId,
    SessionId,
    TemplateId,
)
from console.domain.messages import Body, TemplateMessage
from console.domain.notifications import (
    Hours,
    Live,
    State,
    Verdict,
    why_not,
)
from console.domain.texts import _
from console.hub import (
    costs,
    customers,
    jobs,
    prospects,
    reach,
    recipients,
    send_queue,
    sending,
    sent_files,
    sessions,
    timeline,
)
from console.hub.principal import Principal
from console.hub.prospects import Found
from console.hub.store import schema
from console.hub.store.notification_table import notification
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.hub.views import customers as customer_views
from console.wire.codec import to_plain
from console.wire.notifications import Notify, Outlook

_conversation, _session = schema.conversation, schema.session
_LONGEST_ID = 64
NOTIFY = "notify"
FURTHEST = timedelta(days=90)


async def check(store: Store, who: Principal, request: Notify, hours: Hours) -> Outlook:
    """What would become of it; nothing is changed.

    Raises:
        InvalidInput, NotFound, NotAllowed: it isn't clear who is meant, or not theirs.
    """
    async with store.transaction() as tx:
        found = await prospects.look(tx, who, request, hours)
        to = found.to
        customer = None
        if to.customer_id is not None and to.shown:
            customer = await customer_views.one(tx.connection, to.customer_id)
        session_id = await _if_theirs(tx, who, found.live)
    zone = recipients.zones_of(to.number)[0]
    return Outlook(
        number=f"+{to.number}" if to.number else "",
        customer_id=to.customer_id if to.shown else None,
        customer=customer,
        verdicts=found.verdicts,
        zone=str(zone),
        country=costs.country_of(to.number),
        counts=found.counts,
        reached=found.reach.count,
        reach_limit=found.reach.limit,
        frees_at=found.reach.frees_at,
        session_id=session_id,
        quote=found.quote,
    )


async def _if_theirs(tx: Transaction, who: Principal, live: Live | None) -> SessionId | None:
    if live is None:
        return None
    row = await tx.row(sa.select(_session.c.audience).where(_session.c.id == live.session_id))
    theirs = live.mine or (row is not None and who.may_see(row["audience"]))
    return SessionId(live.session_id) if theirs else None


async def start(store: Store, who: Principal, request: Notify, hours: Hours) -> str:
    """The notification's id; the same request again gives the same and sends nothing more.

    With a time it is planned for then (`hub.planned`).

    Raises:
        NotStarted: all that speaks against it.
        TemplateUnusable, InvalidInput, NotFound, NotAllowed: with words.
    """
    check_id(request.notification_id)
    async with store.transaction() as tx:
        await reach.lock(tx)
        if await state_of(tx, who, request.notification_id) not in {None, State.DRAFT}:
            return request.notification_id
        await forget_draft(tx, request.notification_id)
        if request.at is not None:
            await _plan(tx, who, request, hours)
            return request.notification_id
        found = await prospects.look(tx, who, request, hours)
        refuse(found.verdicts)
        await keep(tx, who, request, found.to.customer_id, State.PLANNED)
        await begin(tx, who, request, found, hours)
    return request.notification_id


async def _plan(tx: Transaction, who: Principal, request: Notify, hours: Hours) -> None:
    """It goes at its time, if all else lets it; what speaks against it now is said now.

    Raises:
        InvalidInput: the time is past, or too far away.
        NotStarted: all that speaks against it and will not pass by then.
    """
    assert request.at is not None
    if not tx.now < request.at <= tx.now + FURTHEST:
        raise InvalidInput(_("at: choose a time within the next 90 days."))
    found = await prospects.look(tx, who, request, hours)
    refuse(found.verdicts)
    await keep(tx, who, request, found.to.customer_id, State.PLANNED)
    await jobs.put(tx, NOTIFY, request.notification_id, due_at=request.at)


def refuse(found: Sequence[Verdict]) -> None:
    """Passes if nothing speaks against it; raises `NotStarted` with all that does."""
    against = why_not(found)
    if against:
        raise NotStarted(against)


def check_id(notification_id: str) -> None:
    """Passes an id that somebody minted; raises `InvalidInput` else."""
    if not 8 <= len(notification_id) <= _LONGEST_ID:
        raise InvalidInput(_("notification_id: use 8 to 64 characters, such as a UUID."))


async def state_of(tx: Transaction, who: Principal, notification_id: str) -> State | None:
    """Where it stands; None if it is new, and `NotFound` if it is somebody else's."""
    query = sa.select(notification.c.rep_id, notification.c.state)
    row = await tx.row(query.where(notification.c.id == notification_id))
    if row is None:
        return None
    if row["rep_id"] != who.rep_id:
        raise NotFound(_("There is no such notification."))
    return State(row["state"])


async def forget_draft(tx: Transaction, notification_id: str) -> None:
    """What was saved under this id makes room for what it has become."""
    this = notification.c.id == notification_id
    draft = notification.c.state == State.DRAFT.value
    await tx.execute(notification.delete().where(this, draft))


def asked(request: Notify) -> TemplateMessage:
    """The message as it was asked for; its text is made when it goes."""
    return TemplateMessage(
        template_id=request.template_id or TemplateId(""),
        name="",
        language="",
        title="",
        values=dict(request.values),
        header_media_id=request.header_media_id,
    )


async def keep(
    tx: Transaction,
    who: Principal,
    request: Notify,
    customer_id: CustomerId | None,
    state: State,
) -> None:
    """The notification is on record in this state."""
    await tx.execute(
        notification.insert().values(
            id=request.notification_id,
            channel_id=request.channel_id,
            customer_id=customer_id,
            number=request.number,
            name=request.name,
            body=to_plain(asked(request), Body),
            rep_id=who.rep_id,
            to_inbox=request.to_inbox,
            state=state.value,
            due_at=request.at or tx.now,
            made_at=tx.now,
        )
    )


async def begin(
    tx: Transaction, who: Principal, request: Notify, found: Found, hours: Hours
) -> None:
    """The conversation is open and its first message waits to be sent."""
    customer_id = found.to.customer_id
    assert customer_id is not None  # nobody new has a consent on record
    conversation = await customers.conversation_of(
        tx, ChannelId(found.channel["id"]), customer_id, found.to.who
    )
    # looked at again under the lock: the customer or a colleague may have written meanwhile
    refuse((await prospects.look(tx, who, request, hours)).verdicts)
    conversation_id = ConversationId(conversation["id"])
    template = await sending.filled(tx, conversation_id, asked(request))
    body = await sent_files.checked(tx, who, conversation_id, template)
    message_id = message_id_of(request.notification_id)
    session_id = await sessions.started(tx, conversation)
    await timeline.add(
        tx,
        conversation_id=conversation_id,
        direction=Direction.OUTBOUND,
        body=body,
        at=tx.now,
        session_id=session_id,
        message_id=message_id,
        author=who.name,
        author_id=who.rep_id,
        state=Delivery.ACCEPTED_BY_HUB,
    )
    await reach.take(tx, message_id, conversation_id)
    await send_queue.enqueue(tx, message_id, conversation_id)
    await tx.execute(
        notification.update()
        .where(notification.c.id == request.notification_id)
        .values(
            state=State.STARTED.value,
            ended_at=tx.now,
            customer_id=customer_id,
            conversation_id=conversation_id,
            message_id=message_id,
        )
    )


def message_id_of(notification_id: str) -> MessageId:
    """The id of its message: it follows from its own, so that a repeat can't send twice."""
    return MessageId(str(uuid5(NAMESPACE_OID, f"notification|{notification_id}")))
