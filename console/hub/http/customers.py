"""Customers: the details panel, notes and labels."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from console.domain.ids import CustomerId
from console.hub import access, blocking, consent_proof, consents, customer_notes, one_person
from console.hub.http.answers import answer
from console.hub.http.inside import Here, Inside, Who
from console.hub.principal import Principal
from console.wire import identities as wire
from console.wire import requests
from console.wire.consents import CONSENT_PROOF, ConsentProof
from console.wire.views import CustomerView, NoteView

routes = APIRouter(tags=["customers"])


async def _view(here: Inside, who: Principal, customer_id: str) -> CustomerView:
    async with here.store.reading() as connection:
        return await access.customer(connection, who, CustomerId(customer_id))


@routes.get(requests.CUSTOMER, operation_id="customer", response_model=CustomerView)
async def customer(customer_id: str, who: Who, here: Here) -> Response:
    """The customer as the details panel shows them."""
    return answer(await _view(here, who, customer_id))


@routes.post(requests.NOTES, operation_id="add_note", response_model=NoteView)
async def add_note(customer_id: str, body: requests.AddNote, who: Who, here: Here) -> Response:
    """The note is there for the team."""
    known = (await _view(here, who, customer_id)).customer_id
    return answer(await customer_notes.add(here.store, who, known, body.text))


@routes.post(requests.CONSENTS, operation_id="record_consent", response_model=CustomerView)
async def record_consent(
    customer_id: str, body: requests.RecordConsent, who: Who, here: Here
) -> Response:
    """What the customer has told a colleague is on record."""
    known = (await _view(here, who, customer_id)).customer_id
    await consents.told(here.store, who, known, body)
    return answer(await _view(here, who, customer_id))


@routes.post(CONSENT_PROOF, operation_id="export_consent_proof", response_model=ConsentProof)
async def export_consent_proof(customer_id: str, who: Who, here: Here) -> Response:
    """Everything the customer has said about being written to, with where it comes from."""
    proof = consent_proof.prove(here.store, who, CustomerId(customer_id), here.settings.name)
    return answer(await proof)


@routes.get(wire.CANDIDATES, operation_id="others_like", response_model=list[wire.Candidate])
async def others_like(
    customer_id: str, who: Who, here: Here, q: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    """Other customers who may be the same person, by name, number or user name."""
    async with here.store.reading() as connection:
        this = (await access.customer(connection, who, CustomerId(customer_id))).customer_id
        found = await one_person.candidates(connection, who, this, q)
    return answer(found, list[wire.Candidate])


@routes.post(wire.MERGE, operation_id="merge_customers", response_model=CustomerView)
async def merge_customers(
    customer_id: str, body: wire.MergeWith, who: Who, here: Here
) -> Response:
    """Both records are one customer's; it can be taken back."""
    known = (await _view(here, who, customer_id)).customer_id
    other = (await _view(here, who, body.customer_id)).customer_id
    return answer(await _view(here, who, await one_person.merge(here.store, who, known, other)))


@routes.post(wire.SPLIT, operation_id="split_customers", response_model=CustomerView)
async def split_customers(customer_id: str, body: wire.Split, who: Who, here: Here) -> Response:
    """What was merged is two customers again; the one that stays is shown."""
    known = (await _view(here, who, customer_id)).customer_id
    await one_person.split(here.store, who, known, body.merge_id)
    return answer(await _view(here, who, customer_id))


@routes.post(wire.BLOCK, operation_id="block_customer", response_model=CustomerView)
async def block_customer(customer_id: str, who: Who, here: Here) -> Response:
    """Nothing comes from the customer or goes to them; at the platform too."""
    known = (await _view(here, who, customer_id)).customer_id
    await blocking.set_blocked(here.store, here.gateway(), who, known, blocked=True)
    return answer(await _view(here, who, customer_id))


@routes.post(wire.UNBLOCK, operation_id="unblock_customer", response_model=CustomerView)
async def unblock_customer(customer_id: str, who: Who, here: Here) -> Response:
    """The customer can write again."""
    known = (await _view(here, who, customer_id)).customer_id
    await blocking.set_blocked(here.store, here.gateway(), who, known, blocked=False)
    return answer(await _view(here, who, customer_id))


@routes.put(requests.LABELS, operation_id="set_labels", response_model=CustomerView)
async def set_labels(
    customer_id: str, body: requests.SetLabels, who: Who, here: Here
) -> Response:
    """The customer has these labels."""
    known = (await _view(here, who, customer_id)).customer_id
    await customer_notes.set_labels(here.store, known, body.labels)
    return answer(await _view(here, who, customer_id))
