"""Interactive messages: reply buttons, lists, links, requests; with Meta's limits."""

from collections.abc import Callable
from typing import Any

from console.simulator.params import at_most, demand
from console.simulator.refusals import RefusalError

Content = dict[str, Any]
_FOOTER = 60
_HEADER = 60


def check(content: Content) -> None:
    """Passes an interactive message that may be sent.

    Raises:
        RefusalError: With Meta's number.
    """
    kind = demand(content, "type", "interactive")
    checker = _KINDS.get(kind)
    if checker is None:
        raise RefusalError(100, f"Param interactive['type'] must be one of {sorted(_KINDS)}.")
    body_limit = 4096 if kind == "list" else 1024
    body = demand(content, "body", "interactive")
    at_most(
        demand(body, "text", "interactive['body']"), body_limit, "interactive['body']['text']"
    )
    if "footer" in content:
        at_most(content["footer"].get("text"), _FOOTER, "interactive['footer']['text']")
    _check_header(content.get("header"), kind)
    checker(demand(content, "action", "interactive"))


def _check_header(header: Content | None, kind: str) -> None:
    if header is None:
        return
    allowed = {"text"} if kind == "list" else {"text", "image", "video", "document"}
    if header.get("type") not in allowed:
        raise RefusalError(
            100, f"Param interactive['header']['type'] must be one of {allowed}."
        )
    if header["type"] == "text":
        at_most(header.get("text"), _HEADER, "interactive['header']['text']")


def _buttons(action: Content) -> None:
    buttons = demand(action, "buttons", "interactive['action']")
    if len(buttons) > 3:
        raise RefusalError(131009, "Invalid buttons count. Min allowed buttons: 1, Max: 3.")
    titles = []
    for button in buttons:
        reply = demand(button, "reply", "button")
        at_most(demand(reply, "title", "reply"), 20, "reply['title']")
        at_most(demand(reply, "id", "reply"), 256, "reply['id']")
        titles.append(reply["title"])
    if len(set(titles)) < len(titles):
        raise RefusalError(131009, "Duplicate button titles are not allowed.")


def _list(action: Content) -> None:
    at_most(demand(action, "button", "interactive['action']"), 20, "action['button']")
    sections = demand(action, "sections", "interactive['action']")
    rows = [row for section in sections for row in demand(section, "rows", "section")]
    if len(sections) > 10 or len(rows) > 10:
        raise RefusalError(131009, "A list has at most 10 sections and 10 rows in total.")
    for section in sections:
        at_most(section.get("title", ""), 24, "section['title']")
        if len(sections) > 1:
            demand(section, "title", "section")
    for row in rows:
        at_most(demand(row, "id", "row"), 200, "row['id']")
        at_most(demand(row, "title", "row"), 24, "row['title']")
        at_most(row.get("description", ""), 72, "row['description']")
    if len({row["id"] for row in rows}) < len(rows):
        raise RefusalError(131009, "Duplicate row ids are not allowed.")


def _link(action: Content) -> None:
    _named("cta_url")(action)
    parameters = demand(action, "parameters", "interactive['action']")
    at_most(demand(parameters, "display_text", "parameters"), 20, "parameters['display_text']")
    if not str(demand(parameters, "url", "parameters")).startswith(("https://", "http://")):
        raise RefusalError(131009, "Param parameters['url'] is not a valid URL.")


def _named(name: str) -> Callable[[Content], None]:
    def checked(action: Content) -> None:
        if action.get("name") != name:
            raise RefusalError(131009, f"Param interactive['action']['name'] must be {name}.")

    return checked


_KINDS: dict[str, Callable[[Content], None]] = {
    "button": _buttons,
    "list": _list,
    "cta_url": _link,
    "location_request_message": _named("send_location"),
    "request_contact_info": _named("request_contact_info"),
}
