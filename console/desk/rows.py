"""What else screens are given to show: frozen, made by the desk, painted by ui."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from console.domain.ids import ConversationId, MessageId, SessionId

if TYPE_CHECKING:
    from console.wire.views import MessageView  # the first paint needs none


class FileState(StrEnum):
    """Where a customer's file is."""

    AT_HUB = "at_hub"
    MOVING = "moving"
    SAVED = "saved"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileProgress:
    """A download or upload as the card shows it.

    Attributes:
        path: where it was saved, once it is.
        seconds_left: None while it can't be told.
        trouble: why it failed, in a short sentence.
    """

    state: FileState
    done_bytes: int = 0
    total_bytes: int = 0
    seconds_left: int | None = None
    path: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OldSend:
    """A message that waited long for the connection and wants the rep's word.

    Attributes:
        arrived: what the customer wrote since the rep had last seen the conversation.
        lapsed: the window has shut meanwhile, so it will come back for a template.
    """

    message_id: MessageId
    session_id: SessionId
    name: str
    text: str
    written_at: datetime
    arrived: tuple[str, ...] = ()
    lapsed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptRow:
    """A message as the transcript shows it.

    Attributes:
        local: it is in this desk's outbox and the hub has not confirmed it yet.
        waits_for_connection: local, and the hub is out of reach.
        file: of its media, if it has any.
        picture_path: a local file with the picture to preview, once fetched.
        card_paths: the same for each card of a carousel.
    """

    message: "MessageView"
    local: bool = False
    waits_for_connection: bool = False
    file: FileProgress | None = None
    picture_path: str = ""
    card_paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A stretch of a transcript in order; `earlier` is the cursor before it, or None.

    `as_of` is when it was last known to be complete; None while connected.
    """

    conversation_id: ConversationId
    rows: tuple[TranscriptRow, ...]
    earlier: str | None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Unsent writing of one session.

    Attributes:
        files: paths of attached files, not yet uploaded.
        send_when_they_reply: parked until the customer opens the window again.
        passed_by: who handed it over with the session; empty if it is one's own.
    """

    text: str = ""
    reply_to: MessageId | None = None
    files: tuple[str, ...] = ()
    send_when_they_reply: bool = False
    passed_by: str = ""
    saved_at: datetime | None = None


class LinkState(StrEnum):
    """How the desk stands with the hub."""

    SIGNED_OUT = "signed_out"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The connection as the status bar shows it.

    Attributes:
        as_of: up to when the screens are complete; None while connected.
        retry_at: when the next try is due, while offline (the desk's hub clock).
        trouble: why, in a sentence.
    """

    state: LinkState
    as_of: datetime | None = None
    retry_at: datetime | None = None
    trouble: str = ""
