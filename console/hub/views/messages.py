"""Messages as desks see them: with what they quote, reactions, delivery and files."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.deletions import DELETED
from console.domain.delivery import Delivery
from console.domain.directions import Direction, Origin
from console.domain.ids import ConversationId, MessageId
from console.domain.messages import Body, Media, kept_preview
from console.hub.store import schema
from console.hub.views import bodies
from console.wire.views import MessageView, Quote, Reaction

_message, _attempt, _media = schema.message, schema.attempt, schema.media
_session = schema.session
_newest = _session.alias("newest")
# who may see a message follows from the newest session of its conversation
_audience = (
    sa.select(_newest.c.audience)
    .where(_newest.c.conversation_id == _message.c.conversation_id)
    .order_by(_newest.c.opened_at.desc(), _newest.c.id)
    .limit(1)
    .scalar_subquery()
)
_attempts = (
    sa.select(sa.func.count()).where(_attempt.c.message_id == _message.c.id).scalar_subquery()
)
query = sa.select(_message, _attempts.label("attempts"), _audience.label("audience"))
_THESE = query.where(_message.c.id.in_(sa.bindparam("ids", expanding=True)))


async def by_ids(
    connection: AsyncConnection, ids: Iterable[str]
) -> dict[str, tuple[MessageView, str]]:
    """Each message's view and the audience that may see it now, by id."""
    rows = await connection.execute(_THESE, {"ids": list(ids)})
    found = list(rows.mappings())
    views = await read_all(connection, found)
    return {
        view.message_id: (view, row["audience"] or "")
        for view, row in zip(views, found, strict=True)
    }


async def read_all(
    connection: AsyncConnection, rows: Sequence[sa.RowMapping]
) -> list[MessageView]:
    """The views of rows of `query`, in their order."""
    quotes = await _quotes(connection, rows)
    files = await _files(connection, rows)
    return [_read(row, quotes, files) for row in rows]


Files = dict[str, sa.RowMapping]
Quotes = dict[tuple[str, str], Quote]


def _read(row: sa.RowMapping, quotes: Quotes, files: Files) -> MessageView:
    return MessageView(
        message_id=MessageId(row["id"]),
        conversation_id=ConversationId(row["conversation_id"]),
        session_id=row["session_id"],
        direction=Direction(row["direction"]),
        body=_with_file(bodies.seen(row) or DELETED, files),
        at=row["at"],
        order=row["order"],
        late=row["late"],
        author=row["author"],
        author_id=row["author_id"],
        by_bot=row["by_bot"],
        state=Delivery(row["state"]) if row["state"] else None,
        state_at=row["state_at"],
        retry_at=row["retry_at"],
        trouble=row["trouble"],
        trouble_code=row["trouble_code"],
        attempts=row["attempts"],
        quote=_quote(row, quotes),
        reactions=_reactions(row),
        reaction_trouble=row["reaction_trouble"],
        forwarded=row["forwarded"],
        often_forwarded=row["often_forwarded"],
        origin=Origin(row["origin"]),
        edited_at=row["edited_at"],
        deleted_at=row["deleted_at"],
    )


def _reactions(row: sa.RowMapping) -> tuple[Reaction, ...]:
    ours = row["our_reaction"]
    both = (
        (row["customer_reaction"], True, False),
        (ours, False, ours != row["reaction_sent"]),
    )
    return tuple(
        Reaction(emoji=emoji, by_customer=theirs, waits=waits)
        for emoji, theirs, waits in both
        if emoji
    )


def _quote(row: sa.RowMapping, quotes: Quotes) -> Quote | None:
    if row["reply_to_id"]:
        found = quotes.get(("", row["reply_to_id"]))
    elif row["reply_to_platform_id"]:
        found = quotes.get((row["channel_id"], row["reply_to_platform_id"]))
    else:
        return None
    return found or Quote(message_id=MessageId(""), author="", text="")


async def _quotes(connection: AsyncConnection, rows: Sequence[sa.RowMapping]) -> Quotes:
    ids = {row["reply_to_id"] for row in rows if row["reply_to_id"]}
    foreign = {
        row["reply_to_platform_id"]
        for row in rows
        if row["reply_to_platform_id"] and not row["reply_to_id"]
    }
    if not ids and not foreign:
        return {}
    quoted = (
        sa.select(_message, schema.customer.c.name.label("customer_name"))
        .join(schema.conversation, schema.conversation.c.id == _message.c.conversation_id)
        .join(schema.customer, schema.customer.c.id == schema.conversation.c.customer_id)
        .where(sa.or_(_message.c.id.in_(ids), _message.c.platform_id.in_(foreign)))
    )
    quotes: Quotes = {}
    for row in (await connection.execute(quoted)).mappings():
        quotes["", row["id"]] = quotes[row["channel_id"], row["platform_id"]] = _quoted(row)
    return quotes


def _quoted(row: sa.RowMapping) -> Quote:
    body = bodies.seen(row) or DELETED
    theirs = row["direction"] == Direction.INBOUND.value
    return Quote(
        message_id=MessageId(row["id"]),
        author=row["customer_name"] if theirs else row["author"],
        text=kept_preview(body),
        media_id=body.media_id if isinstance(body, Media) else "",
    )


async def _files(connection: AsyncConnection, rows: Sequence[sa.RowMapping]) -> Files:
    ids = {row["body"].get("media_id") for row in rows if row["body"].get("kind") == "media"}
    ids.discard("")
    if not ids:
        return {}
    found = await connection.execute(sa.select(_media).where(_media.c.id.in_(ids)))
    return {row["id"]: row for row in found.mappings()}


def _with_file(body: Body, files: Files) -> Body:
    """What the hub learnt of a file since overrules what the message said of it."""
    if not isinstance(body, Media) or body.media_id not in files:
        return body
    file = files[body.media_id]
    return replace(
        body,
        mime=file["mime"] or body.mime,
        name=body.name or file["name"],
        size_bytes=file["size_bytes"] or body.size_bytes,
        missing=file["trouble"] if file["state"] == "missing" else body.missing,
    )
