"""Holds: templates wait a while after the platform has refused one; who reads and sets them."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.channels.whatsapp.faults import Effect
from console.domain.errors import TooMany
from console.domain.holds import SPANS, Hold, HoldKind, binding, ends, words_of
from console.domain.ids import ChannelId, CustomerId
from console.domain.templates import Category, Template
from console.domain.texts import _, ngettext
from console.hub.store import schema
from console.hub.store.hold_table import hold
from console.hub.store.transaction import Transaction

BY_EFFECT = {
    Effect.TEMPLATES_HELD: HoldKind.SLOWED,
    Effect.KEPT_BACK: HoldKind.KEPT_BACK,
    Effect.HELD_OUT: HoldKind.HELD_OUT,
    Effect.UNREACHABLE: HoldKind.UNREACHABLE,
}
# a refusal so long after the last hold ended is the first of a new row of them
_FORGOTTEN = timedelta(days=7)
_message, _conversation = schema.message, schema.conversation


async def begin(tx: Transaction, kind: HoldKind, of: str) -> None:
    """Templates wait from now on; longer each time if refusals follow each other."""
    same = sa.and_(hold.c.kind == kind.value, hold.c.of == of)
    known = await tx.row(sa.select(hold).where(same))
    if known is not None and known["until"] > tx.now:
        return  # one that was on its way before says nothing new
    again = known is not None and tx.now - known["until"] < _FORGOTTEN
    times = known["times"] + 1 if known is not None and again else 1
    span = SPANS[kind] * (times if kind is HoldKind.KEPT_BACK else 1)
    values = {"at": tx.now, "until": tx.now + span, "times": times}
    if known is None:
        await tx.execute(hold.insert().values(kind=kind.value, of=of, **values))
    else:
        await tx.execute(hold.update().where(same).values(values))


async def join(tx: Transaction, kept: CustomerId, gone: CustomerId) -> None:
    """What kept offers from one customer keeps them from the other it turned out to be."""
    theirs = {
        row["kind"]: row for row in await tx.rows(sa.select(hold).where(hold.c.of == kept))
    }
    for row in await tx.rows(sa.select(hold).where(hold.c.of == gone)):
        same = hold.c.kind == row["kind"]
        known = theirs.get(row["kind"])
        if known is not None and known["until"] >= row["until"]:
            continue
        if known is not None:
            await tx.execute(hold.delete().where(same, hold.c.of == kept))
        await tx.execute(hold.update().where(same, hold.c.of == gone).values(of=kept))
    await tx.execute(hold.delete().where(hold.c.of == gone))


async def of_customer(connection: AsyncConnection, customer_id: CustomerId) -> tuple[Hold, ...]:
    """What keeps offers from this customer, ended or not."""
    rows = (
        await connection.execute(sa.select(hold).where(hold.c.of == customer_id))
    ).mappings()
    found = []
    for row in rows.all():
        unreachable = row["kind"] == HoldKind.UNREACHABLE.value
        if not unreachable or not await _is_heard(connection, customer_id, row["at"]):
            found.append((row["kind"], row["until"]))
    return tuple(found)


async def of_numbers(connection: AsyncConnection) -> dict[str, datetime]:
    """Until when templates of numbers wait, ended or not, by channel."""
    slowed = sa.select(hold).where(hold.c.kind == HoldKind.SLOWED.value)
    rows = (await connection.execute(slowed)).mappings()
    return {row["of"]: row["until"] for row in rows}


async def _is_heard(
    connection: AsyncConnection, customer_id: CustomerId, since: datetime
) -> bool:
    """Whether the customer has written or got something since then."""
    theirs = _conversation.c.customer_id == customer_id
    wrote = sa.select(_conversation.c.id).where(
        theirs, _conversation.c.last_customer_at > since
    )
    got = (
        sa.select(_message.c.id)
        .join(_conversation, _conversation.c.id == _message.c.conversation_id)
        .where(theirs, _message.c.at > since, _message.c.delivered_at > since)
    )
    return bool((await connection.execute(sa.select(wrote.exists() | got.exists()))).scalar())


async def check(
    tx: Transaction,
    template: Template,
    channel_id: ChannelId,
    customer_id: CustomerId,
    *,
    window_open: bool,
) -> None:
    """Passes if this template may go now.

    Raises:
        TooMany: it has to wait; the words say why.
    """
    slowed = (await of_numbers(tx.connection)).get(channel_id)
    number = [(HoldKind.SLOWED.value, slowed)] if slowed is not None else []
    found = binding(
        [*number, *await of_customer(tx.connection, customer_id)],
        is_offer=template.category is Category.MARKETING,
        now=tx.now,
        window_open=window_open,
    )
    if found is None:
        return
    refusal = _("“{title}” can’t be sent now: {reason}.").format(
        title=template.title, reason=words_of(found)
    )
    until = ends(found)
    if until is None:
        raise TooMany(refusal)
    hours = -(-(until - tx.now) // timedelta(hours=1))
    later = ngettext("It may go in {count} hour.", "It may go in {count} hours.", hours).format(
        count=hours
    )
    raise TooMany(f"{refusal} {later}", retry_after_s=hours * 3600)
