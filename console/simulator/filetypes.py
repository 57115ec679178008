"""Which files WhatsApp carries, and how large they may be."""

from dataclasses import dataclass

from console.simulator.refusals import RefusalError

_MB = 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class FileType:
    """One kind of file.

    Attributes:
        starts: How such a file begins; none known means that anything passes.
    """

    kind: str
    max_bytes: int
    starts: tuple[bytes, ...] = ()


_TYPES: dict[str, FileType] = {
    "image/jpeg": FileType("image", 5 * _MB, (b"\xff\xd8\xff",)),
    "image/png": FileType("image", 5 * _MB, (b"\x89PNG\r\n\x1a\n",)),
    "image/webp": FileType("sticker", 500 * 1024, (b"RIFF",)),
    "video/mp4": FileType("video", 16 * _MB),
    "video/3gpp": FileType("video", 16 * _MB),
    "audio/ogg": FileType("audio", 16 * _MB, (b"OggS",)),
    **{f"audio/{name}": FileType("audio", 16 * _MB) for name in ("aac", "amr", "mpeg", "mp4")},
    "application/pdf": FileType("document", 100 * _MB, (b"%PDF",)),
    "text/plain": FileType("document", 100 * _MB),
    **{
        name: FileType("document", 100 * _MB)
        for name in (
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            f"{_OFFICE}.wordprocessingml.document",
            f"{_OFFICE}.spreadsheetml.sheet",
            f"{_OFFICE}.presentationml.presentation",
        )
    },
}


def plain(mime: str) -> str:
    """A MIME type without its parameters, lower case."""
    return mime.split(";")[0].strip().lower()


def check_upload(mime: str, content: bytes) -> None:
    """Passes a file that may be uploaded.

    Raises:
        RefusalError: 100 for the type, 131053 for the size.

    Source: Meta's table of supported media types and sizes.
    """
    found = _TYPES.get(plain(mime))
    if found is None:
        allowed = ", ".join(sorted(_TYPES))
        raise RefusalError(
            100,
            f"Param file must be a file with one of the following types: {allowed}."
            f" Received file of type '{mime}'.",
        )
    if not content:
        raise RefusalError(131053, "The file is empty.")
    if len(content) > found.max_bytes:
        raise RefusalError(131053, f"The file is larger than {found.max_bytes} bytes.")


def kind_of(mime: str) -> str:
    """What a file of this type is sent as; empty for one that can't be sent."""
    found = _TYPES.get(plain(mime))
    return "" if found is None else found.kind


def is_what_it_says(mime: str, content: bytes) -> bool:
    """Whether a file begins as its MIME type does."""
    found = _TYPES.get(plain(mime))
    return found is None or not found.starts or content.startswith(found.starts)


def fits(kind: str, mime: str) -> bool:
    """Whether a file of this type can be sent as this kind of message."""
    found = _TYPES.get(plain(mime))
    return found is not None and (found.kind == kind or kind == "document")


def is_voice(content: bytes) -> bool:
    """Whether it is OGG with Opus in mono, which alone is shown as a voice message."""
    place = content.find(b"OpusHead", 0, 512)
    return content.startswith(b"OggS") and place > 0 and content[place + 9] == 1
