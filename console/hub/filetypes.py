"""File types: what a file is by its first bytes."""

import re

HEAD_BYTES = 512
_ZIP = b"PK\x03\x04"
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"#!AMR", "audio/amr"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf1", "audio/aac"),
    (b"\xff\xf9", "audio/aac"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
)
_BY_BRAND = {
    b"3gp": "video/3gpp",
    b"M4A": "audio/mp4",
    b"M4B": "audio/mp4",
    b"hei": "image/heic",
    b"avi": "image/avif",
    b"qt ": "video/quicktime",
}
_MARKUP = re.compile(rb"\s*<(!doctype html|html|script|svg|\?xml)", re.IGNORECASE)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IN_ZIP = "application/vnd.openxmlformats-officedocument."
_ANYTHING = "application/octet-stream"


def sniff(head: bytes, claimed: str) -> str:
    """The MIME type by the first `HEAD_BYTES` bytes; the claimed one only where they agree.

    A claim is believed for kinds that look alike inside (Office files, MP4 sound or film)
    and for plain text; otherwise what can't be recognised is `application/octet-stream`.
    """
    claimed = claimed.partition(";")[0].strip().lower()
    for start, mime in _STARTS:
        if head.startswith(start):
            return mime
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return _film(head[8:11], claimed)
    return _by_claim(head, claimed)


def _film(brand: bytes, claimed: str) -> str:
    return _BY_BRAND.get(brand) or ("audio/mp4" if claimed == "audio/mp4" else "video/mp4")


def _by_claim(head: bytes, claimed: str) -> str:
    if head.startswith(_ZIP):
        return claimed if claimed.startswith(_IN_ZIP) else "application/zip"
    if head.startswith(_OLD_OFFICE):
        is_office = claimed.startswith(("application/msword", "application/vnd.ms-"))
        return claimed if is_office else _ANYTHING
    if _MARKUP.match(head):
        return "text/html"
    if claimed.startswith("text/") and b"\0" not in head:
        return "text/plain"
    return _ANYTHING
