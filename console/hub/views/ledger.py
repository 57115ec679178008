"""The delivery ledger of a message as its author and others who see it read it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.channels.whatsapp import faults
from console.channels.whatsapp.faults import Class
from console.channels.whatsapp.reasons import HEALTH
from console.domain.care_window import CareWindow, is_open
from console.domain.dead_letters import health_pause_ends
from console.domain.delivery import Delivery
from console.domain.ids import MessageId
from console.domain.prices import Price
from console.hub import costs, holds
from console.hub.store import schema
from console.wire.codec import from_plain
from console.wire.ledger import LedgerView, NextTry, Tried

_message, _attempt, _conversation = schema.message, schema.attempt, schema.conversation
_QUERY = (
    sa.select(_message, _conversation.c.last_customer_at, _conversation.c.closed_at)
    .join(_conversation, _conversation.c.id == _message.c.conversation_id)
    .where(_message.c.id == sa.bindparam("which"), _message.c.direction == "outbound")
)
_TRIED = (
    sa.select(_attempt)
    .where(_attempt.c.message_id == sa.bindparam("which"))
    .order_by(_attempt.c.number)
)
_ENDED = {Delivery.EXPIRED, Delivery.DEAD, Delivery.FAILED}
_BY_CLASS = {
    Class.RETRY: NextTry.NOW,
    Class.UNKNOWN: NextTry.NOW,
    Class.CHANNEL: NextTry.ADMINISTRATOR,
    Class.ADMIN: NextTry.ADMINISTRATOR,
    Class.TEMPLATE: NextTry.TEMPLATE,
    Class.NEVER: NextTry.CHANGED,
}


async def of_message(
    connection: AsyncConnection, message_id: MessageId, now: datetime
) -> LedgerView | None:
    """The ledger; None if it is no message of ours to a customer."""
    row = (await connection.execute(_QUERY, {"which": message_id})).mappings().first()
    if row is None:
        return None
    tried = (await connection.execute(_TRIED, {"which": message_id})).mappings().all()
    attempts = tuple(_tried(one) for one in tried)
    slowed_until = (await holds.of_numbers(connection)).get(row["channel_id"])
    next_try, next_at = _next(row, attempts, now, slowed_until)
    return LedgerView(
        message_id=message_id,
        state=Delivery(row["state"]),
        written_at=row["received_at"],
        sent_at=row["sent_at"],
        delivered_at=row["delivered_at"],
        read_at=row["read_at"],
        played_at=row["played_at"],
        failed_at=row["failed_at"],
        price=None if row["price"] is None else from_plain(Price, row["price"]),
        attempts=attempts,
        trouble=row["trouble"],
        code=row["trouble_code"],
        next_try=next_try,
        next_at=next_at,
        cost=await costs.of_message(connection, message_id),
    )


def _tried(row: sa.RowMapping) -> Tried:
    return Tried(
        number=row["number"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        outcome=row["outcome"],
        code=row["code"],
        why=_why(row["code"], row["outcome"]),
        detail=row["detail"],
    )


def _why(code: str, outcome: str) -> str:
    if not code.isdecimal() or outcome == "accepted":
        return ""
    row = faults.row_of(int(code))
    return faults.as_reported(row).why if outcome == "failed" else row.why


def _next(
    row: sa.RowMapping,
    attempts: tuple[Tried, ...],
    now: datetime,
    slowed_until: datetime | None,
) -> tuple[NextTry, datetime | None]:
    state = Delivery(row["state"])
    if state in {Delivery.RETRYING, Delivery.ACCEPTED_BY_HUB} and row["trouble"]:
        return NextTry.BY_ITSELF, row["retry_at"]
    if state is Delivery.UNKNOWN:
        return NextTry.MAY_COME_TWICE, None
    if state is Delivery.RETURNED or (state in _ENDED and not _may_go(row, now)):
        return NextTry.TEMPLATE, None
    if state in {Delivery.DEAD, Delivery.EXPIRED}:
        return NextTry.NOW, None
    if state is Delivery.FAILED:
        return _after_failure(row, attempts, now, slowed_until)
    return NextTry.NONE, None


def _may_go(row: sa.RowMapping, now: datetime) -> bool:
    if row["kind"] == "template":
        return True
    return is_open(CareWindow(row["last_customer_at"], row["closed_at"]).expires_at, now)


def _after_failure(
    row: sa.RowMapping,
    attempts: tuple[Tried, ...],
    now: datetime,
    slowed_until: datetime | None,
) -> tuple[NextTry, datetime | None]:
    code = row["trouble_code"]
    if code == str(HEALTH):
        failures = sum(one.outcome == "failed" for one in attempts)
        until = health_pause_ends(row["state_at"], failures)
        return (NextTry.LATER, until) if until > now else (NextTry.NOW, None)
    if not code.isdecimal():
        return NextTry.NOW, None
    fault = faults.row_of(int(code))
    if fault.effect is faults.Effect.TEMPLATES_HELD and slowed_until is not None:
        return (NextTry.LATER, slowed_until) if slowed_until > now else (NextTry.NOW, None)
    return _BY_CLASS[fault.kind], None
