"""The words of a transcript: days, times, sizes and kinds of file."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import PurePath

from console.domain.directions import MediaKind
from console.domain.messages import Media, clock_length

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
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


def day_title(day: date, today: date) -> str:
    """A day as a divider names it: "Today", "Yesterday", "Tuesday 12 May"."""
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    return day_name(day) + ("" if day.year == today.year else f" {day.year}")


def day_name(day: date) -> str:
    """A day without its year: "Wednesday 13 May"."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def clock(at: datetime) -> str:
    """The time of day on this machine: "14:33"."""
    return f"{at.astimezone():%H:%M}"


def size_text(size_bytes: int) -> str:
    """A size as people say it: "214 KB", "14.8 MB"."""
    if size_bytes < _KB:
        return f"{size_bytes} bytes"
    if size_bytes < _KB * _KB:
        return f"{round(size_bytes / _KB)} KB"
    return f"{_megabytes(size_bytes)} MB"


def progress_text(done_bytes: int, total_bytes: int, seconds_left: int | None) -> str:
    """How far a download is: "6.4 of 14.8 MB · 4 s left"."""
    if total_bytes >= _KB * _KB:
        moved = f"{_megabytes(done_bytes)} of {_megabytes(total_bytes)} MB"
    elif total_bytes:
        moved = f"{round(done_bytes / _KB)} of {round(total_bytes / _KB)} KB"
    else:
        moved = size_text(done_bytes)
    return moved if seconds_left is None else f"{moved} · {span_text(seconds_left)} left"


def span_text(seconds: int) -> str:
    """A short span: "12 s", "4 m", "3 h 12 m"."""
    if seconds < 60:
        return f"{max(seconds, 0)} s"
    minutes = -(-seconds // 60)
    return f"{minutes} m" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} m"


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
        length = f", {clock_length(media.duration_s)}" if media.duration_s else ""
        return f"Voice message{length}"
    if media.name:
        return media.name
    kind = "File" if media.media is MediaKind.DOCUMENT else media.media.value.capitalize()
    return f"{kind}, {clock_length(media.duration_s)}" if media.duration_s else kind


def file_look(media: Media) -> tuple[str, int]:
    """The icon role and the hue, 1 to 8, of a file's tile."""
    known = _LOOKS.get(file_type(media))
    return known or _KIND_LOOKS.get(media.media, ("content.otherFile", 1))


def file_facts(media: Media) -> str:
    """Type and size: "PDF · 214 KB"; says where people would look for a player in vain."""
    size = size_text(media.size_bytes) if media.size_bytes else ""
    played = media.media in (MediaKind.AUDIO, MediaKind.VIDEO)
    spread = file_look(media)[0] == "content.sheet"
    preview = "no preview" if played or spread else ""
    return " · ".join(part for part in (file_type(media), size, preview) if part)


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / _KB / _KB:.1f}".removesuffix(".0")
