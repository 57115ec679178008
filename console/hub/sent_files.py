"""Sent files: what a message carries is looked up here, whatever the desk says of it."""

from dataclasses import replace

import sqlalchemy as sa

from console.domain import attachments
from console.domain.directions import MediaKind
from console.domain.errors import InvalidInput
from console.domain.ids import ConversationId, MediaId
from console.domain.interactives import HEADING_FILES
from console.domain.messages import Body, Interactive, Media, TemplateMessage
from console.domain.texts import _
from console.hub.media import KEPT
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.prepared import Row
from console.hub.store.transaction import Transaction

_media = schema.media


async def checked(
    tx: Transaction, who: Principal, conversation_id: ConversationId, body: Body
) -> Body:
    """The body with what is known here of its files, which are the conversation's from now on.

    Raises:
        InvalidInput: one isn't here, is somebody else's, or is no file for that place.
    """
    known = await _known(tx, who, body)
    await tx.execute(
        _media.update()
        .where(_media.c.id.in_(files_in(known)), _media.c.conversation_id.is_(None))
        .values(conversation_id=conversation_id)
    )
    return known


def files_in(body: Body) -> list[MediaId]:
    """The hub's ids of the files that a body carries."""
    carried: list[MediaId | None] = []
    if isinstance(body, Media):
        carried = [body.media_id]
    elif isinstance(body, TemplateMessage | Interactive):
        carried = [body.header_media_id]
    if isinstance(body, TemplateMessage):
        carried += [card.media_id for card in body.cards]
    return [media_id for media_id in carried if media_id]


async def _known(tx: Transaction, who: Principal, body: Body) -> Body:
    match body:
        case Media():
            kept = await _kept(tx, who, body.media_id)
            return replace(
                body, mime=kept["mime"], size_bytes=kept["size_bytes"], unshown=kept["trouble"]
            )
        case Interactive() if body.header_media is not None:
            return await _headed(tx, who, body)
        case TemplateMessage():
            wanted = [(body.header_media, body.header_media_id)]
            wanted += [(card.media, card.media_id) for card in body.cards]
            for kind, media_id in wanted:
                if media_id is not None:
                    await _of_kind(tx, who, media_id, kind)
    return body


async def _of_kind(
    tx: Transaction, who: Principal, media_id: MediaId, kind: MediaKind | None
) -> None:
    kept = await _kept(tx, who, media_id)
    if attachments.kind_for(kept["mime"]) is not kind:
        words = _("“{name}” doesn’t fit its place in the template. Choose another file.")
        raise InvalidInput(words.format(name=kept["name"]))


async def _headed(tx: Transaction, who: Principal, body: Interactive) -> Interactive:
    kept = await _kept(tx, who, body.header_media_id)
    kind = attachments.kind_for(kept["mime"])
    if kind not in HEADING_FILES:
        raise InvalidInput(
            _("Only a picture, a video or a document can stand above buttons or a link.")
        )
    return replace(body, header_media=kind, header_file=kept["name"])


async def _kept(tx: Transaction, who: Principal, media_id: MediaId | None) -> Row:
    query = sa.select(_media).where(_media.c.id == media_id, _media.c.uploaded_by == who.rep_id)
    kept = await tx.row(query)
    if kept is None or kept["state"] != KEPT:
        raise InvalidInput(_("The file isn’t at the hub yet. Attach it again."))
    return kept
