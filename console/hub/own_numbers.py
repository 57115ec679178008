"""Own numbers: a number that is one rep's own sends its sessions to that rep alone.

It has a queue with that one member, so that routing, taking and seeing need no rule of their
own; the rep may hand sessions on as any other.
"""

import sqlalchemy as sa

from console.domain.errors import InvalidInput, NotAllowed, NotFound
from console.domain.ids import ChannelId, QueueId, RepId
from console.domain.texts import _
from console.hub import audit, number_rows
from console.hub.audit import Action
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.number_table import number
from console.hub.store.store import Store
from console.hub.store.transaction import EVERYONE, Transaction
from console.wire.numbers import AssignNumber

_channel, _queue, _member = schema.channel, schema.queue, schema.queue_member
_rep = schema.rep


async def assign(
    store: Store, who: Principal, channel_id: ChannelId, request: AssignNumber
) -> None:
    """New sessions of the number go to the queue, or to the rep alone; open ones stay.

    Raises:
        NotFound: no such number, queue or rep.
    """
    async with store.transaction() as tx:
        this = _channel.c.id == channel_id
        if await tx.row(sa.select(_channel.c.id).where(this)) is None:
            raise NotFound(_("There is no such number."))
        if request.rep_id:
            queue_id = await _own_queue(tx, request.rep_id)
        elif request.queue_id:
            queue_id = request.queue_id
        else:
            raise InvalidInput(_("Choose a queue or a rep."))
        if await tx.row(sa.select(_queue.c.id).where(_queue.c.id == queue_id)) is None:
            raise NotFound(_("There is no such queue any more. Choose another."))
        await tx.execute(_channel.update().where(this).values(queue_id=queue_id))
        await number_rows.keep(tx, channel_id, rep_id=request.rep_id or None)
        why = f"rep:{request.rep_id}" if request.rep_id else f"queue:{queue_id}"
        audit.append(tx, Action.CHANNEL_CONFIGURED, f"channel:{channel_id}", by=who, why=why)
        tx.tell("channel", channel_id, [EVERYONE])


async def check_may_start(tx: Transaction, who: Principal, channel_id: ChannelId) -> None:
    """Passes if this person may write first from the number.

    Raises:
        NotAllowed: it is another rep's own.
    """
    query = (
        sa.select(_rep.c.id, _rep.c.name)
        .join(number, number.c.rep_id == _rep.c.id)
        .where(number.c.channel_id == channel_id)
    )
    owner = await tx.row(query)
    if owner is not None and owner["id"] != who.rep_id:
        words = _("This number is {name}’s own. Choose another number.")
        raise NotAllowed(words.format(name=owner["name"]))


def own_queue_id(rep_id: RepId) -> QueueId:
    """Id of the queue whose one member is this rep."""
    return QueueId(f"own-{rep_id}")


async def _own_queue(tx: Transaction, rep_id: RepId) -> QueueId:
    rep = await tx.row(sa.select(_rep).where(_rep.c.id == rep_id, _rep.c.disabled.is_(False)))
    if rep is None:
        raise NotFound(_("There is no such rep any more. Choose another."))
    queue_id = own_queue_id(rep_id)
    if await tx.row(sa.select(_queue.c.id).where(_queue.c.id == queue_id)) is None:
        taken = await tx.row(sa.select(_queue.c.id).where(_queue.c.name == rep["name"]))
        name = rep["name"] if taken is None else f"{rep['name']} ({rep['user_name']})"
        await tx.execute(_queue.insert().values(id=queue_id, name=name))
        await tx.execute(_member.insert().values(queue_id=queue_id, rep_id=rep_id))
        tx.tell("queue", queue_id, [EVERYONE])
        tx.tell("rep", rep_id, [EVERYONE])  # whose desk starts over with what it may see now
    return queue_id
