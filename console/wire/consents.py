"""Consents on the wire: the proof of what a customer said, the words that count as said."""

from dataclasses import dataclass
from datetime import datetime

from console.domain.consent import ConsentRule, Level, Purpose
from console.domain.ids import ChannelId

# POST -> ConsentProof
CONSENT_PROOF = "/v1/customers/{customer_id}/consents/proof"
# GET -> ConsentRuleView; PUT SetConsentRule -> ConsentRuleView (administrators)
CONSENT_RULE = "/v1/channels/{channel_id}/consent-rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRuleView:
    """What a channel asks for and which words it hears.

    Attributes:
        set_at, set_by: when an administrator set it and who; None and empty where it is what
            hub.toml says.
    """

    channel_id: ChannelId
    number_id: str
    rule: ConsentRule
    set_at: datetime | None = None
    set_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetConsentRule:
    """Another rule from now on; None goes back to what hub.toml says.

    Attributes:
        seen_at: `set_at` of what it takes the place of, so that nobody overwrites a colleague.
    """

    rule: ConsentRule | None
    seen_at: datetime | None = None


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
