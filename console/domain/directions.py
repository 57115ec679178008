"""Whose line a message is, and the kinds of file: apart, as the first paint needs no more."""

from enum import StrEnum


class Direction(StrEnum):
    """Whose line it is in the transcript."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    EVENT = "event"  # what the hub or the platform did: transferred, lapsed, ended
    NOTE = "note"  # seen by colleagues only


class MediaKind(StrEnum):
    """The platform's kinds of file."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"
    STICKER = "sticker"
