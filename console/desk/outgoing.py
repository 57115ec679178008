"""Messages as they are made when Send is pressed, and shown until the hub has them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from uuid import uuid4

from console.desk.rows import FileProgress, TranscriptRow
from console.desk.store import Outgoing
from console.domain import attachments, splitting, voice_notes
from console.domain.delivery import Delivery
from console.domain.directions import Direction, MediaKind
from console.domain.errors import InvalidInput
from console.domain.ids import MediaId, MessageId
from console.domain.lengths import CAPTION_LIMIT, text_length
from console.domain.messages import Body, Interactive, Media, NoteText, TemplateMessage, Text
from console.domain.texts import _
from console.wire.views import MessageView, RepView, SessionView

_AFTER_EVERYTHING = 2**53  # local rows stand at the end until the hub has given them a place


def file_problem(path: Path) -> str:
    """Why a file can't be attached, in words; empty if it can."""
    try:
        size = path.stat().st_size
    except OSError:
        return _("“{name}” can’t be read. Choose another file.").format(name=path.name)
    if not path.is_file():
        return _("“{name}” is a folder. Choose a file.").format(name=path.name)
    mime = attachments.mime_at(path.name)
    problem = attachments.problem_with(mime, size)
    if not problem and attachments.kind_for(mime) is MediaKind.STICKER:
        with path.open("rb") as file:
            problem = attachments.problem_with_sticker(size, file.read(32))
    return problem


def made_of(
    session: SessionView,
    body: Body,
    files: Sequence[str],
    *,
    reply_to: MessageId | None,
    now: datetime,
    split: bool = False,
) -> list[Outgoing]:
    """The messages that one press of Send makes, in order: the platform takes one file each.

    The text becomes the caption of the first file if that takes one, else a message before it;
    a text too long for one message becomes several if `split`.

    Raises:
        InvalidInput: a file can't be sent; the words say which and why.
    """
    paths = [Path(name) for name in files]
    for path in paths:
        if problem := file_problem(path):
            raise InvalidInput(f"{path.name}: {problem}")
    more: tuple[str, ...] = ()
    if isinstance(body, TemplateMessage | Interactive) and paths:
        bodies: list[tuple[Body, str]] = [(body, str(paths[0]))]
        more = tuple(map(str, paths[1:]))
    else:
        bodies = _bodies(body, paths, split=split)
    entries = [
        Outgoing(
            message_id=MessageId(str(uuid4())),
            session_id=session.session_id,
            conversation_id=session.conversation_id,
            fence=session.fence,
            body=made,
            created_at=now,
            file=file,
            shown_file=file,
            based_on=session.last_at,
            more_files=more,
        )
        for made, file in bodies
    ]
    return [replace(entries[0], reply_to=reply_to), *entries[1:]] if entries else []


def _bodies(body: Body, paths: Sequence[Path], *, split: bool) -> list[tuple[Body, str]]:
    media = [_media(path) for path in paths]
    made: list[tuple[Body, str]] = [
        (item, str(path)) for item, path in zip(media, paths, strict=True)
    ]
    said = body.text if isinstance(body, Text) else ""
    if not isinstance(body, Text):
        return [(body, ""), *made]
    if not media:
        return _parts(body, split=split)
    if not said.strip():
        return made
    if media[0].media in attachments.CAPTIONED and text_length(said) <= CAPTION_LIMIT:
        return [(replace(media[0], caption=said), made[0][1]), *made[1:]]
    return [*_parts(body, split=split), *made]


def _parts(body: Text, *, split: bool) -> list[tuple[Body, str]]:
    """A text as messages that fit, if it may be split."""
    texts = splitting.split(body.text) if split else (body.text,)
    return [(replace(body, text=text), "") for text in texts]


def voice_note_s(path: Path) -> float | None:
    """How long a file is if it can go as a voice note; None if it can't."""
    try:
        with path.open("rb") as file:
            head = file.read(voice_notes.HEAD_BYTES)
            file.seek(max(path.stat().st_size - voice_notes.TAIL_BYTES, 0))
            return voice_notes.length_s(head, file.read())
    except OSError:
        return None


def _media(path: Path) -> Media:
    mime = attachments.mime_at(path.name)
    length_s = voice_note_s(path) if mime == "audio/ogg" else None
    return Media(
        media=attachments.kind_for(mime) or MediaKind.DOCUMENT,
        media_id=MediaId(""),
        mime=mime,
        name=path.name,
        size_bytes=path.stat().st_size,
        voice=length_s is not None,
        duration_s=length_s or 0.0,
    )


def with_media(entry: Outgoing) -> Body:
    """The body with the hub's id of its file in place."""
    if entry.media_id is None:
        return entry.body
    if isinstance(entry.body, Media):
        return replace(entry.body, media_id=entry.media_id)
    if isinstance(entry.body, TemplateMessage) and entry.body.cards:
        return _with_card_media(entry.body, (entry.media_id, *entry.more_media_ids))
    if isinstance(entry.body, TemplateMessage | Interactive):
        return replace(entry.body, header_media_id=entry.media_id)
    return entry.body


def _with_card_media(body: TemplateMessage, ids: Sequence[MediaId]) -> TemplateMessage:
    """The ids in the order of the files: the heading's, if it has one, then the cards'."""
    head, rest = (ids[0], ids[1:]) if body.header_media is not None else (None, ids)
    cards = zip_longest(body.cards, rest[: len(body.cards)])
    filled = tuple(replace(card, media_id=media_id) for card, media_id in cards)
    return replace(body, header_media_id=head, cards=filled)


def paths_of(entry: Outgoing) -> list[str]:
    """Every file it was given, as chosen."""
    return [path for path in (entry.shown_file, *entry.more_files) if path]


def mime_of(body: Body, path: Path) -> str:
    """The type a file is uploaded as."""
    return body.mime if isinstance(body, Media) else attachments.mime_at(path.name)


def text_of(body: Body) -> str:
    """What of a body goes back to the composer; of a note nothing, customers never see it."""
    match body:
        case Text() | Interactive():
            return body.text
        case Media():
            return body.caption
        case _:
            return ""


def local_media_id(entry: Outgoing) -> MediaId:
    """The name of a waiting file at this desk, before the hub has given it one."""
    return MediaId(f"local:{entry.message_id}")


def row_of(
    entry: Outgoing, me: RepView | None, *, offline: bool, file: FileProgress | None
) -> TranscriptRow:
    """A waiting message as the transcript shows it."""
    body = with_media(entry)
    if isinstance(body, Media):
        body = replace(body, media_id=local_media_id(entry))
    note = isinstance(body, NoteText)
    message = MessageView(
        message_id=entry.message_id,
        conversation_id=entry.conversation_id,
        session_id=entry.session_id,
        direction=Direction.NOTE if note else Direction.OUTBOUND,
        body=body,
        at=entry.created_at,
        order=_AFTER_EVERYTHING,
        author=me.name if me else "",
        author_id=me.rep_id if me else None,
        state=None if note else Delivery.QUEUED,
    )
    kind = body.media if isinstance(body, Media) else None
    if isinstance(body, TemplateMessage | Interactive):
        kind = body.header_media
    on_cards = isinstance(body, TemplateMessage) and body.cards
    return TranscriptRow(
        message=message,
        local=True,
        waits_for_connection=offline,
        file=file,
        picture_path=entry.shown_file if kind is MediaKind.IMAGE else "",
        card_paths=tuple(paths_of(entry)[1 if kind else 0 :]) if on_cards else (),
    )
