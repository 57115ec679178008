"""Blocking: the calls that block customers and unblock them."""

from collections.abc import Mapping
from typing import Any

from console.channels.whatsapp import faults
from console.channels.whatsapp.calls import GraphCall
from console.channels.whatsapp.faults import Failure
from console.channels.whatsapp.inbound import digits


def is_possible(address: str) -> bool:
    """Source: WhatsApp, "Block users": a parent user id ("NL.ENT.…") is not accepted."""
    return bool(address) and address.split(".")[1:2] != ["ENT"]


def block_call(number_id: str, address: str, *, blocked: bool) -> GraphCall:
    """The call after which nothing comes from a customer any more, or may come again."""
    number = digits(address)
    return GraphCall(
        method="POST" if blocked else "DELETE",
        path=f"/{number_id}/block_users",
        body={
            "messaging_product": "whatsapp",
            "block_users": [{"user": f"+{number}" if number else address}],
        },
    )


def refusal(status: int, raw: bytes, body: Any, headers: Mapping[str, str]) -> Failure | None:
    """Why it wasn't done; None if it was.

    What failed for one customer is told beside that customer; the error of the whole answer
    says only that something did.
    """
    if 200 <= status < 300:
        return None
    match body:
        case {"block_users": {"failed_users": [{"errors": [{"code": int(code)}, *_]}, *_]}}:
            return faults.of_code(code, status=status)
    outcome = faults.of_answer(status, raw, headers)
    return outcome if isinstance(outcome, Failure) else None
