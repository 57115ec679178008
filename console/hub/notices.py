"""Notices: what the platform says of templates, numbers and accounts, put on the channel."""

from datetime import timedelta

import sqlalchemy as sa

from console.channels.whatsapp.facts import NumberChanged, TemplateChanged
from console.hub import audit, jobs, reach, seen, send_queue, templates
from console.hub.audit import Action
from console.hub.store import schema
from console.hub.store.transaction import Transaction

CHECK_CHANNEL, WATCH_NUMBER = "check_channel", "watch_number"
FIRST_CHECK = timedelta(seconds=30)
_channel = schema.channel


async def apply(tx: Transaction, fact: TemplateChanged | NumberChanged) -> None:
    """The template is as the platform tells, or the number's trouble is on record."""
    if isinstance(fact, TemplateChanged):
        await templates.apply(tx, fact)
        return
    if not await seen.first_time(tx, f"notice:{fact.key}"):
        return
    if fact.reach_limit is not None:
        await reach.limit_told(tx, fact.waba_id, fact.reach_limit)
    channels = await _about(tx, fact)
    for channel_id in channels:
        said = f"{fact.about}: {fact.words}"
        audit.append(
            tx, Action.CHANNEL_NOTICE, f"channel:{channel_id}", by=audit.META, why=said
        )
        if fact.stops_sending:
            await out_of_order(tx, channel_id, fact.words)
        await jobs.put(tx, WATCH_NUMBER, channel_id)  # its facts may be others now


async def _about(tx: Transaction, fact: NumberChanged) -> list[str]:
    digits = "".join(mark for mark in fact.display_number if mark.isdigit())
    rows = await tx.rows(
        sa.select(_channel.c.id, _channel.c.display_number).where(
            sa.or_(
                _channel.c.phone_number_id == fact.number_id, _channel.c.waba_id == fact.waba_id
            )
        )
    )
    return [
        row["id"]
        for row in rows
        if not digits or "".join(filter(str.isdigit, row["display_number"])) == digits
    ]


async def out_of_order(tx: Transaction, channel_id: str, trouble: str) -> None:
    """The channel waits for an administrator; now and then its number is asked how it is."""
    changed = await tx.execute(
        _channel.update()
        .where(_channel.c.id == channel_id, _channel.c.trouble == "")
        .values(trouble=trouble)
    )
    if changed.rowcount:
        tx.tell("channel", channel_id)
        # not at once: a number that says it is well and refuses again must not be hammered
        await jobs.put(tx, CHECK_CHANNEL, channel_id, due_at=tx.now + FIRST_CHECK)


async def in_order(tx: Transaction, channel_id: str) -> bool:
    """Whether the channel was out of order; it sends again."""
    changed = await tx.execute(
        _channel.update()
        .where(_channel.c.id == channel_id, _channel.c.trouble != "")
        .values(trouble="")
    )
    if changed.rowcount:
        tx.tell("channel", channel_id)
        await send_queue.hasten_channel(tx, channel_id)
    return bool(changed.rowcount)
