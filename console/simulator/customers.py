"""Customers, as a test or a scenario moves them: every verb only plans what will happen."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from console.simulator.messages import SentMessage
from console.simulator.template_sends import cards_in
from console.simulator.world import World
from console.simulator.writing import Writer


class Customer(Writer):
    """One customer's phone: what it writes, and everything else it does."""

    @property
    def auto_deliver(self) -> bool:
        """Whether messages reach the phone by themselves."""
        return self.person.online

    @auto_deliver.setter
    def auto_deliver(self, on: bool) -> None:
        self.person.online = on

    @property
    def auto_read(self) -> bool:
        """Whether the customer reads what arrives, by themselves."""
        return self.person.auto_read

    @auto_read.setter
    def auto_read(self, on: bool) -> None:
        self.person.auto_read = on

    def taps(self, wamid: str, title: str, at: datetime | None = None) -> str:
        """Plans a tap on a button or list row of a message, named by its title.

        Raises:
            LookupError: No such message, or it has no such choice.
        """
        message = self._world.message(wamid)
        if message is None:
            raise LookupError(f"The business sent no message {wamid}.")
        if message.type == "template":
            payload = _payload(self._world, message, title)
            return self._says("button", {"text": title, "payload": payload}, at, wamid)
        if message.body.get("interactive", {}).get("type") == "request_contact_info":
            phones = [{"phone": f"+{self.person.wa_id}", "wa_id": self.person.wa_id}]
            card = {"origin": "contact_request", "phones": phones}
            return self._says("contacts", [card], at, wamid)
        return self._says("interactive", _choice(message, title), at, wamid)

    def calls(self, at: datetime | None = None) -> str:
        """Plans a call that nobody answers; returns the call's id."""
        call_id = self._world.ids.call_id(self.person.wa_id)
        self._plan(at, "call", call_id=call_id)
        return call_id

    def reads(self, at: datetime | None = None) -> None:
        """Plans a look at everything that has arrived."""
        self._plan(at, "read_all")

    def goes_quiet(self, at: datetime | None = None) -> None:
        """Plans that the phone goes off."""
        self._plan(at, "go_quiet")

    def comes_back(self, at: datetime | None = None) -> None:
        """Plans that the phone is on again."""
        self._plan(at, "come_back")

    def wants_offers(self, wanted: bool, at: datetime | None = None) -> None:
        """Plans that the customer stops offers, or takes them again."""
        self._plan(at, "prefer", offers=wanted)

    def received(self) -> list[SentMessage]:
        """What arrived at the phone, in the order it was sent."""
        return [
            one for one in self._world.sent if one.to == self.person.wa_id and has_arrived(one)
        ]


def has_arrived(message: SentMessage) -> bool:
    """A reaction never reports more than `sent`, and is there by then."""
    return message.delivered_at is not None or (
        message.type == "reaction" and message.state == "sent"
    )


def choices_of(world: World, message: SentMessage) -> list[str]:
    """The titles a customer could tap on a message."""
    if message.type == "template":
        plain = [button["text"] for _, button in _quick_replies(world, message)]
        return [*plain, *dict.fromkeys(title for title, _ in _on_cards(world, message))]
    return [choice["title"] for _, choice in _choices(message)]


def _choices(message: SentMessage) -> list[tuple[str, dict[str, Any]]]:
    """Buttons and list rows: the kind of answer each one gives, and what it is made of."""
    action = message.body.get("interactive", {}).get("action", {})
    buttons = [("button_reply", button["reply"]) for button in action.get("buttons", [])]
    sections = action.get("sections", [])
    return buttons + [("list_reply", row) for section in sections for row in section["rows"]]


def _choice(message: SentMessage, title: str) -> dict[str, Any]:
    for kind, choice in _choices(message):
        if choice["title"] == title:
            return {"type": kind, kind: choice}
    raise LookupError(f"That message offers no choice called {json.dumps(title)}.")


def _quick_replies(world: World, message: SentMessage) -> list[tuple[int, dict[str, Any]]]:
    asked = message.body["template"]
    stored = world.templates.find(asked["name"], asked["language"]["code"]) or {}
    return [
        (index, button)
        for index, button in enumerate(_buttons(stored))
        if button["type"] == "QUICK_REPLY"
    ]


def _buttons(holder: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        button
        for component in holder.get("components", [])
        for button in component.get("buttons", [])
    ]


def _on_cards(world: World, message: SentMessage) -> Iterator[tuple[str, str]]:
    """Title and payload of each quick reply on a carousel's cards."""
    asked = message.body["template"]
    stored = world.templates.find(asked["name"], asked["language"]["code"]) or {}
    cards = cards_in(stored.get("components", [])), cards_in(asked.get("components", []))
    for holder, card in zip(*cards, strict=False):
        for index, button in enumerate(_buttons(holder)):
            if button["type"] == "QUICK_REPLY":
                yield button["text"], _given_payload(card, index) or button["text"]


def _payload(world: World, message: SentMessage, title: str) -> str:
    for index, button in _quick_replies(world, message):
        if button["text"] == title:
            return _given_payload(message.body["template"], index) or title
    for shown, payload in _on_cards(world, message):
        if shown == title:
            return payload
    raise LookupError(f"That template has no quick reply called {json.dumps(title)}.")


def _given_payload(asked: dict[str, Any], index: int) -> str | None:
    for component in asked.get("components", []):
        if component.get("type", "").lower() == "button" and int(component["index"]) == index:
            return str(component["parameters"][0].get("payload", "")) or None
    return None
