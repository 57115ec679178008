"""Access: who may see what; the one place that turns a person and an id into the object."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.errors import NotAllowed, NotFound
from console.domain.ids import (
    ConversationId,
    CustomerId,
    MediaId,
    MessageId,
    RepId,
    SessionId,
)
from console.domain.people import Role
from console.domain.texts import N_, _
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.transaction import (
    EVERYONE,
    STAFF,
    lead_scope,
    queue_scope,
    rep_scope,
)
from console.hub.views import customers, messages, sessions
from console.wire.views import CustomerView, MessageView, SessionView

_session, _media, _conversation = schema.session, schema.media, schema.conversation


_MISSING = {
    "session": N_("There is no such session. Open it again from the list."),
    "message": N_("There is no such message. Open it again from the list."),
    "conversation": N_("There is no such conversation. Open it again from the list."),
    "customer": N_("There is no such customer. Open it again from the list."),
    "file": N_("There is no such file. Open it again from the list."),
    "dead letter": N_("There is no such dead letter. Look at the list again."),
}


def scopes(rep_id: RepId, role: Role, queues: Iterable[str]) -> frozenset[str]:
    """The audiences this person belongs to: what they read, hear and act on is for one of them.

    Administrators see everything; supervisors what is in their queues, or everything if they
    are in none; reps what is in their queues, but of dead letters their own alone.
    """
    own = {EVERYONE, rep_scope(rep_id), *map(queue_scope, queues)}
    if role is Role.ADMIN or (role is Role.SUPERVISOR and not queues):
        return frozenset(own | {STAFF})
    if role is Role.SUPERVISOR:
        return frozenset(own | set(map(lead_scope, queues)))
    return frozenset(own)


def missing(what: str) -> NotFound:
    """Not there and not yours look alike."""
    return NotFound(_(_MISSING[what]))


async def session(
    connection: AsyncConnection, who: Principal, session_id: SessionId
) -> SessionView:
    """The session, if this person may see it; else raises `NotFound`, like all here."""
    found = (await sessions.by_ids(connection, [session_id])).get(session_id)
    if found is None or not (who.may_see(found[1]) or found[0].owner_id == who.rep_id):
        raise missing("session")
    return found[0]


async def message(
    connection: AsyncConnection, who: Principal, message_id: MessageId
) -> MessageView:
    """The message, if this person may see its conversation."""
    found = (await messages.by_ids(connection, [message_id])).get(message_id)
    if found is None or not who.may_see(found[1]):
        raise missing("message")
    return found[0]


async def conversation(
    connection: AsyncConnection, who: Principal, conversation_id: ConversationId
) -> ConversationId:
    """The conversation's id, if its newest session is this person's to see."""
    query = (
        sa.select(_session.c.audience)
        .where(_session.c.conversation_id == conversation_id)
        .order_by(_session.c.opened_at.desc())
        .limit(1)
    )
    audience = (await connection.execute(query)).scalar()
    if audience is None or not who.may_see(audience):
        raise missing("conversation")
    return conversation_id


async def customer(
    connection: AsyncConnection, who: Principal, customer_id: CustomerId
) -> CustomerView:
    """The customer, if one of their conversations is this person's to see."""
    found = (await customers.by_ids(connection, [customer_id])).get(customer_id)
    if found is None or not who.may_see(found[1]):
        raise missing("customer")
    return found[0]


@dataclass(frozen=True, slots=True)
class File:
    """A file that may be read: what it is and where its bytes are found."""

    media_id: MediaId
    mime: str
    name: str
    sha256: str
    size_bytes: int
    state: str
    trouble: str


async def file(connection: AsyncConnection, who: Principal, media_id: MediaId) -> File:
    """The file, if it is of a conversation this person may see or their own upload."""
    query = sa.select(_media).where(_media.c.id == media_id)
    row = (await connection.execute(query)).mappings().first()
    if row is None:
        raise missing("file")
    if row["uploaded_by"] != who.rep_id:
        if row["conversation_id"] is None:
            raise missing("file")
        try:
            await conversation(connection, who, ConversationId(row["conversation_id"]))
        except NotFound:
            raise missing("file") from None  # or its words would tell that it exists
    return File(
        media_id,
        row["mime"],
        row["name"],
        row["sha256"],
        row["size_bytes"],
        row["state"],
        row["trouble"],
    )


async def keeper(connection: AsyncConnection, who: Principal, *ids: CustomerId) -> None:
    """Raises `NotAllowed` unless one of these is this person's customer now, or they lead."""
    if who.role.leads:
        return
    query = (
        sa.select(_session.c.id)
        .join(_conversation, _conversation.c.id == _session.c.conversation_id)
        .where(
            _conversation.c.customer_id.in_(ids),
            _session.c.owner_rep_id == who.rep_id,
            _session.c.ended_at.is_(None),
        )
    )
    if (await connection.execute(query.limit(1))).first() is None:
        raise NotAllowed(
            _("Only whoever has a session with this customer can do this, or a supervisor.")
        )


def administrator(who: Principal) -> None:
    """Raises `NotAllowed` unless this person is an administrator."""
    if who.role is not Role.ADMIN:
        raise NotAllowed(_("Only administrators can do this. Ask yours."))


def leader(who: Principal) -> None:
    """Raises `NotAllowed` unless this person is a supervisor or an administrator."""
    if not who.role.leads:
        raise NotAllowed(_("Only supervisors and administrators can see this. Ask yours."))
