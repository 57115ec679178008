"""The shop as a hub knows it before the first customer writes: platform, people, register."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher

from console.app.shop.colleague import PASSWORD
from console.app.shop.settings import (
    ACCESS_TOKEN,
    APP_SECRET,
    DISPLAY_NUMBER,
    PHONE_NUMBER_ID,
    VERIFY_TOKEN,
    WABA_ID,
)
from console.app.shop.stories import RESOURCES, Person, Story
from console.channels.whatsapp.facts import Who
from console.domain.consent import Consent, Level, Purpose
from console.domain.ids import RepId
from console.domain.people import Role
from console.hub import consents, customers, people
from console.hub.hub import Hub
from console.hub.identities import Seen
from console.hub.passwords import Passwords
from console.hub.store import schema
from console.hub.store.money_tables import price_list
from console.hub.store.transaction import EVERYONE
from console.hub.templates import SYNC_TEMPLATES
from console.simulator.clock import Clock
from console.simulator.scenarios import Scenario
from console.simulator.simulator import Simulator
from console.simulator.weather import Pace

_customer = schema.customer
_PRICES, _BUYER = "prices.csv", "Noor de Vries"


def platform(
    clock: Clock, *, seed: int = 0, pace: Pace | None = None, state: Path | None = None
) -> Simulator:
    """The simulated platform; its customers do only what they are told.

    With `state` it goes on where a saved one stopped.
    """
    options: dict[str, Any] = {
        "clock": clock,
        "seed": seed,
        "webhook_url": None,
        "app_secret": APP_SECRET,
        "access_token": ACCESS_TOKEN,
        "verify_token": VERIFY_TOKEN,
        "phone_number_id": PHONE_NUMBER_ID,
        "waba_id": WABA_ID,
        "display_number": DISPLAY_NUMBER,
        "scenario": Scenario(name="told", pace=pace or Pace()),
    }
    return Simulator(**options) if state is None else Simulator.load(state, **options)


def light_passwords() -> Passwords:
    """Made-up people on this machine alone need no slow hashes."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


async def hire(hub: Hub, story: Story) -> None:
    """Everybody who works in the story can sign in."""
    for rep in story.reps.values():
        await people.add(
            hub.store,
            hub.auth.passwords,
            user_name=rep.user_name,
            password=PASSWORD,
            name=rep.name,
            role=Role(rep.role),
            queues=[queue.name for queue in story.queues if rep.key in queue.members],
            capacity=rep.capacity,
            languages=rep.languages,
            rep_id=RepId(rep.key),
        )


async def price(hub: Hub) -> None:
    """The shop has a list of what messages cost."""
    text = (RESOURCES / _PRICES).read_text(encoding="utf-8")
    async with hub.store.transaction() as tx:
        await tx.execute(
            price_list.insert().values(at=tx.now, by=_BUYER, name=_PRICES, text=text)
        )


async def let_templates_rest(hub: Hub, *, until: datetime) -> None:
    """The account's templates, which have been read, are not read again before `until`."""
    job = schema.job
    async with hub.store.transaction() as tx:
        await tx.execute(job.update().where(job.c.kind == SYNC_TEMPLATES).values(due_at=until))


async def register(hub: Hub, story: Story) -> None:
    """What the shop's register knows of its customers is with them."""
    for person in story.customers.values():
        await _register(hub, person)


async def _register(hub: Hub, person: Person) -> None:
    digits = "".join(letter for letter in person.phone if letter.isdecimal())
    async with hub.store.transaction() as tx:
        seen = Seen(who=Who(phone=digits, name=person.name), at=tx.now)
        customer_id = await customers.known(tx, seen)
        if customer_id is None:
            if not person.known:
                return
            customer_id = (await customers.resolve(tx, seen)).customer_id
        refused = [entry for entry in person.consent if not entry[1]]
        values: dict[str, object] = {
            "facts": [list(fact) for fact in person.facts],
            "consent": [[what, given, where] for what, given, _day, where, *_ in refused],
            "language": person.language,
        }
        if person.since:
            since = datetime.fromisoformat(person.since)
            values["created_at"] = since.replace(tzinfo=ZoneInfo("UTC"))
        await tx.execute(_customer.update().where(_customer.c.id == customer_id).values(values))
        for entry in person.consent:
            if entry[1]:
                await consents.record(tx, customer_id, _statement(*entry))
        tx.tell("customer", customer_id, [EVERYONE])


def _statement(
    purpose: str, granted: bool, day: str, source: str, wording: str = ""
) -> Consent:
    return Consent(
        purpose=Purpose(purpose),
        granted=granted,
        level=Level.EXPLICIT,
        source=source,
        wording=wording,
        at=datetime.fromisoformat(day).replace(tzinfo=ZoneInfo("UTC")),
        recorded_by="",
    )
