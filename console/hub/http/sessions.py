"""Sessions, offers and presence: what reps ask for, each answered with the new view."""

from fastapi import APIRouter, Response

from console.domain.ids import SessionId, WorkId
from console.hub import access, commands, handover, transfers
from console.hub.http.answers import answer, nothing
from console.hub.http.inside import Here, Inside, Who
from console.hub.principal import Principal
from console.hub.views import sessions
from console.wire import requests
from console.wire.requests import SessionCommand
from console.wire.views import SessionView

routes = APIRouter(tags=["sessions"])


async def _now(here: Inside, session_id: SessionId) -> Response:
    """The session after a command; who was let do it may see the outcome, even as the last."""
    async with here.store.reading() as connection:
        found = await sessions.by_ids(connection, [session_id])
    return answer(found[session_id][0])


async def _checked(here: Inside, who: Principal, session_id: str) -> SessionId:
    """The id, once it is certain that this person may see the session."""
    async with here.store.reading() as connection:
        return (await access.session(connection, who, SessionId(session_id))).session_id


@routes.get(requests.SESSION, operation_id="session", response_model=SessionView)
async def session(session_id: str, who: Who, here: Here) -> Response:
    """The session as it is now."""
    async with here.store.reading() as connection:
        return answer(await access.session(connection, who, SessionId(session_id)))


@routes.put(requests.PRESENCE, operation_id="set_presence", status_code=204)
async def set_presence(body: requests.SetPresence, who: Who, here: Here) -> Response:
    """The rep wants this status."""
    await commands.set_presence(here.store, who, body.wanted)
    return nothing()


@routes.post(requests.ACCEPT, operation_id="accept_offer", response_model=SessionView)
async def accept(work_id: str, who: Who, here: Here) -> Response:
    """The offered session is this rep's at this desk."""
    session_id = await transfers.accept(here.store, who, WorkId(work_id))
    return await _now(here, session_id)


@routes.post(requests.DECLINE, operation_id="decline_offer", status_code=204)
async def decline(work_id: str, body: requests.DeclineOffer, who: Who, here: Here) -> Response:
    """The offer goes to somebody else."""
    await transfers.decline(here.store, who, WorkId(work_id), body.reason)
    return nothing()


@routes.post(requests.TAKE_NEXT, operation_id="take_next", response_model=SessionView | None)
async def take_next(body: requests.TakeNext, who: Who, here: Here) -> Response:
    """The session that has waited longest; null if none waits."""
    session_id = await commands.take_next(here.store, who, body.queue_id)
    if session_id is None:
        return answer(None, SessionView | None)
    return await _now(here, session_id)


@routes.post(requests.TRANSFER, operation_id="transfer", response_model=SessionView)
async def transfer(session_id: str, body: requests.Transfer, who: Who, here: Here) -> Response:
    """The session is on offer to a colleague or waits in a queue."""
    known = await _checked(here, who, session_id)
    return await _now(here, await transfers.transfer(here.store, who, known, body))


@routes.post(requests.END, operation_id="end", response_model=SessionView)
async def end(session_id: str, body: SessionCommand, who: Who, here: Here) -> Response:
    """The session has ended."""
    known = await _checked(here, who, session_id)
    return await _now(here, await commands.end(here.store, who, known, body))


@routes.post(requests.QUIETEN, operation_id="set_inactive", response_model=SessionView)
async def quieten(session_id: str, body: SessionCommand, who: Who, here: Here) -> Response:
    """The session is inactive, by hand."""
    known = await _checked(here, who, session_id)
    return await _now(here, await commands.quieten(here.store, who, known, body))


@routes.post(requests.KEEP_OPEN, operation_id="keep_open", response_model=SessionView)
async def keep_open(session_id: str, body: SessionCommand, who: Who, here: Here) -> Response:
    """The inactivity clock starts over."""
    known = await _checked(here, who, session_id)
    return await _now(here, await commands.keep_open(here.store, who, known, body))


@routes.post(requests.REOPEN, operation_id="reopen", response_model=SessionView)
async def reopen(session_id: str, body: SessionCommand, who: Who, here: Here) -> Response:
    """The ended session is open again, and this rep's."""
    known = await _checked(here, who, session_id)
    return await _now(here, await commands.reopen(here.store, who, known, body))


@routes.post(requests.CONTINUE_HERE, operation_id="continue_here", response_model=SessionView)
async def continue_here(
    session_id: str, body: SessionCommand, who: Who, here: Here
) -> Response:
    """The session moves to this desk of the same rep."""
    known = await _checked(here, who, session_id)
    return await _now(here, await commands.continue_here(here.store, who, known, body))


@routes.post(requests.TAKE_THREAD, operation_id="take_thread", response_model=SessionView)
async def take_thread(session_id: str, body: SessionCommand, who: Who, here: Here) -> Response:
    """The customer's thread is taken back from another app of the business."""
    known = await _checked(here, who, session_id)
    return await _now(here, await handover.take(here.store, here.gateway(), who, known, body))


@routes.post(requests.TAKE_OVER, operation_id="take_over", response_model=SessionView)
async def take_over(session_id: str, body: requests.TakeOver, who: Who, here: Here) -> Response:
    """The session is this supervisor's."""
    known = await _checked(here, who, session_id)
    return await _now(here, await commands.take_over(here.store, who, known, body))


@routes.post(requests.FLAG, operation_id="flag", response_model=SessionView)
async def flag(session_id: str, body: requests.Flag, who: Who, here: Here) -> Response:
    """The flag for the supervisor is up or down."""
    known = await _checked(here, who, session_id)
    return await _now(here, await commands.flag(here.store, who, known, body))


@routes.post(requests.SEEN, operation_id="seen", response_model=SessionView)
async def seen(session_id: str, body: requests.Seen, who: Who, here: Here) -> Response:
    """What the owner has seen is read; the customer is told so."""
    known = await _checked(here, who, session_id)
    return await _now(here, await commands.seen(here.store, who, known, body))
