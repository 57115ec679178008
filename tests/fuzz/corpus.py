"""Corpus: bodies that once broke the hub, made as small as they go, and kept for ever."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from tests.fuzz.bodies import Body, of
from tests.fuzz.hunt import hunting
from tests.fuzz.mutations import copied, places

FOLDER = Path(__file__).parent / "corpus"
_TRIES = 150


def kept() -> Iterator[Body]:
    """Every body of the corpus; any trouble told in words is fine, a fault is not."""
    for file in sorted(FOLDER.glob("*.body")):
        yield of(file.read_bytes(), "corpus")


def keep(raw: bytes) -> Path:
    """The file that holds the body from now on."""
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / f"{hashlib.sha256(raw).hexdigest()[:12]}.body"
    file.write_bytes(raw)
    return file


async def fails(raw: bytes, kind: str) -> bool:
    """Whether the body alone, on a hub of its own, shows the fault again."""
    with tempfile.TemporaryDirectory() as folder:
        async with hunting(Path(folder) / "hub") as hunt:
            await hunt.post([of(raw, kind)])
            await hunt.leave()
            return bool(hunt.tally.found)


async def shrunk(body: Body) -> bytes:
    """The smallest body found that still fails by itself; the same one if it does not."""
    if not await fails(body.raw, body.kind):
        return body.raw
    smallest, tries = body.raw, 0
    while tries < _TRIES:
        before = smallest
        async for raw in _smaller(smallest):
            tries += 1
            if await fails(raw, body.kind):
                smallest = raw
                break
            if tries >= _TRIES:
                break
        if smallest == before:
            break
    return smallest


async def _smaller(raw: bytes) -> AsyncIterator[bytes]:
    try:
        tree = json.loads(raw)
        count = len(places(tree))
    except (ValueError, RecursionError, TypeError):
        return
    for nth in range(count):
        cut: Any = copied(tree)
        box, key = places(cut)[nth]
        if key in {"entry", "changes", "value", "field", "messages"}:
            continue
        del box[key]
        yield json.dumps(cut).encode()
