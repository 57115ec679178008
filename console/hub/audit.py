"""Audit: who did what to which object, when and why; never the text of a message."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.hub.principal import Principal
from console.hub.store.audit_trail import NOTHING_YET, AuditLine, audit_head, audit_trail, link
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.wire.requests import AuditEntry, AuditPage

HUB, COMMAND_LINE, META = "hub", "command line", "meta"  # actors that are no person
PAGE, MOST = 100, 500
_LONGEST_WHY, _LONGEST_ID = 500, 200
_AT_ONCE = 1000


class Action(StrEnum):
    """What is entered."""

    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    TOKENS_REVOKED = "tokens_revoked"
    PERSON_ADDED = "person_added"
    ROLE_CHANGED = "role_changed"
    QUEUES_CHANGED = "queues_changed"
    PASSWORD_CHANGED = "password_changed"
    PASSWORD_REFUSED = "password_refused"
    PERSON_DISABLED = "person_disabled"
    PERSON_ENABLED = "person_enabled"
    QUEUE_CONFIGURED = "queue_configured"
    CHANNEL_CONFIGURED = "channel_configured"
    NUMBER_CONNECTED = "number_connected"
    NUMBER_KEYS_REPLACED = "number_keys_replaced"
    NUMBER_SET_UP = "number_set_up"
    CHANNEL_NOTICE = "channel_notice"
    TEMPLATE_NOTICE = "template_notice"
    TEMPLATE_CREATED = "template_created"
    TEMPLATE_EDITED = "template_edited"
    TEMPLATE_DELETED = "template_deleted"
    TEMPLATE_RESUMED = "template_resumed"
    TAKEN_OVER = "taken_over"
    TRANSFERRED = "transferred"
    DISCARDED = "discarded"
    RETRIED = "retried"
    REWRITTEN = "rewritten"
    SECRETS_SEALED = "secrets_sealed"
    RESTORED = "restored"
    HELD_RELEASED = "held_released"
    PURGED = "purged"
    PAYMENT_POSTED = "payment_posted"
    CUSTOMERS_MERGED = "customers_merged"
    CUSTOMERS_SPLIT = "customers_split"
    CUSTOMER_BLOCKED = "customer_blocked"
    CUSTOMER_UNBLOCKED = "customer_unblocked"
    CONSENT_RULE_SET = "consent_rule_set"
    CONSENT_EXPORTED = "consent_exported"
    PRICES_REPLACED = "prices_replaced"
    TOPPED_UP = "topped_up"
    DISK_FULL = "disk_full"
    DISK_HAS_ROOM = "disk_has_room"


def append(
    tx: Transaction, action: Action, of: str, *, by: Principal | str, why: str = ""
) -> None:
    """This is on record once the transaction commits.

    `of` names the object as kind and id (`session:…`); `by` is a person, or `HUB` and the like.
    """
    desk = by.desk_id if isinstance(by, Principal) else ""
    actor = by.rep_id if isinstance(by, Principal) else by
    record(tx, action, of, actor=actor, desk=desk, why=why)


def record(
    tx: Transaction, action: Action, of: str, *, actor: str, desk: str, why: str = ""
) -> None:
    """As `append`, where nobody is signed in at the desk (yet, or any more)."""
    tx.audit(
        AuditLine(
            actor=actor,
            desk=desk[:_LONGEST_ID],
            action=action.value,
            object=of[:_LONGEST_ID],
            why=why[:_LONGEST_WHY],
        )
    )


async def head(tx: Transaction) -> tuple[int, str]:
    """Number and hash of the last entry that is committed."""
    row = await tx.row(sa.select(audit_head))
    return (0, NOTHING_YET) if row is None else (row["number"], row["hash"])


async def page(
    connection: AsyncConnection, *, before: int | None = None, limit: int = PAGE
) -> AuditPage:
    """The newest entries, or those before a number, newest first."""
    query = sa.select(audit_trail).order_by(audit_trail.c.number.desc()).limit(limit + 1)
    if before is not None:
        query = query.where(audit_trail.c.number < before)
    rows = list((await connection.execute(query)).mappings())
    shown = tuple(AuditEntry(**row) for row in rows[:limit])
    return AuditPage(entries=shown, earlier=shown[-1].number if len(rows) > limit else None)


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of looking at the whole trail.

    Attributes:
        number: of the last entry, or of the first that doesn't fit.
        hash: of the last entry.
        trouble: one sentence; empty if everything fits.
    """

    number: int
    hash: str
    trouble: str = ""


async def verify(store: Store, noted: tuple[int, str] | None = None) -> Proof:
    """Whether every entry follows from the one before, and the last is what the head says.

    `noted` are number and hash of an entry as written down elsewhere: whoever rewrites the
    whole trail can't make that one fit.
    """
    async with store.reading(much=True) as connection:
        end = (await connection.execute(sa.select(audit_head))).first()
        number, last = 0, NOTHING_YET
        while rows := await _after(connection, number):
            for row in rows:
                if trouble := _trouble(number, last, row, noted):
                    return Proof(number + 1, last, trouble)
                number, last = row["number"], row["hash"]
    if noted is not None and noted[0] > number:
        return Proof(number + 1, last, f"Entry {number + 1} is missing: there were {noted[0]}.")
    if end is None or (end.number, end.hash) != (number, last):
        was = 0 if end is None else end.number
        return Proof(number + 1, last, _beyond(number, was))
    return Proof(number, last)


async def _after(connection: AsyncConnection, number: int) -> list[Mapping[str, Any]]:
    query = sa.select(audit_trail).where(audit_trail.c.number > number)
    rows = await connection.execute(query.order_by(audit_trail.c.number).limit(_AT_ONCE))
    return [*rows.mappings()]


def _trouble(
    number: int, last: str, row: Mapping[str, Any], noted: tuple[int, str] | None
) -> str:
    if row["number"] != number + 1:
        return f"Entry {number + 1} is missing."
    if row["hash"] != link(last, row):
        return f"Entry {number + 1} doesn’t follow from the one before: it was changed."
    if noted is not None and noted[0] == row["number"] and noted[1] != row["hash"]:
        return f"Entry {noted[0]} isn’t the one that was noted: the trail was rewritten."
    return ""


def _beyond(number: int, was: int) -> str:
    if was > number:
        return f"Entry {number + 1} is missing: there were {was}."
    return f"Entry {was + 1} was put in by something else than a hub."
