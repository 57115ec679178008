"""Safety: what must hold in the committed state at every moment."""

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.chaos.world import World

# Each selects what must not be, on either engine; the first column says which
NEVER = {
    "two live works": """
        SELECT session_id FROM work WHERE ended_at IS NULL
        GROUP BY session_id HAVING count(*) > 1""",
    "two open sessions": """
        SELECT conversation_id FROM session WHERE ended_at IS NULL
        GROUP BY conversation_id HAVING count(*) > 1""",
    "an owner without the opened work": """
        SELECT s.id FROM session s WHERE s.owner_rep_id IS NOT NULL AND NOT EXISTS
        (SELECT 1 FROM work w WHERE w.session_id = s.id AND w.ended_at IS NULL
         AND w.status = 'opened' AND w.rep_id = s.owner_rep_id)""",
    "opened work whose rep is not the owner": """
        SELECT w.id FROM work w JOIN session s ON s.id = w.session_id
        WHERE w.ended_at IS NULL AND w.status = 'opened'
        AND s.owner_rep_id IS DISTINCT FROM w.rep_id""",
    "a status that does not fit its owner": """
        SELECT id FROM session WHERE (status IN ('active', 'inactive', 'paused'))
        <> (owner_rep_id IS NOT NULL)""",
    "live work of an ended session": """
        SELECT w.id FROM work w JOIN session s ON s.id = w.session_id
        WHERE w.ended_at IS NULL AND s.ended_at IS NOT NULL""",
    "an ended session without its end": """
        SELECT id FROM session WHERE (status = 'ended') <> (ended_at IS NOT NULL)""",
    "an offer without its time-out": """
        SELECT w.id FROM work w WHERE w.status = 'assigned' AND NOT EXISTS
        (SELECT 1 FROM job j WHERE j.kind = 'offer_timeout' AND j.key = w.id)""",
    "a desk that belongs to another rep": """
        SELECT s.id FROM session s JOIN desk d ON d.id = s.owner_desk_id
        WHERE d.rep_id <> s.owner_rep_id""",
    "a queued message without its job": """
        SELECT m.id FROM message m
        WHERE m.state IN ('accepted_by_hub', 'sending', 'retrying') AND NOT EXISTS
        (SELECT 1 FROM job j WHERE j.kind = 'send' AND j.key = m.id)""",
    "a gap in the journal": """
        SELECT h.seq FROM journal_head h
        WHERE h.seq <> (SELECT count(*) FROM journal)
        OR h.seq <> (SELECT coalesce(max(seq), 0) FROM journal)""",
}
_RULES = {"a rule of the tables broken": "SELECT what FROM chaos_wrong"}
_ALL = " UNION ALL ".join(
    f"SELECT '{what}', which FROM (SELECT * FROM (SELECT NULL AS which WHERE 0"
    f" UNION ALL SELECT * FROM ({query})) LIMIT 1)"
    for what, query in (NEVER | _RULES).items()
)


class Safety:
    """Looks at the database from outside, between any two steps of any hub."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._connection = sqlite3.connect(world.path, timeout=0, isolation_level=None)

    def check(self) -> None:
        """Breaks the world if something is that may never be."""
        for what, which in self._connection.execute(_ALL):
            self._world.fail(f"{what}: {which}")
        for send_id, copies in self._world.platform.delivered().items():
            if copies > 1 + self.asked_again(send_id):
                self._world.fail(f"{send_id} reached the customer {copies} times")

    def asked_again(self, send_id: str) -> int:
        """How often a person chose to send it again."""
        return int(
            self._connection.execute(
                "SELECT count(*) FROM chaos_state"
                " WHERE message = ? AND new = 'accepted_by_hub'",
                (send_id,),
            ).fetchone()[0]
        )

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """What a query finds in the committed state."""
        return self._connection.execute(query, values).fetchall()

    def close(self) -> None:
        """Gives the connection back."""
        self._connection.close()
