"""Reps, their roles, and the three separate facts of presence."""

from dataclasses import dataclass
from enum import StrEnum

from console.domain.ids import QueueId, RepId


class Role(StrEnum):
    """What a signed-in person or program may do, from least to most."""

    REP = "rep"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    INTEGRATION = "integration"

    @property
    def leads(self) -> bool:
        """Whether they may act on what is others': take over, help, triage."""
        return self in {Role.SUPERVISOR, Role.ADMIN}


class Wanted(StrEnum):
    """The status a rep has chosen."""

    ONLINE = "online"
    BUSY = "busy"
    AWAY = "away"
    OFFLINE = "offline"


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
