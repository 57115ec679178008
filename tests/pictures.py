"""Whether a desk's picture is what the hub would show it now."""

from collections.abc import Mapping
from typing import Any

from console.desk.model import Model
from console.wire.requests import Snapshot


def difference(found: Snapshot, model: Model, *, ended: bool = True) -> str:
    """What hub and desk show differently; empty if nothing.

    Without `ended` only what is open is compared, and whether it is.
    """
    shown = {view.session_id: view for view in found.sessions if ended or not view.ended_at}
    sessions = {
        ref: view
        for ref, view in model.sessions.items()
        # a desk goes on to know what it saw end; a snapshot has those that were the rep's
        if view.ended_at is None or ref in shown
    }
    pairs: dict[str, tuple[Mapping[Any, object], Mapping[Any, object]]] = {
        "sessions": (shown, sessions),
        "offers": ({view.work_id: view for view in found.offers}, model.offers),
        "reps": ({view.rep_id: view for view in found.reps}, model.reps),
        "queues": ({view.queue_id: view for view in found.queues}, model.queues),
        "channels": ({view.channel_id: view for view in found.channels}, model.channels),
    }
    for what, (hub, here) in pairs.items():
        if hub != here:
            return f"other {what}: {first_difference(hub, here)}"
    return ""


def first_difference(hub: Mapping[Any, object], here: Mapping[Any, object]) -> str:
    """The first by id that is not the same on both sides."""
    for ref in sorted({*hub, *here}, key=str):
        if hub.get(ref) != here.get(ref):
            return f"hub {hub.get(ref)} desk {here.get(ref)}"
    return ""
