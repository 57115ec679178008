"""Faults: what an answer or error of Meta's means, when to try again, what to tell the rep."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from console.channels.whatsapp.elements import Element, cleaned, part, text, whole
from console.channels.whatsapp.fault_rows import AGAIN, BY_ITSELF, WHEN_WELL
from console.channels.whatsapp.fault_table import PLAIN, TABLE, Class, Effect, Row
from console.domain.ids import PlatformId
from console.domain.texts import N_

__all__ = [
    "Accepted",
    "Class",
    "Effect",
    "Failure",
    "Hold",
    "of_answer",
    "of_code",
    "of_status",
    "wait_s",
]

# Waits between attempts that the platform did not process; after the last one it is given up
LADDER_S = (2, 5, 15, 45, 120, 300, 900, 1800, 3600, 7200, 14_400, 28_800)
_JITTER = 0.2
_PAIR_RATE = 131056
UNHEARD_OF = Row(
    Class.NEVER,
    N_("WhatsApp refused this message with error {code}, which isn’t known here."),
    N_("An administrator can look it up."),
)
_NOT_DELIVERED = N_("WhatsApp took this message in but couldn’t deliver it.")
_THROUGHPUT = 130429
_LONGEST_S = 28_800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a message did not go, or may not have gone.

    Attributes:
        code: Meta's number; 0 if it gave none.
        words: what happened and why, and on a line of its own what next, for the rep.
        detail: Meta's own words with its trace, for administrators.
        wait_s: how long Meta asked to wait; None if it did not say.
    """

    code: int
    kind: Class
    words: str
    detail: str = ""
    wait_s: float | None = None
    effect: Effect = Effect.NONE


class Hold(StrEnum):
    """What Meta says of a template it took in."""

    NONE = ""
    HELD = "held_for_quality_assessment"
    PAUSED = "paused"


_HOLDS = {hold.value: hold for hold in Hold}


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Meta took the message in; that is not yet delivery.

    Attributes:
        phone, user_id: how Meta names the customer, which may differ from what we wrote.
    """

    platform_id: PlatformId
    phone: str = ""
    user_id: str = ""
    hold: Hold = Hold.NONE


def of_answer(
    status: int, raw: bytes, headers: Mapping[str, str] | None = None
) -> Accepted | Failure:
    """What Meta's answer to a send means."""
    body = _object(raw)
    error = part(body, "error")
    if 200 <= status < 300 and not error:  # a part of it can fail with 206
        return _accepted(body)
    if not error:
        return _by_status(status)
    if "code" not in error:
        return _by_status(status, _detail(error))
    found = of_code(whole(error, "code"), _detail(error), status=status)
    return replace(found, wait_s=_asked_wait_s(headers or {}))


def of_code(code: int, detail: str = "", *, status: int = 0) -> Failure:
    """What an error number means, wherever it came from; unknown ones keep their details.

    Source: WhatsApp, "Error codes": build on the code, not on titles or the HTTP status.
    """
    return _failure(code, row_of(code, status), detail)


def row_of(code: int, status: int = 0) -> Row:
    """The row of an error number; a general one if it isn't in the table."""
    row = TABLE.get(200 if 200 <= code <= 299 else code)
    if row is not None:
        return row
    if status >= 500:
        return PLAIN[Class.UNKNOWN]
    return replace(UNHEARD_OF, why=UNHEARD_OF.why.format(code=code))


def of_status(code: int, detail: str = "") -> Failure:
    """What an error number means of a message that Meta had taken in; it is not tried again.

    0 is no number here: the status told of none.
    """
    if not code:
        return _failure(0, Row(Class.NEVER, _NOT_DELIVERED, AGAIN), detail)
    return _failure(code, as_reported(row_of(code)), detail)


def as_reported(row: Row) -> Row:
    """The row once the message was taken in: the hub does nothing more by itself."""
    if row.kind is Class.UNKNOWN:
        return replace(row, why=_NOT_DELIVERED, then=AGAIN)
    if row.kind is Class.RETRY:
        return replace(row, then=AGAIN)
    return replace(row, then=WHEN_WELL) if row.kind is Class.CHANNEL else row


def _failure(code: int, row: Row, detail: str) -> Failure:
    return Failure(code=code, kind=row.kind, words=row.words, detail=detail, effect=row.effect)


def lost(detail: str) -> Failure:
    """The request may have arrived, but no answer did."""
    return _failure(0, PLAIN[Class.UNKNOWN], detail)


def not_reached(detail: str) -> Failure:
    """The request certainly did not arrive."""
    row = Row(Class.RETRY, N_("WhatsApp can’t be reached right now."), BY_ITSELF)
    return _failure(0, row, detail)


def wait_s(failure: Failure, attempt: int, chance: float) -> float | None:
    """Seconds until the attempt after number `attempt` (from 1); None: give up.

    `chance` is a random number from 0 to 1 that spreads the attempts of many messages.
    What Meta asks for wins over the table.
    """
    if attempt > len(LADDER_S):
        return None
    row = row_of(failure.code)
    wait = float(LADDER_S[attempt - 1])
    if failure.code == _PAIR_RATE:
        wait = 4.0**attempt
    elif failure.code == _THROUGHPUT:
        wait = 2.0 ** (attempt - 1)
    wait = min(max(wait, row.wait_s), row.most_s)
    wait *= 1 + _JITTER * (2 * chance - 1)
    return max(wait, failure.wait_s or 0.0)


def _object(raw: bytes) -> Element:
    try:
        body = cleaned(json.loads(raw))
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _accepted(body: Element) -> Accepted | Failure:
    message: Element = next(iter(_objects(body.get("messages"))), {})
    contact: Element = next(iter(_objects(body.get("contacts"))), {})
    if not text(message, "id"):
        return lost(N_("The answer names no message."))
    held = text(message, "message_status")
    return Accepted(
        platform_id=PlatformId(text(message, "id")),
        phone=text(contact, "wa_id"),
        user_id=text(contact, "user_id"),
        hold=_HOLDS.get(held, Hold.NONE),
    )


def _objects(value: Any) -> list[Element]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _detail(error: Element) -> str:
    words = text(part(error, "error_data"), "details") or text(error, "message")
    marks = [words]
    if whole(error, "error_subcode"):
        marks.append(f"subcode {whole(error, 'error_subcode')}")
    if text(error, "fbtrace_id"):
        marks.append(f"trace {text(error, 'fbtrace_id')}")
    return " · ".join(filter(None, marks))


def _by_status(status: int, detail: str = "") -> Failure:
    detail = f"HTTP {status} · {detail}" if detail else f"HTTP {status} without an error object"
    kind = Class.UNKNOWN
    if status == 429:
        kind = Class.RETRY
    elif status in {401, 403}:
        kind = Class.CHANNEL
    elif 400 <= status < 500:
        kind = Class.NEVER
    return _failure(0, PLAIN[kind], detail)


def _asked_wait_s(headers: Mapping[str, str]) -> float | None:
    """Source: Graph API, "Rate limits": `estimated_time_to_regain_access` is in minutes."""
    try:
        asked = [float(headers["retry-after"])] if "retry-after" in headers else []
        usage = json.loads(headers.get("x-business-use-case-usage", "{}"))
        for rows in usage.values() if isinstance(usage, dict) else []:
            asked += [
                60.0 * whole(row, "estimated_time_to_regain_access") for row in _objects(rows)
            ]
    except ValueError:
        return None
    longest = max(asked, default=0.0)
    return min(longest, _LONGEST_S) if longest > 0 else None
