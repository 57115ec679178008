"""Furnish: the queues, channels and quick replies of the settings are in the database."""

import hashlib
import re
import unicodedata
from dataclasses import replace

import sqlalchemy as sa

from console.domain.ids import ChannelId, QueueId
from console.hub import audit, consent_rules, handover, number_rows, wallet
from console.hub.audit import Action
from console.hub.settings import ChannelSettings, QueueSettings, Settings, Spans
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import EVERYONE, Transaction
from console.wire.codec import to_plain

_queue, _channel, _reply = schema.queue, schema.channel, schema.quick_reply


async def furnish(store: Store, settings: Settings) -> None:
    """Adds and updates; nothing that history hangs on is taken away."""
    async with store.transaction() as tx:
        ids = {queue.name: await _keep_queue(tx, queue) for queue in settings.queues}
        for channel in settings.channels:
            await keep_channel(tx, channel, ids[channel.queue])
        zones = {
            channel_id_of(one): one.time_zone for one in settings.channels if one.time_zone
        }
        await wallet.furnish(tx, replace(settings.money, zones=zones))
        await handover.may_ask_again(tx)
        await tx.execute(_reply.delete())
        for reply in settings.quick_replies:
            await tx.execute(
                _reply.insert().values(
                    shortcut=reply.shortcut, title=reply.title, text=reply.text
                )
            )


async def _keep_queue(tx: Transaction, queue: QueueSettings) -> QueueId:
    values = {
        "name": queue.name,
        "priority": queue.priority,
        "rule": queue.rule.value,
        "offer_timeout_s": queue.offer_timeout_s,
        "auto_accept": queue.auto_accept,
    }
    row = await tx.row(sa.select(_queue).where(_queue.c.name == queue.name))
    if row is None:
        queue_id = queue_id_of(queue.name)
        await tx.execute(_queue.insert().values(id=queue_id, **values))
    else:
        queue_id = QueueId(row["id"])
        await tx.execute(_queue.update().where(_queue.c.id == queue_id).values(values))
        if all(row[name] == value for name, value in values.items()):
            return queue_id
    audit.append(tx, Action.QUEUE_CONFIGURED, f"queue:{queue_id}", by=audit.HUB)
    tx.tell("queue", queue_id, [EVERYONE])
    return queue_id


async def keep_channel(tx: Transaction, channel: ChannelSettings, queue_id: QueueId) -> None:
    """The channel stands as these settings say."""
    values = {
        "kind": channel.kind,
        "name": channel.name,
        "phone_number_id": channel.phone_number_id,
        "waba_id": channel.waba_id,
        "display_number": channel.display_number,
        "queue_id": queue_id,
        "inactivity": _inactivity(channel.spans),
        "consent": to_plain(channel.consent),
        "messages_per_s": channel.messages_per_s,
    }
    known = _channel.c.phone_number_id == channel.phone_number_id
    row = await tx.row(sa.select(_channel).where(known))
    if row is None:
        channel_id = channel_id_of(channel)
        await tx.execute(_channel.insert().values(id=channel_id, **values))
    else:
        channel_id = ChannelId(row["id"])
        own = await number_rows.find(tx, channel_id)
        if own is not None and own["rep_id"]:
            values["queue_id"] = row["queue_id"]  # a rep's own number stays so
        values["consent"] = await consent_rules.own_rule(tx, channel_id) or values["consent"]
        if all(row[name] == value for name, value in values.items()):
            return
        await tx.execute(_channel.update().where(known).values(values))
    audit.append(tx, Action.CHANNEL_CONFIGURED, f"channel:{channel_id}", by=audit.HUB)
    tx.tell("channel", channel_id, [EVERYONE])


def _inactivity(spans: Spans) -> dict[str, object]:
    kept = {
        "nudge_s": spans.nudge_s,
        "nudge_text": spans.nudge_text,
        "quiet_s": spans.quiet_s,
        "end_s": spans.end_s,
    }
    return {name: value for name, value in kept.items() if value}


def queue_id_of(name: str) -> QueueId:
    """A queue's id: its name in plain small letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return QueueId(re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or _digest(name))


def channel_id_of(channel: ChannelSettings) -> ChannelId:
    """A channel's id: its kind and the platform's id of the number."""
    return ChannelId(f"{channel.kind}-{channel.phone_number_id}")


def _digest(name: str) -> str:
    """For names without a single plain letter."""
    return f"q-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
