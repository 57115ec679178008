"""Faults: what an answer or error of Meta's means, when to try again, what to tell the rep."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from console.channels.whatsapp.elements import Element, cleaned, part, text, whole
from console.channels.whatsapp.fault_table import PLAIN, TABLE, Class, Row
from console.domain.ids import PlatformId
from console.domain.texts import N_

__all__ = [
    "Accepted",
    "Class",
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
UNHEARD_OF = N_(
    "WhatsApp refused this message with error {code}, which isn’t known here. "
    "An administrator can look it up."
)
_NOT_DELIVERED = N_(
    "WhatsApp took this message in but couldn’t deliver it. Send it again if it is still "
    "wanted."
)
_THROUGHPUT = 130429
_LONGEST_S = 28_800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a message did not go, or may not have gone.

    Attributes:
        code: Meta's number; 0 if it gave none.
        words: what happened, why, and what next, for the rep.
        detail: Meta's own words with its trace, for administrators.
        wait_s: how long Meta asked to wait; None if it did not say.
    """

    code: int
    kind: Class
    words: str
    detail: str = ""
    wait_s: float | None = None


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
    if 200 <= status < 300:
        return _accepted(body)
    error = part(body, "error")
    if not error:
        return _by_status(status)
    found = of_code(whole(error, "code"), _detail(error), status=status)
    return Failure(
        code=found.code,
        kind=found.kind,
        words=found.words,
        detail=found.detail,
        wait_s=_asked_wait_s(headers or {}),
    )


def of_code(code: int, detail: str = "", *, status: int = 0) -> Failure:
    """What an error number means, wherever it came from; unknown ones keep their details.

    Source: WhatsApp, "Error codes": build on the code, not on titles or the HTTP status.
    """
    row = TABLE.get(code)
    if row is None and 200 <= code <= 299:
        row = TABLE[200]
    if row is None:
        row = _unknown_row(status, code)
    return Failure(code=code, kind=row.kind, words=row.words, detail=detail)


def of_status(code: int, detail: str = "") -> Failure:
    """What an error number means of a message that Meta had taken in; it is not tried again."""
    found = of_code(code, detail)
    if found.kind in {Class.RETRY, Class.UNKNOWN}:
        return replace(found, words=_NOT_DELIVERED)
    return found


def lost(detail: str) -> Failure:
    """The request may have arrived, but no answer did."""
    return Failure(code=0, kind=Class.UNKNOWN, words=PLAIN[Class.UNKNOWN], detail=detail)


def not_reached(detail: str) -> Failure:
    """The request certainly did not arrive."""
    words = N_("WhatsApp can’t be reached right now. The hub tries again by itself.")
    return Failure(code=0, kind=Class.RETRY, words=words, detail=detail)


def wait_s(failure: Failure, attempt: int, chance: float) -> float | None:
    """Seconds until the attempt after number `attempt` (from 1); None: give up.

    `chance` is a random number from 0 to 1 that spreads the attempts of many messages.
    What Meta asks for wins over the table.
    """
    if attempt > len(LADDER_S):
        return None
    row = TABLE.get(failure.code)
    wait = float(LADDER_S[attempt - 1])
    if failure.code == _PAIR_RATE:
        wait = min(4.0**attempt, _LONGEST_S)
    elif failure.code == _THROUGHPUT:
        wait = min(2.0 ** (attempt - 1), _LONGEST_S)
    elif row is not None and row.wait_s:
        wait = max(wait, row.wait_s)
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
        return lost("the answer names no message")
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


def _by_status(status: int) -> Failure:
    detail = f"HTTP {status} without an error object"
    if status == 429:
        return Failure(code=0, kind=Class.RETRY, words=PLAIN[Class.RETRY], detail=detail)
    if status in {401, 403}:
        return Failure(code=0, kind=Class.CHANNEL, words=PLAIN[Class.CHANNEL], detail=detail)
    if 400 <= status < 500:
        return Failure(code=0, kind=Class.NEVER, words=PLAIN[Class.NEVER], detail=detail)
    return lost(detail)


def _unknown_row(status: int, code: int) -> Row:
    if status >= 500:
        return Row(Class.UNKNOWN, PLAIN[Class.UNKNOWN])
    return Row(Class.NEVER, UNHEARD_OF.format(code=code))


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
