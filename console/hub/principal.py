"""Principal: who asks, at which desk, in which role, and what they may see."""

from dataclasses import dataclass

from console.domain.ids import DeskId, RepId
from console.domain.people import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """A signed-in person at a desk.

    Attributes:
        scopes: the audiences they belong to: "all", "rep:…", "queue:…".
    """

    rep_id: RepId
    desk_id: DeskId
    name: str
    desk_name: str
    role: Role
    scopes: frozenset[str]

    def may_see(self, audience: str) -> bool:
        """Whether something with this audience (space-joined scopes) is theirs to see."""
        return self.role.sees_all or not self.scopes.isdisjoint(audience.split())
