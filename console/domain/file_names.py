"""Names of strangers' files: what they are called, and which of them a click may open."""

import re
import unicodedata
from enum import StrEnum

LONGEST_BYTES = 120  # in UTF-8; every file system takes as much
KEPT_SHUT = ".download"
_LONGEST_ENDING = 10
_OTHERWISE = "File"
# names that mean a device on Windows, whatever their ending
_DEVICE = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?",
    re.IGNORECASE,
)
_BAD_MARKS = re.compile(r'[<>:"/\\|?*]')
#: Programs that only look or play open these; the first ending is given where there is none.
_OPENED: dict[str, tuple[str, ...]] = {
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    "image/gif": ("gif",),
    "video/mp4": ("mp4",),
    "video/3gpp": ("3gp",),
    "audio/mpeg": ("mp3",),
    "audio/mp4": ("m4a",),
    "audio/ogg": ("ogg", "opus", "oga"),
    "application/pdf": ("pdf",),
    "text/plain": ("txt", "csv", "vcf"),
}
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
#: These may hold macros, or anything at all: saved under their name, opened by hand alone.
_WARNED: dict[str, tuple[str, ...]] = {
    "application/zip": ("zip",),
    "application/msword": ("doc",),
    "application/vnd.ms-excel": ("xls",),
    "application/vnd.ms-powerpoint": ("ppt",),
    f"{_OPEN_XML}wordprocessingml.document": ("docx",),
    f"{_OPEN_XML}spreadsheetml.sheet": ("xlsx",),
    f"{_OPEN_XML}presentationml.presentation": ("pptx",),
}
_KNOWN = _OPENED | _WARNED
# played by what reps have, but no type of the list: they keep their ending where shown
_MORE_ENDINGS = {"audio/aac": ("aac",), "audio/amr": ("amr",)}
_MAY_OPEN = frozenset(ending for endings in _OPENED.values() for ending in endings)
_MAY_WARN = frozenset(ending for endings in _WARNED.values() for ending in endings)


class Care(StrEnum):
    """What may be done with a saved file."""

    OPENS = "opens"
    WARNED = "warned"
    KEPT_SHUT = "kept_shut"


def care_of(name: str) -> Care:
    """What a saved file's name lets be done with it; systems go by the ending alone."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in _MAY_OPEN:
        return Care.OPENS
    return Care.WARNED if ending in _MAY_WARN else Care.KEPT_SHUT


def shown_name(name: str, mime: str = "") -> str:
    """A name that is only a name on every system: no folders, marks, devices or disguises.

    Where the type, as sniffed, is a known one the ending is its own; else the ending stays.
    At most `LONGEST_BYTES` long.
    """
    stem, ending = _parted(_plain(name))
    own = (_KNOWN | _MORE_ENDINGS).get(_bare(mime), ())
    if own and ending not in own:
        # what looked like an ending of another type was a disguise, or belongs to the name
        stem, ending = _without(stem, own), own[0]
    return _joined(stem, ending)


def saved_name(name: str, mime: str) -> str:
    """The name to save a file under: one that a click may open only if its type is harmless."""
    name = shown_name(name, mime)
    if _bare(mime) in _KNOWN:
        return name
    stem = name.removesuffix(KEPT_SHUT)
    return _cut(stem, LONGEST_BYTES - len(KEPT_SHUT)) + KEPT_SHUT


def _bare(mime: str) -> str:
    return mime.partition(";")[0].strip().lower()


def _plain(name: str) -> str:
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    # C: control, format (which turns the direction of reading), surrogate, private
    name = "".join(mark for mark in name if unicodedata.category(mark)[0] != "C")
    return _BAD_MARKS.sub("_", " ".join(name.split())).strip(". ")


def _parted(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    is_ending = ending.isascii() and ending.isalnum() and len(ending) <= _LONGEST_ENDING
    return (stem, ending.lower()) if dot and is_ending else (name, "")


def _without(stem: str, own: tuple[str, ...]) -> str:
    """The stem of "photo.jpg.exe" is "photo" where it is to end on .jpg again."""
    inner, ending = _parted(stem)
    return inner if ending in own else stem


def _joined(stem: str, ending: str) -> str:
    stem = stem.strip(". ") or _OTHERWISE
    if _DEVICE.fullmatch(stem):
        stem = f"_{stem}"
    tail = f".{ending}" if ending else ""
    return _cut(stem, LONGEST_BYTES - len(tail)) + tail


def _cut(stem: str, most_bytes: int) -> str:
    return stem.encode()[:most_bytes].decode(errors="ignore").strip(". ")
