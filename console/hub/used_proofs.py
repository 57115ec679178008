"""Used proofs: replicas that share a PostgreSQL take the proof of a command only once.

Reads are left to each replica's own memory: one that is played again shows nothing new to
whoever recorded it, for the answer is encrypted on its way.
"""

import hashlib
from datetime import datetime, timedelta

import sqlalchemy as sa

from console.hub.proving import TOLERANCE_S, too_late
from console.hub.store.columns import Moment
from console.hub.store.proof_table import used_proof
from console.hub.store.store import Store

_LIFE = timedelta(seconds=2 * TOLERANCE_S)
_READS = frozenset({"GET", "HEAD"})
#: One statement and no wait for the disk: after a crash the memory is shorter by a moment.
_USE = sa.text(
    "INSERT INTO used_proof (name, at) SELECT :name, :at"
    " FROM (SELECT set_config('synchronous_commit', 'off', true) AS it) AS quick"
    " WHERE quick.it = 'off' ON CONFLICT DO NOTHING"
).bindparams(sa.bindparam("name", type_=sa.Text), sa.bindparam("at", type_=Moment))


class UsedProofs:
    """What all replicas remember together; on SQLite there is one hub, which needs no help."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cleared_at: datetime | None = None

    async def use(self, proof: str, method: str) -> None:
        """The proof of this name is used now; empty for a request that needs none.

        Raises:
            NotSignedIn: it was before, here or at another replica.
        """
        if self._store.is_sqlite or not proof or method in _READS:
            return
        now = self._store.clock.now()
        name = hashlib.sha256(proof.encode()).hexdigest()  # a desk chose how long it is
        async with self._store.engine.connect() as connection:
            quick = await connection.execution_options(isolation_level="AUTOCOMMIT")
            used = await quick.execute(_USE, {"name": name, "at": now})
            if self._cleared_at is None or self._cleared_at < now - _LIFE:
                self._cleared_at = now
                old = used_proof.c.at < now - _LIFE * self._store.clock.rate
                await quick.execute(used_proof.delete().where(old))
        if used.rowcount == 0:
            raise too_late()
