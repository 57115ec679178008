"""File types: what a file is by its first bytes, and a name that can do no harm."""

import re
import unicodedata

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
# names that mean a device on Windows, whatever their ending
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_BAD_MARKS = re.compile(r'[<>:"/\\|?*]')
_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "video/mp4": ".mp4",
    "video/3gpp": ".3gp",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/aac": ".aac",
    "audio/amr": ".amr",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
}


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


def safe_name(name: str, mime: str = "", *, otherwise: str = "File") -> str:
    """A file name without paths, control and direction marks, or meaning to a system.

    At most 120 characters, its ending kept; an ending is given where there is none.
    """
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    # C: control, format (which turns the direction of reading), surrogate, private
    name = "".join(mark for mark in name if unicodedata.category(mark)[0] != "C")
    name = _BAD_MARKS.sub("_", " ".join(name.split())).strip(". ")
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or len(ending) > 10:
        stem, ending = name, _ENDINGS.get(mime, "").lstrip(".")
    stem = stem[: 119 - len(ending)].strip(". ") or otherwise
    return f"{stem}.{ending}" if ending else stem
