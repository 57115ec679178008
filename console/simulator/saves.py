"""A played history on disk: one JSON file, and the media files in a folder beside it."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from console.simulator.agenda import Due
from console.simulator.courier import Parcel, Update
from console.simulator.media import MediaFile
from console.simulator.messages import Person, SentMessage, Written
from console.simulator.numbers import Number
from console.simulator.world import World

_FORMAT = 1


def save(world: World, path: Path) -> None:
    """Writes everything the platform knows; media that are past their time are left out."""
    now = world.clock.now()
    files = [file for file in world.media.files.values() if now < file.until]
    _keep_media(path, files)
    state = {
        "format": _FORMAT,
        "saved_at": now,
        "people": [asdict(one) for one in world.people.values()],
        "sent": [asdict(one) for one in world.sent],
        "written": [asdict(one) for one in world.written.values()],
        "media": [{"id": one.id, "mime": one.mime, "until": one.until} for one in files],
        "templates": world.templates.rows,
        "locked_templates": world.templates.locked,
        "numbers": [asdict(one) for one in world.numbers.values()],
        "agenda": [asdict(one) for one in world.agenda.pending()],
        "updates": [asdict(one) for one in sorted(world.courier.updates)],
        "parcels": [asdict(one) for one in sorted(world.courier.parcels)],
        "randomness": world.rng.getstate(),
    }
    text = json.dumps(state, default=_plain, ensure_ascii=True)
    draft = path.with_suffix(".part")
    draft.write_text(text, encoding="ascii")
    draft.replace(path)


def restore(world: World, path: Path) -> None:
    """Puts a saved history into a fresh world.

    Raises:
        ValueError: The file is of another format.
    """
    state = json.loads(path.read_text(encoding="ascii"))
    if state["format"] != _FORMAT:
        raise ValueError(f"{path} holds a state of format {state['format']}, not {_FORMAT}.")
    people = [
        Person(**_timed(one, "last_wrote_at", "came_by_ad_at", "free_until"))
        for one in state["people"]
    ]
    world.people = {one.wa_id: one for one in people}
    for one in state["sent"]:
        world.remember(SentMessage(**_timed(one, "at", "delivered_at", "read_at")))
    written = [Written(**_timed(one, "at")) for one in state["written"]]
    world.written = {one.wamid: one for one in written}
    for one in state["media"]:
        content = (_folder(path) / one["id"]).read_bytes()
        world.media.files[one["id"]] = MediaFile(content=content, **_timed(one, "until"))
    world.templates.rows = state["templates"]
    world.templates.locked = state.get("locked_templates", [])
    for one in state.get("numbers", []):
        moments = [datetime.fromisoformat(at) for at in one["registrations"]]
        number = Number(**_timed(one, "locked_until") | {"registrations": moments})
        world.numbers[number.id] = number
    world.agenda.refill([Due(**_timed(one, "at")) for one in state["agenda"]])
    world.courier.refill(
        [Update(**_timed(one, "due_at")) for one in state["updates"]],
        [Parcel(**_timed(one, "due_at", "first_at")) for one in state["parcels"]],
    )
    version, internal, gauss = state["randomness"]
    world.rng.setstate((version, tuple(internal), gauss))


def saved_at(path: Path) -> datetime:
    """The moment a history was saved at, on its own clock."""
    state = json.loads(path.read_text(encoding="ascii"))
    return datetime.fromisoformat(state["saved_at"])


def _keep_media(path: Path, files: list[MediaFile]) -> None:
    folder = _folder(path)
    folder.mkdir(parents=True, exist_ok=True)
    kept = {file.id for file in files}
    for stale in folder.iterdir():
        if stale.name not in kept:
            stale.unlink()
    for file in files:
        place = folder / file.id
        if not place.exists():
            place.write_bytes(file.content)


def _folder(path: Path) -> Path:
    return path.with_name(f"{path.stem}-media")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"A {type(value).__name__} cannot be saved.")


def _timed(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return row | {name: datetime.fromisoformat(row[name]) for name in names if row.get(name)}
