"""Who can be handed a session, in which order, and what is said about each: pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from console.domain.ids import QueueId, RepId
from console.domain.people import Wanted
from console.domain.texts import _, ngettext, number
from console.ui.names import presence_name
from console.ui.picker.choices import language_name
from console.wire.views import QueueView, RepView


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """One line of the list.

    Attributes:
        state: what stands at the right: "Away", "Full", or nothing.
        able: whether it can be chosen.
    """

    rep_id: RepId | None = None
    queue_id: QueueId | None = None
    name: str
    detail: str
    presence: str = ""
    used: int = 0
    capacity: int = 0
    state: str = ""
    able: bool = True

    @property
    def title(self) -> str:
        """The name in the list."""
        return self.name

    @property
    def spoken(self) -> str:
        """The line for a screen reader."""
        load = (
            _("{used} of {capacity} sessions").format(used=self.used, capacity=self.capacity)
            if self.capacity
            else ""
        )
        presence = presence_name(Wanted(self.presence)) if self.presence else ""
        parts = (self.name, presence, self.detail, load, self.state)
        return ", ".join(part for part in parts if part)


_ORDER = {Wanted.ONLINE: 0, Wanted.BUSY: 1, Wanted.AWAY: 2, Wanted.OFFLINE: 3}


def rep_receivers(
    reps: Iterable[RepView], queues: Iterable[QueueView], *, me: RepId | None
) -> list[Receiver]:
    """Colleagues: those online with room first, the unreachable last and not to be chosen."""
    names = {queue.queue_id: queue.name for queue in queues}
    others = [rep for rep in reps if rep.rep_id != me]

    def order(rep: RepView) -> tuple[bool, int, bool, int, str]:
        full = rep.loaded >= rep.capacity
        return (not rep.reachable, _ORDER[rep.wanted], full, rep.loaded, rep.name.casefold())

    return [_rep(rep, names) for rep in sorted(others, key=order)]


def _rep(rep: RepView, names: dict[QueueId, str]) -> Receiver:
    able = rep.reachable and rep.wanted is not Wanted.OFFLINE
    full = rep.loaded >= rep.capacity
    spoken = ", ".join(language_name(code) for code in rep.languages)
    queues = ", ".join(names[queue] for queue in rep.queues if queue in names)
    detail = " · ".join(part for part in (spoken, queues) if part)
    state = ""
    if not able:
        state, detail = _("Offline"), _("Offline – use a queue instead")
    elif rep.wanted is not Wanted.ONLINE:
        state = presence_name(rep.wanted)
    elif full:
        state, detail = _("Full"), _("No room now – will be asked and can accept")
    return Receiver(
        rep_id=rep.rep_id,
        name=rep.name,
        detail=detail,
        presence=rep.wanted.value if able else "offline",
        used=rep.loaded,
        capacity=rep.capacity if able else 0,
        state=state,
        able=able,
    )


def queue_receivers(queues: Iterable[QueueView]) -> list[Receiver]:
    """Queues by name, with how many wait in each."""
    return [
        Receiver(
            queue_id=queue.queue_id,
            name=queue.name,
            detail=ngettext(
                "{count} customer waiting", "{count} customers waiting", queue.waiting
            ).format(count=number(queue.waiting))
            if queue.waiting
            else _("Nobody is waiting"),
        )
        for queue in sorted(queues, key=lambda queue: queue.name.casefold())
    ]


def found(receivers: Iterable[Receiver], words: str) -> list[Receiver]:
    """Those whose name, language or queue holds the words."""
    word = words.casefold().strip()
    return [r for r in receivers if word in f"{r.name}\n{r.detail}".casefold()]
