"""Everything the platform knows: people, messages, media, templates, and what is to come."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from console.simulator.agenda import Agenda
from console.simulator.clock import Clock
from console.simulator.courier import Courier
from console.simulator.faults import Faults
from console.simulator.identifiers import Identifiers, digits_of
from console.simulator.limits import Limits
from console.simulator.media import MediaShelf
from console.simulator.messages import Person, SentMessage, Written
from console.simulator.numbers import Number
from console.simulator.scenarios import Role
from console.simulator.templates import TemplateShelf
from console.simulator.uploads import Uploads
from console.simulator.weather import Pace, Weather

CARE_WINDOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Business:
    """The one business that uses this platform, with its number and its keys."""

    phone_number_id: str
    waba_id: str
    display_number: str
    access_token: str
    app_secret: str
    verify_token: str
    verified_name: str = "Alder & Finch"
    app_id: str = "1184620372915004"
    portfolio_id: str = "506914307656634"

    @property
    def wa_id(self) -> str:
        """Its number, digits only."""
        return digits_of(self.display_number)

    def number(self) -> Number:
        """Its number, set up and at work."""
        told = (self.waba_id, self.display_number, self.verified_name)
        return Number(self.phone_number_id, *told)

    @property
    def metadata(self) -> dict[str, str]:
        """The block that names the number in every update."""
        return {
            "display_phone_number": self.wa_id,
            "phone_number_id": self.phone_number_id,
        }


class World:
    """The state of the simulated platform; the verbs live in the modules beside it."""

    def __init__(
        self,
        *,
        clock: Clock,
        rng: Random,
        business: Business,
        pace: Pace,
        weather: Weather,
        webhook_url: str | None,
    ) -> None:
        self.clock = clock
        self.rng = rng
        self.business = business
        self.pace = pace
        self.bell = asyncio.Event()
        self.ids = Identifiers(rng)
        self.agenda = Agenda(self.bell)
        self.faults = Faults()
        self.limits = Limits()
        self.media = MediaShelf(self.ids)
        self.templates = TemplateShelf()
        self.uploads = Uploads(self.ids)
        self.people: dict[str, Person] = {}
        self.sent: list[SentMessage] = []
        self._sent_by_id: dict[str, SentMessage] = {}
        self.written: dict[str, Written] = {}
        self.cast: dict[str, Role] = {}
        self.numbers = {business.phone_number_id: business.number()}
        self.token_ends_at = 0  # seconds since 1970; 0 is never
        self.tempo_s = 0.0
        self.read_marks: dict[str, datetime] = {}
        self.typing_until: dict[str, datetime] = {}
        self.subscribed = True
        self.is_escalation_partner = True
        self.versions_served = True
        self.base_url: str | None = None
        self.courier = Courier(
            rng=rng,
            weather=weather,
            waba_id=business.waba_id,
            app_secret=business.app_secret,
            verify_token=business.verify_token,
            url=webhook_url,
            bell=self.bell,
        )

    @property
    def weather(self) -> Weather:
        """How badly the network behaves."""
        return self.courier.weather

    def person(self, wa_id: str, name: str | None = None) -> Person:
        """Whoever has this number; somebody new if nobody had it yet."""
        if wa_id not in self.people:
            user_id = self.ids.user_id(wa_id)
            self.people[wa_id] = Person(wa_id, name or f"+{wa_id}", user_id)
        if name is not None:
            self.people[wa_id].name = name
        return self.people[wa_id]

    def person_by_user_id(self, user_id: str) -> Person | None:
        """Whoever has this business-scoped id."""
        return next((one for one in self.people.values() if one.user_id == user_id), None)

    def message(self, wamid: str) -> SentMessage | None:
        """The message the business sent under this id."""
        return self._sent_by_id.get(wamid)

    def remember(self, message: SentMessage) -> None:
        """Keeps a message the business sent."""
        self.sent.append(message)
        self._sent_by_id[message.wamid] = message

    def window_open(self, person: Person, at: datetime) -> bool:
        """Whether the customer wrote or called within the last 24 hours (the end excluded)."""
        return person.last_wrote_at is not None and at < person.last_wrote_at + CARE_WINDOW

    def announce(self, at: datetime, **value: Any) -> None:
        """Reports to the webhook something about this number's messages."""
        self.announce_field(at, "messages", **value)

    def announce_field(self, at: datetime, subject: str, **value: Any) -> None:
        """Reports to the webhook something in another field, with this number's metadata."""
        whole = {"messaging_product": "whatsapp", "metadata": self.business.metadata} | value
        self.courier.announce(at, subject, whole)

    def contact(self, person: Person) -> dict[str, Any]:
        """The block that names a customer in an update."""
        card: dict[str, Any] = {"profile": {"name": person.name}, "user_id": person.user_id}
        return card if person.hides_number else card | {"wa_id": person.wa_id}


def stamp(at: datetime) -> str:
    """A moment as Meta writes it: whole seconds since 1970, as text."""
    return str(int(at.astimezone(UTC).timestamp()))
