"""Recorded webhooks on their whole way: posted at the stage's hub, read off the transcript."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import httpx
from PIL import Image

from console.app.shop.settings import APP_SECRET, WEBHOOKS
from console.desk.rows import TranscriptRow
from console.simulator.media import MediaFile
from console.ui.theme.theme import Theme
from console.ui.transcript.entries import Entry, entry_at
from console.ui.transcript.layout import lay_out
from console.ui.transcript.pieces import Button, Line, Words
from console.ui.transcript.setting import Setting
from console.ui.transcript.speech import spoken
from tests.given import signed
from tests.stage import NOON, Stage

FOLDER = Path(__file__).parent.parent / "golden" / "whatsapp"
CUSTOMER = "Lucas Moreau"
_RECORDED = b"FR.13491208655302741918"
_OURS = b"wamid.OURS"
_PICTURES = {"image": "JPEG", "sticker": "WEBP"}
_FILES = ("video", "audio", "voice", "document", *_PICTURES)
_WIDTH_PX = 760
_CLOCK = re.compile(r"\b(\d\d):(\d\d)\b")


async def posted(stage: Stage, kind: str, *, ours: str = "") -> None:
    """The hub has taken the recorded webhook in, and what it names lies at the platform.

    `ours` is the platform’s id of the message of ours that it is about.
    """
    until = stage.clock.now() + timedelta(days=7)
    for name in _FILES:
        file_id = f"media-{name}"
        shelf = stage.simulator.world.media.files
        content = _picture(_PICTURES[name]) if name in _PICTURES else b"a file"
        shelf[file_id] = MediaFile(file_id, content, "application/octet-stream", until)
    body = (FOLDER / f"{kind}.json").read_bytes()
    # who is known by this number has an id of the simulator's making
    person = stage.customer().person
    body = body.replace(_RECORDED, person.user_id.encode()).replace(_OURS, ours.encode())
    async with httpx.AsyncClient(trust_env=False, timeout=30) as platform:
        answer = await platform.post(
            stage.road.hub_url + WEBHOOKS, content=body, headers=signed(body, APP_SECRET)
        )
    assert answer.status_code == 200
    await stage.settle()


def _picture(how: str) -> bytes:
    kept = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(kept, how)
    return kept.getvalue()


def heard(stage: Stage, rows: list[TranscriptRow], index: int) -> str:
    """What a screen reader says of a row."""
    return spoken(_entry(stage, rows, index), CUSTOMER, stage.clock.now())


def painted(stage: Stage, rows: list[TranscriptRow], index: int) -> str:
    """The words that are painted for a row, from top to bottom."""
    entry = replace(_entry(stage, rows, index), day="")
    setting = Setting(_WIDTH_PX, Theme.load("light"), stage.clock.now(), CUSTOMER)
    words = []
    for piece in lay_out(entry, setting).pieces:
        if isinstance(piece, Words):
            words.append(piece.layout.text())
        elif isinstance(piece, Line):
            words.append(piece.text)
        elif isinstance(piece, Button) and piece.label:
            words.append(f"[{piece.label}]")
    return " | ".join(words)


def here(words: str) -> str:
    """The words with their clock times, told in UTC, as this machine's zone tells them."""
    return _CLOCK.sub(lambda found: _local(int(found[1]), int(found[2])), words)


def _local(hour: int, minute: int) -> str:
    return f"{NOON.replace(hour=hour, minute=minute).astimezone():%H:%M}"


def _entry(stage: Stage, rows: list[TranscriptRow], index: int) -> Entry:
    return entry_at(rows, index, stage.clock.now().astimezone().date())
