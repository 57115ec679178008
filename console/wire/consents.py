"""Consents on the wire: the proof of what a customer has said."""

from dataclasses import dataclass
from datetime import datetime

from console.domain.consent import Level, Purpose

# POST -> ConsentProof
CONSENT_PROOF = "/v1/customers/{customer_id}/consents/proof"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement as it was put down; `channel` is empty where it holds for all of them."""

    purpose: Purpose
    granted: bool
    level: Level
    channel: str
    source: str
    wording: str
    said_at: datetime
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentProof:
    """All that a hub knows of a customer's consent, for whoever has to be shown it.

    Attributes:
        identities: (kind, value): numbers, user ids and names at the platform.
        known_before: (what, granted, where) from before statements were kept.
        statements: oldest first.
        audit_number, audit_hash: the last entry of the audit trail when this was made; the
            entry that tells of the export comes after it.
    """

    hub: str
    made_at: datetime
    made_by: str
    customer_id: str
    customer_name: str
    identities: tuple[tuple[str, str], ...]
    known_before: tuple[tuple[str, bool, str], ...]
    statements: tuple[Statement, ...]
    audit_number: int
    audit_hash: str
