"""Lengths: how long a voice note is, read off its container without decoding anything."""

from pathlib import Path

_PAGE, _HEAD = b"OggS", b"OpusHead"
_LOOKED_AT_BYTES = 65_536  # the largest page there is
_LONGEST_S = 24 * 3600.0


def opus_s(path: Path) -> float:
    """Seconds of an Ogg file with Opus in it; 0.0 for every other file, and broken ones.

    Source: RFC 7845: the last page's granule position less the pre-skip, at 48 kHz.
    """
    with path.open("rb") as file:
        first = file.read(64)
        file.seek(max(path.stat().st_size - _LOOKED_AT_BYTES, 0))
        last = file.read(_LOOKED_AT_BYTES)
    head, page = first.find(_HEAD), last.rfind(_PAGE)
    if not first.startswith(_PAGE) or head < 0 or page < 0:
        return 0.0
    skipped = int.from_bytes(first[head + 10 : head + 12], "little")
    samples = int.from_bytes(last[page + 6 : page + 14], "little", signed=True)
    seconds = (samples - skipped) / 48_000
    return round(seconds, 1) if 0 < seconds <= _LONGEST_S else 0.0
