"""Refusals: what Meta's no to one message means for consent, templates, window and number."""

import sqlalchemy as sa

from console.channels.whatsapp import faults
from console.channels.whatsapp.faults import Class, Effect, Failure
from console.domain.holds import HoldKind
from console.domain.ids import ChannelId, ConversationId, CustomerId
from console.hub import (
    audit,
    blocking,
    consents,
    holds,
    jobs,
    notices,
    sessions,
    templates,
    timeline,
)
from console.hub.audit import Action
from console.hub.store import schema
from console.hub.store.transaction import Transaction

_channel = schema.channel


async def follow(
    tx: Transaction, failure: Failure, channel_id: ChannelId, conversation_id: ConversationId
) -> None:
    """What a refusal says beyond its message is known, whichever way it came."""
    await _about_customer(tx, failure, channel_id, conversation_id)
    if failure.effect in holds.BY_EFFECT:
        await _hold(tx, holds.BY_EFFECT[failure.effect], channel_id, conversation_id)
    if failure.effect is Effect.TEMPLATES_MOVED:
        found = await tx.row(sa.select(_channel.c.waba_id).where(_channel.c.id == channel_id))
        if found is not None:
            await jobs.put(tx, templates.SYNC_TEMPLATES, found["waba_id"])
    if failure.kind is Class.TEMPLATE:
        await sessions.window_refused(tx, conversation_id)
    if failure.kind is Class.CHANNEL:
        known = faults.row_of(failure.code).words if failure.code else failure.words
        await notices.out_of_order(tx, channel_id, known)
    if failure.kind is Class.ADMIN:
        said = f"error {failure.code}: {failure.detail}"
        audit.append(
            tx, Action.CHANNEL_NOTICE, f"channel:{channel_id}", by=audit.META, why=said
        )


async def _about_customer(
    tx: Transaction, failure: Failure, channel_id: ChannelId, conversation_id: ConversationId
) -> None:
    if failure.effect not in {Effect.OPTED_OUT, Effect.BLOCKED}:
        return
    customer_id = CustomerId((await timeline.lock(tx, conversation_id))["customer_id"])
    if failure.effect is Effect.BLOCKED:  # in another tool of the business
        await blocking.known(tx, customer_id, blocked=True)
        return
    no = consents.about_offers(
        tx.now, wanted=False, source=f"WhatsApp, error {failure.code}", by=audit.META
    )
    await consents.record(tx, customer_id, no, channel_id)


async def _hold(
    tx: Transaction, kind: HoldKind, channel_id: ChannelId, conversation_id: ConversationId
) -> None:
    if kind is HoldKind.SLOWED:
        await holds.begin(tx, kind, channel_id)
        tx.tell("channel", channel_id)
        return
    row = await timeline.lock(tx, conversation_id)
    await holds.begin(tx, kind, row["customer_id"])
    tx.tell("customer", row["customer_id"])
