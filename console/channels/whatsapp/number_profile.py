"""Number profile: the calls for a number's profile, short links and blocked customers.

Source: WhatsApp, "Business profiles", "QR codes and short links", "Block users".
"""

from typing import Any

from console.channels.whatsapp.calls import GraphCall
from console.channels.whatsapp.elements import Element, cleaned, items, part, parts, text
from console.domain.number_profile import VERTICALS, WEBSITES_MOST, Link, Profile

_FIELDS = "about,address,description,email,profile_picture_url,websites,vertical"
_LISTED = {"limit": "100"}


def profile_call(number_id: str) -> GraphCall:
    """Asks for the profile."""
    path = f"/{number_id}/whatsapp_business_profile"
    return GraphCall(method="GET", path=path, query={"fields": _FIELDS})


def read_profile(body: Any) -> Profile:
    """The profile in an answer."""
    told = next(parts(_element(body), "data"), {})
    vertical = text(told, "vertical").upper()
    return Profile(
        about=text(told, "about"),
        address=text(told, "address"),
        description=text(told, "description"),
        email=text(told, "email"),
        websites=tuple(str(one) for one in items(told, "websites"))[:WEBSITES_MOST],
        vertical=vertical if vertical in VERTICALS else "",
        picture=text(told, "profile_picture_url"),
    )


def change_profile_call(number_id: str, profile: Profile, handle: str = "") -> GraphCall:
    """Makes the profile this one; `handle` is of a new picture."""
    body = {
        "messaging_product": "whatsapp",
        "about": profile.about,
        "address": profile.address,
        "description": profile.description,
        "email": profile.email,
        "websites": list(profile.websites),
    }
    if profile.vertical:
        body["vertical"] = profile.vertical
    if handle:
        body["profile_picture_handle"] = handle
    path = f"/{number_id}/whatsapp_business_profile"
    return GraphCall(method="POST", path=path, body=body)


def links_call(number_id: str, after: str = "") -> GraphCall:
    """Asks for a page of short links."""
    # Source: Meta's OpenAPI document: at most 25 of them at once
    query = _page(after) | {"limit": "25"}
    return GraphCall(method="GET", path=f"/{number_id}/message_qrdls", query=query)


def read_links(body: Any) -> tuple[list[Link], str]:
    """A page of links, and where the next begins; empty if there is none."""
    told = _element(body)
    return [_link(row) for row in parts(told, "data")], _after(told)


def make_link_call(number_id: str, words: str, code: str = "") -> GraphCall:
    """Makes a link with these words; with a code, the link has these words from now on."""
    body = {"prefilled_message": words} | (
        {"code": code} if code else {"generate_qr_image": "SVG"}
    )
    return GraphCall(method="POST", path=f"/{number_id}/message_qrdls", body=body)


def drop_link_call(number_id: str, code: str) -> GraphCall:
    """Takes a link away for good."""
    return GraphCall(method="DELETE", path=f"/{number_id}/message_qrdls/{code}")


def blocked_call(number_id: str, after: str = "") -> GraphCall:
    """Asks for a page of the customers whom the number has blocked."""
    return GraphCall(method="GET", path=f"/{number_id}/block_users", query=_page(after))


def read_blocked(body: Any) -> tuple[list[str], str]:
    """A page of blocked customers, each by number or user id, and where the next begins."""
    told = _element(body)
    rows = parts(told, "data")
    found = [text(row, "wa_id") or text(row, "user_id") for row in rows]
    return [one for one in found if one], _after(told)


def _link(row: Element) -> Link:
    return Link(
        code=text(row, "code"),
        text=text(row, "prefilled_message"),
        url=text(row, "deep_link_url"),
    )


def _page(after: str) -> dict[str, str]:
    return _LISTED | ({"after": after} if after else {})


def _after(told: Element) -> str:
    paging = part(told, "paging")
    return text(part(paging, "cursors"), "after") if text(paging, "next") else ""


def _element(body: Any) -> Element:
    return cleaned(body) if isinstance(body, dict) else {}
