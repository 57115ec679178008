"""The words of a transcript: days, times, sizes and kinds of file."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import PurePath

from console.domain.directions import MediaKind
from console.domain.messages import Interactive, Media, TemplateMessage, clock_length
from console.domain.texts import N_, _, number
from console.ui import calendar
from console.ui.calendar import full_day, with_year

_KB = 1024
_TYPES = {
    "application/pdf": "PDF",
    "application/zip": "ZIP",
    "text/plain": "TXT",
    "text/csv": "CSV",
    "audio/ogg": "OGG",
    "audio/mpeg": "MP3",
    "audio/mp4": "M4A",
    "video/mp4": "MP4",
    "video/3gpp": "3GP",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
}
_LOOKS = {
    "PDF": ("content.pdf", 2),
    "ZIP": ("content.archive", 4),
    "RAR": ("content.archive", 4),
    "7Z": ("content.archive", 4),
    "XLS": ("content.sheet", 5),
    "XLSX": ("content.sheet", 5),
    "ODS": ("content.sheet", 5),
    "CSV": ("content.csv", 5),
    "DOC": ("content.document", 7),
    "DOCX": ("content.document", 7),
    "ODT": ("content.document", 7),
}
_KIND_LOOKS = {
    MediaKind.AUDIO: ("content.audio", 8),
    MediaKind.VIDEO: ("content.video", 6),
    MediaKind.IMAGE: ("content.image", 7),
    MediaKind.STICKER: ("content.sticker", 8),
}
_KIND_NAMES = {
    MediaKind.IMAGE: N_("Image"),
    MediaKind.VIDEO: N_("Video"),
    MediaKind.AUDIO: N_("Audio"),
    MediaKind.STICKER: N_("Sticker"),
    MediaKind.DOCUMENT: N_("File"),
}


HEADING_FILES = {
    MediaKind.IMAGE: ("content.image", N_("With a picture")),
    MediaKind.VIDEO: ("content.video", N_("With a video")),
    MediaKind.DOCUMENT: ("content.otherFile", N_("With a document")),
}
NO_PLAYER = {
    MediaKind.AUDIO: N_("download to listen"),
    MediaKind.VIDEO: N_("download to watch"),
}


def day_title(day: date, today: date) -> str:
    """A day as a divider names it: "Today", "Yesterday", "Tuesday 12 May"."""
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return with_year(full_day(day), day, today)


def clock(at: datetime) -> str:
    """The time of day on this machine: "14:33"."""
    return calendar.clock(at.astimezone())


def size_text(size_bytes: int) -> str:
    """A size as people say it: "214 KB", "14.8 MB"."""
    if size_bytes < _KB:
        return _("{count} bytes").format(count=size_bytes)
    if size_bytes < _KB * _KB:
        return _("{size} KB").format(size=round(size_bytes / _KB))
    return _("{size} MB").format(size=_megabytes(size_bytes))


def progress_text(done_bytes: int, total_bytes: int, seconds_left: int | None) -> str:
    """How far a download is: "6.4 of 14.8 MB · 4 s left"."""
    if total_bytes >= _KB * _KB:
        moved = _("{done} of {total} MB").format(
            done=_megabytes(done_bytes), total=_megabytes(total_bytes)
        )
    elif total_bytes:
        moved = _("{done} of {total} KB").format(
            done=round(done_bytes / _KB), total=round(total_bytes / _KB)
        )
    else:
        moved = size_text(done_bytes)
    if seconds_left is None:
        return moved
    return _("{moved} · {span} left").format(moved=moved, span=span_text(seconds_left))


def span_text(seconds: int) -> str:
    """A short span: "12 s", "4 m", "3 h 12 m"."""
    if seconds < 60:
        return _("{seconds} s").format(seconds=max(seconds, 0))
    minutes = -(-seconds // 60)
    if minutes < 60:
        return _("{minutes} m").format(minutes=minutes)
    return _("{hours} h {minutes:02} m").format(hours=minutes // 60, minutes=minutes % 60)


def birthday_text(told: str) -> str:
    """A birthday as people read it; as it was told if that is no date."""
    try:
        day = date.fromisoformat(told)
    except ValueError:
        return told
    return f"{calendar.day_and_month(day)} {day.year}"


def first_name(name: str) -> str:
    """The name to address a customer by; a number stays whole."""
    parts = name.split()
    return parts[0] if parts and parts[0][:1].isalpha() else name


def file_type(media: Media) -> str:
    """The type in a few letters: "PDF", "XLSX"; empty if there is no telling."""
    suffix = PurePath(media.name).suffix[1:6]
    return suffix.upper() or _TYPES.get(media.mime.split(";")[0], "")


def file_name(media: Media) -> str:
    """The name on a file's card; voice and audio tell how long they are."""
    if media.voice:
        kind = _("Voice message")
    elif media.name:
        return media.name
    else:
        kind = _(_KIND_NAMES[media.media])
    return f"{kind}, {clock_length(media.duration_s)}" if media.duration_s else kind


def file_look(media: Media) -> tuple[str, int]:
    """The icon role and the hue, 1 to 8, of a file's tile."""
    known = _LOOKS.get(file_type(media))
    return known or _KIND_LOOKS.get(media.media, ("content.otherFile", 1))


def file_facts(media: Media) -> str:
    """Type and size: "PDF · 214 KB"; says where people would look for a player in vain."""
    size = size_text(media.size_bytes) if media.size_bytes else ""
    spread = file_look(media)[0] == "content.sheet"
    preview = _("no preview") if spread else _(NO_PLAYER.get(media.media, ""))
    return " · ".join(part for part in (file_type(media), size, preview) if part)


def _megabytes(size_bytes: int) -> str:
    size = round(size_bytes / _KB / _KB, 1)
    return number(size, 0 if size.is_integer() else 1)


def heading_words(body: Interactive | TemplateMessage) -> str:
    """What stands above its text: words, the name of a file or its kind; empty if nothing."""
    if body.header_media is None:
        return body.header if isinstance(body, Interactive) else body.header_text
    name = body.header_file if isinstance(body, Interactive) else ""
    named = body.header_media is MediaKind.DOCUMENT and name
    return name if named else _(HEADING_FILES[body.header_media][1])


def offer_words(offer: str, ends_at: datetime | None) -> str:
    """The title of an offer, with the moment until which it holds."""
    if ends_at is None:
        return offer
    local = ends_at.astimezone()
    until = f"{full_day(local)}, {clock(local)}"
    return _("{offer} · until {time}").format(offer=offer, time=until)
