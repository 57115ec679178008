"""The table of used proofs: what replicas tell each other of commands that have come."""

import sqlalchemy as sa

from console.hub.store.columns import Moment
from console.hub.store.schema import metadata

used_proof = sa.Table(
    "used_proof",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),  # the desk's key and the proof's own id
    sa.Column("at", Moment, nullable=False, index=True),
)
