"""Audit trail: its tables, what keeps them append-only, and the chain that ties its entries.

Each entry's hash covers the entry before, so that no entry can be changed, dropped, swapped or
put in without every later hash being wrong. Entries are written at the end of a transaction,
under the lock of the one head row: waiting for it earlier could tie two transactions up.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from console.hub.store.columns import Moment
from console.hub.store.schema import metadata

NOTHING_YET = ""  # the hash before the first entry

audit_head = sa.Table(
    "audit_head",
    metadata,
    sa.Column("one", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
)
audit_trail = sa.Table(
    "audit_trail",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("desk", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
)
_REFUSAL = "the audit trail is only ever added to"
_GUARDS = {
    "sqlite": (
        "CREATE TRIGGER audit_trail_unchanged BEFORE UPDATE ON audit_trail "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
        "CREATE TRIGGER audit_trail_kept BEFORE DELETE ON audit_trail "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
        # INSERT OR REPLACE deletes without asking the trigger above
        "CREATE TRIGGER audit_trail_not_replaced BEFORE INSERT ON audit_trail "
        "WHEN EXISTS (SELECT 1 FROM audit_trail WHERE number = NEW.number) "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION audit_trail_refusal() RETURNS trigger LANGUAGE plpgsql AS "
        f"'BEGIN RAISE EXCEPTION ''{_REFUSAL}''; END'",
        "CREATE TRIGGER audit_trail_kept BEFORE UPDATE OR DELETE ON audit_trail "
        "FOR EACH ROW EXECUTE FUNCTION audit_trail_refusal()",
        "CREATE TRIGGER audit_trail_not_emptied BEFORE TRUNCATE ON audit_trail "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_trail_refusal()",
    ),
}
for _engine, _statements in _GUARDS.items():
    for _statement in _statements:
        made = sa.DDL(_statement)  # type: ignore[no-untyped-call]
        sa.event.listen(audit_trail, "after_create", made.execute_if(dialect=_engine))


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """What is to be entered: who did what to which object, at which desk, and why."""

    actor: str
    desk: str
    action: str
    object: str
    why: str


def chained(
    head: Mapping[str, Any], at: datetime, lines: Sequence[AuditLine]
) -> list[dict[str, Any]]:
    """The lines as the entries that follow the head."""
    last = str(head["hash"])
    entries: list[dict[str, Any]] = []
    for number, line in enumerate(lines, start=int(head["number"]) + 1):
        entry = {"number": number, "at": at, **asdict(line)}
        last = link(last, entry)
        entries.append(entry | {"hash": last})
    return entries


def link(before: str, entry: Mapping[str, Any]) -> str:
    """The hash of an entry that follows one with the hash `before`."""
    at: datetime = entry["at"]
    whole = [before, entry["number"], at.astimezone(UTC).isoformat(timespec="microseconds")]
    whole += [entry[name] for name in ("actor", "desk", "action", "object", "why")]
    told = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()
