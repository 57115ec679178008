"""Whose line a message is, and the kinds of file: apart, as the first paint needs no more."""

from enum import StrEnum


class Direction(StrEnum):
    """Whose line it is in the transcript."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    EVENT = "event"  # what the hub or the platform did: transferred, lapsed, ended
    NOTE = "note"  # seen by colleagues only


class Origin(StrEnum):
    """How a line came, where that is to be told."""

    LIVE = ""
    STANDBY = "standby"  # it was between the customer and another app of the business
    HISTORY = "history"  # from before the number was connected
    EDIT = "edit"  # the new words of a message that stands above
    DELETION = "deletion"  # of a message that stands above


class MediaKind(StrEnum):
    """The platform's kinds of file."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"
    STICKER = "sticker"
