"""Principal: who asks, at which desk, in which role, and what they may see."""

from dataclasses import dataclass

from console.domain.ids import DeskId, RepId
from console.domain.people import Role
from console.hub.store.transaction import STAFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """A signed-in person at a desk.

    Attributes:
        scopes: the audiences they belong to, as `hub.access.scopes` says: "all", "rep:…".
    """

    rep_id: RepId
    desk_id: DeskId
    name: str
    desk_name: str
    role: Role
    scopes: frozenset[str]

    @property
    def sees_all(self) -> bool:
        """Whether nothing is kept from them."""
        return STAFF in self.scopes

    def may_see(self, audience: str) -> bool:
        """Whether something with this audience (space-joined scopes) is theirs to see."""
        return self.sees_all or not self.scopes.isdisjoint(audience.split())
