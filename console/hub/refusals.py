"""Refusals: what Meta's no to one message means for consent, templates, window and number."""

import sqlalchemy as sa

from console.channels.whatsapp.faults import Class, Failure
from console.domain.ids import ChannelId, ConversationId
from console.hub import customers, jobs, notices, sessions, templates, timeline
from console.hub.store import schema
from console.hub.store.transaction import Transaction

_OPTED_OUT = 131050
_TEMPLATE_MOVED = frozenset({132000, 132001, 132012, 132015, 132016, 132018})
_channel = schema.channel


async def follow(
    tx: Transaction, failure: Failure, channel_id: ChannelId, conversation_id: ConversationId
) -> None:
    """What a refusal says beyond its message is known, whichever way it came."""
    if failure.code == _OPTED_OUT:
        row = await timeline.lock(tx, conversation_id)
        where = "WhatsApp, error 131050"
        await customers.consent_to_offers(tx, row["customer_id"], wanted=False, where=where)
    if failure.code in _TEMPLATE_MOVED:
        found = await tx.row(sa.select(_channel.c.waba_id).where(_channel.c.id == channel_id))
        if found is not None:
            await jobs.put(tx, templates.SYNC_TEMPLATES, found["waba_id"])
    if failure.kind is Class.TEMPLATE:
        await sessions.window_refused(tx, conversation_id)
    if failure.kind is Class.CHANNEL:
        await notices.out_of_order(tx, channel_id, failure.words)
