"""A disk as it may be found after the power failed: what was synced, and some of the rest."""

import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
_HEAD = struct.Struct("<ccHIQ")


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was done to a file.

    Attributes:
        what: write, truncate to `offset`, sync: "w", "t", "s".
        file: the database or its log: "d", "w".
        noted_at: how long the notes were with it.
    """

    what: str
    file: str
    offset: int = 0
    data: bytes = b""
    noted_at: int = 0


def read(notes: Path) -> Iterator[Act]:
    """What the shim has noted, in order."""
    with notes.open("rb") as file:
        while len(head := file.read(_HEAD.size)) == _HEAD.size:
            what, which, _none, length, offset = _HEAD.unpack(head)
            data = file.read(length)
            if len(data) == length:
                yield Act(what.decode(), which.decode(), offset, data, file.tell())


@dataclass(slots=True)
class Disk:
    """The files' bytes that are surely there, and what waits for a sync.

    With `honest=False` a sync does nothing, as on a disk that lies.
    """

    files: dict[str, bytearray]
    honest: bool = True
    waiting: dict[str, list[Act]] = field(default_factory=dict)

    def take(self, act: Act) -> None:
        """This was done."""
        if act.what != "s":
            self.waiting.setdefault(act.file, []).append(act)
        elif self.honest:
            for waited in self.waiting.pop(act.file, []):
                _apply(self.files.setdefault(act.file, bytearray()), waited)

    def whole(self) -> dict[str, bytes]:
        """The files if the power stays on."""
        return self._with(lambda act: act)

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """The files if the power fails now: each write may be there, torn, or lost."""

        def left(act: Act) -> Act | None:
            drawn = chance.random()
            if drawn < 0.5:
                return act
            if drawn < 0.6 and len(act.data) > SECTOR:
                size = SECTOR * chance.randrange(1, -(-len(act.data) // SECTOR))
                return Act(act.what, act.file, act.offset, act.data[:size])
            return None

        return self._with(left)

    def _with(self, left: Callable[[Act], Act | None]) -> dict[str, bytes]:
        found = {}
        for name in self.files.keys() | self.waiting.keys():
            image = bytearray(self.files.get(name, b""))
            for act in map(left, self.waiting.get(name, [])):
                if act is not None:
                    _apply(image, act)
            found[name] = bytes(image)
        return found


def _apply(image: bytearray, act: Act) -> None:
    if act.what == "t":
        del image[act.offset :]
        image.extend(bytes(act.offset - len(image)))
        return
    image.extend(bytes(max(0, act.offset - len(image))))
    image[act.offset : act.offset + len(act.data)] = act.data
