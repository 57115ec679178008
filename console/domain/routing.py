"""Who gets a waiting session, and why each other rep does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from console.domain.ids import QueueId, RepId
from console.domain.people import Wanted
from console.domain.texts import N_


class Rule(StrEnum):
    """How a queue picks among reps with room."""

    LEAST_ACTIVE = "least_active"  # the smallest load
    MOST_AVAILABLE = "most_available"  # the most free capacity


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """What routing knows of one rep at one moment.

    Attributes:
        loaded: capacity units in use by assigned and opened work.
        declined: whether the rep has declined or missed this session before.
        handled_before: whether the rep had this customer's last session.
        idle_since_s: seconds since the rep's last work began; larger is longer idle.
    """

    rep_id: RepId
    name: str
    wanted: Wanted
    reachable: bool
    loaded: int
    capacity: int
    queues: frozenset[QueueId]
    declined: bool = False
    handled_before: bool = False
    idle_since_s: float = 0.0
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The outcome of routing one session.

    Attributes:
        rep_id: whom to offer it to; None leaves it waiting.
        why: one phrase for the offer card, or why it goes on waiting.
        others: why not, for every rep not chosen.
    """

    rep_id: RepId | None
    why: str
    others: tuple[tuple[RepId, str], ...]


def choose_rep(
    queue_id: QueueId,
    reps: Sequence[Availability],
    *,
    rule: Rule = Rule.LEAST_ACTIVE,
    customer_language: str = "",
) -> Decision:
    """Whom to offer a session of this queue to.

    Reps must be online, reachable, in the queue and have room. Those who declined it come
    last but are not barred: the last rep standing is asked again. The same rep as last
    time comes first, then the queue's rule, then who has been idle longest, then the id,
    so that the order in which reps are listed never matters.
    """
    barred = {rep.rep_id: reason for rep in reps if (reason := _why_not(queue_id, rep))}
    able = [rep for rep in reps if rep.rep_id not in barred]
    if not able:
        return Decision(rep_id=None, why=_why_waiting(reps, barred), others=_sorted(barred))
    chosen = min(able, key=lambda rep: _order(rep, rule, customer_language))
    passed = {rep.rep_id: _why_later(rep, chosen) for rep in able if rep is not chosen}
    return Decision(
        rep_id=chosen.rep_id,
        why=_why(chosen, customer_language),
        others=_sorted(barred | passed),
    )


def _why_not(queue_id: QueueId, rep: Availability) -> str:
    if queue_id not in rep.queues:
        return N_("not in this queue")
    if rep.wanted is not Wanted.ONLINE:
        return f"{rep.wanted.value}"
    if not rep.reachable:
        return N_("desk not connected")
    return "" if rep.loaded < rep.capacity else f"no room ({rep.loaded} / {rep.capacity})"


def _order(
    rep: Availability, rule: Rule, language: str
) -> tuple[bool, bool, bool, float, float, RepId]:
    load = rep.loaded if rule is Rule.LEAST_ACTIVE else rep.loaded - rep.capacity
    speaks = bool(language) and language in rep.languages
    return (
        rep.declined,
        not rep.handled_before,
        not speaks,
        load,
        -rep.idle_since_s,
        rep.rep_id,
    )


def _why(rep: Availability, language: str) -> str:
    if rep.handled_before:
        return N_("You helped this customer last time")
    if language and language in rep.languages:
        return N_("You speak the customer’s language and have room")
    return N_("You have room")


def _why_later(rep: Availability, chosen: Availability) -> str:
    if rep.declined and not chosen.declined:
        return N_("declined it before")
    return N_("less room or more recently served")


def _why_waiting(reps: Sequence[Availability], barred: dict[RepId, str]) -> str:
    if not reps:
        return N_("Nobody is in this queue")
    if any("no room" in reason for reason in barred.values()):
        return N_("Everybody online is full")
    return N_("Nobody in this queue is online")


def _sorted(reasons: dict[RepId, str]) -> tuple[tuple[RepId, str], ...]:
    return tuple(sorted(reasons.items()))
