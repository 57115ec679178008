"""Blocking: the calls that block customers, unblock them and list who is blocked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from console.channels.whatsapp import faults
from console.channels.whatsapp.calls import GraphCall
from console.channels.whatsapp.faults import Failure
from console.channels.whatsapp.inbound import digits

_PAGE = "100"


@dataclass(frozen=True, slots=True)
class BlockedPage:
    """Who is blocked, by number or user id, and the cursor for more; empty at the end."""

    users: tuple[str, ...]
    after: str


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


def list_call(number_id: str, after: str = "") -> GraphCall:
    """The call that reads who is blocked, after a cursor."""
    query = {"limit": _PAGE} | ({"after": after} if after else {})
    return GraphCall(method="GET", path=f"/{number_id}/block_users", query=query)


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


def read_list(body: Any) -> BlockedPage:
    """One page of the list; what isn't understood is left out."""
    match body:
        case {"data": list(rows)}:
            users = tuple(
                user
                for row in rows
                if isinstance(row, dict)
                and isinstance(user := row.get("wa_id") or row.get("user_id"), str)
            )
        case _:
            return BlockedPage((), "")
    match body:
        case {"paging": {"next": str(), "cursors": {"after": str(after)}}}:
            return BlockedPage(users, after)
    return BlockedPage(users, "")
