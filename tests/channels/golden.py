"""Recorded bodies, shaped after Meta's pages."""

from pathlib import Path

_FOLDER = Path(__file__).parent.parent / "golden" / "whatsapp"


def golden(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()
