"""What the shop's customers do in the story, as calls to the simulated platform."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from console.app.shop.stories import Person, Step
from console.simulator.customers import Customer
from console.simulator.scenarios import RESOURCES
from console.simulator.simulator import Simulator


class People:
    """The customers' phones; what one of them is told apart by is the story's key."""

    def __init__(self, simulator: Simulator, persons: dict[str, Person]) -> None:
        self._simulator = simulator
        self._persons = persons
        self.marked: dict[str, str] = {}

    def act(self, step: Step) -> None:
        """Plans the step for now."""
        customer = self.customer(step.who)
        facts = dict(step.facts)
        _ACTS[step.does](customer, facts, self._quoted(facts, customer), step.at)

    def customer(self, key: str) -> Customer:
        """The phone of one of the story's customers."""
        person = self._persons[key]
        customer = self._simulator.customer(person.phone, person.name)
        if not customer.person.last_wrote_at:
            customer.auto_read = person.reads
        return customer

    def _quoted(self, facts: dict[str, Any], customer: Customer) -> str | None:
        """The platform's id of the business's last message, if the step replies to one."""
        received = [one for one in customer.received() if one.type != "reaction"]
        wanted = facts.get("reply")
        if isinstance(wanted, str):
            received = [one for one in received if wanted in one.text]
        return received[-1].wamid if wanted and received else None


_Act = Callable[[Customer, dict[str, Any], str | None, datetime], object]


def _writes(
    customer: Customer, facts: dict[str, Any], quoted: str | None, at: datetime
) -> object:
    return customer.writes(facts["text"], at, quoted)


def _sends_document(
    customer: Customer, facts: dict[str, Any], quoted: str | None, at: datetime
) -> object:
    content = (RESOURCES / "files" / facts["file"]).read_bytes()
    if quoted is None:
        return customer.sends_document(content, facts["file"], facts["mime"], at=at)
    return customer.sends_document(
        content, facts["file"], facts["mime"], at=at, reply_to=quoted
    )


def _reacts(
    customer: Customer, facts: dict[str, Any], _quoted: str | None, at: datetime
) -> object:
    received = [one for one in customer.received() if one.type != "reaction"]
    return customer.reacts(received[-1].wamid, facts["emoji"], at) if received else None


def _stops_reading(
    customer: Customer, _facts: dict[str, Any], _quoted: str | None, _at: datetime
) -> object:
    customer.auto_read = False
    return None


_ACTS: dict[str, _Act] = {
    "writes": _writes,
    "sends_document": _sends_document,
    "reacts": _reacts,
    "stops_reading": _stops_reading,
    "sends_image": lambda customer, facts, _quoted, at: customer.sends_image(
        RESOURCES / "img" / facts["picture"], facts.get("caption", ""), at
    ),
    "sends_voice": lambda customer, facts, _quoted, at: customer.sends_voice(
        RESOURCES / "files" / facts["file"], at
    ),
    "sends_unsupported": lambda customer, facts, _quoted, at: customer.sends_unsupported(
        facts["kind"], at
    ),
    "goes_quiet": lambda customer, _facts, _quoted, at: customer.goes_quiet(at),
    "comes_back": lambda customer, _facts, _quoted, at: customer.comes_back(at),
}
