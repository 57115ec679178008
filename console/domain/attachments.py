"""Which files a channel takes, checked before a byte is sent."""

import mimetypes
from dataclasses import dataclass

from console.domain.directions import MediaKind
from console.domain.texts import N_, _

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limit:
    """The MIME types and the size one kind of file may have."""

    types: frozenset[str]
    size_bytes: int
    names: str


# Source: WhatsApp Cloud API, "Supported media types".
WHATSAPP: dict[MediaKind, Limit] = {
    MediaKind.IMAGE: Limit(frozenset({"image/jpeg", "image/png"}), 5 * _MIB, N_("JPEG or PNG")),
    MediaKind.VIDEO: Limit(frozenset({"video/mp4", "video/3gpp"}), 16 * _MIB, "MP4 or 3GP"),
    MediaKind.AUDIO: Limit(
        frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}),
        16 * _MIB,
        N_("AAC, AMR, MP3, M4A or OGG"),
    ),
    MediaKind.DOCUMENT: Limit(
        frozenset(
            {
                "text/plain",
                "application/pdf",
                "application/msword",
                "application/vnd.ms-excel",
                "application/vnd.ms-powerpoint",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            }
        ),
        100 * _MIB,
        N_("PDF, text, Word, Excel or PowerPoint"),
    ),
    MediaKind.STICKER: Limit(frozenset({"image/webp"}), 500 * 1024, "WebP"),
}
_EXTRA_TYPES = {
    ".webp": "image/webp",
    ".ogg": "audio/ogg",
    ".amr": "audio/amr",
    ".aac": "audio/aac",
}
CAPTIONED = frozenset({MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.DOCUMENT})
_TOO_LARGE = {
    MediaKind.IMAGE: N_(
        "Image files may be {size} MB at most on WhatsApp. Send it as a link or make it "
        "smaller."
    ),
    MediaKind.VIDEO: N_(
        "Video files may be {size} MB at most on WhatsApp. Send it as a link or make it "
        "smaller."
    ),
    MediaKind.AUDIO: N_(
        "Audio files may be {size} MB at most on WhatsApp. Send it as a link or make it "
        "smaller."
    ),
    MediaKind.DOCUMENT: N_(
        "Document files may be {size} MB at most on WhatsApp. "
        "Send it as a link or make it smaller."
    ),
}


def kind_for(mime: str) -> MediaKind | None:
    """The kind a file is sent as; None if the channel doesn't take its type."""
    return next((kind for kind, limit in WHATSAPP.items() if mime in limit.types), None)


def problem_with_sticker(size_bytes: int, head: bytes) -> str:
    """Why a WebP file can't go as a sticker, told by its first 32 bytes; empty if it can.

    Source: WhatsApp, "Supported media types": 100 KB, or 500 KB if it is animated.
    """
    animated = head[12:16] == b"VP8X" and len(head) > 20 and bool(head[20] & 0x02)
    if animated or size_bytes <= 100 * 1024:
        return ""
    return _("A sticker that doesn’t move may be 100 KB at most on WhatsApp. Make it smaller.")


def problem_with(mime: str, size_bytes: int) -> str:
    """Why a file can't be attached and what to do instead; empty if it can."""
    kind = kind_for(mime)
    if kind is None:
        return _(
            "WhatsApp doesn’t take this type of file. Send it as PDF, picture, video, "
            "audio or Office document."
        )
    if size_bytes == 0:
        return _("The file is empty. Choose another one.")
    limit = WHATSAPP[kind]
    if kind is MediaKind.STICKER and size_bytes > limit.size_bytes:
        return _("Stickers may be 500 KB at most on WhatsApp. Make it smaller.")
    if size_bytes > limit.size_bytes:
        return _(_TOO_LARGE[kind]).format(size=limit.size_bytes // _MIB)
    return ""


def mime_at(name: str) -> str:
    """The MIME type a file's name stands for."""
    ending = "." + name.rpartition(".")[2].casefold()
    known = _EXTRA_TYPES.get(ending)
    return known or mimetypes.guess_type(name)[0] or "application/octet-stream"


def takes_caption(name: str) -> bool:
    """Whether a text can go along with a file of this name, and not only before it."""
    return kind_for(mime_at(name)) in CAPTIONED
