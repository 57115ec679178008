"""Reps, their roles, and the three separate facts of presence."""

from enum import StrEnum


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
