"""Dead letters: the list, and what people do about each."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from console.domain.dead_letters import Outcome, Reason
from console.domain.ids import LetterId
from console.hub import triage
from console.hub.access import missing
from console.hub.http.answers import answer
from console.hub.http.inside import Here, Inside, Who
from console.hub.principal import Principal
from console.hub.views import dead_letters as letters
from console.wire import dead_letters as wire
from console.wire.dead_letters import Rewritten
from console.wire.views import DeadLetterPage, DeadLetterView

routes = APIRouter(tags=["dead letters"])


async def _now(here: Inside, letter_id: LetterId) -> Response:
    """The letter after a command; who was let do it may see the outcome."""
    async with here.store.reading() as connection:
        view, _audience = (await letters.by_ids(connection, [letter_id]))[letter_id]
    return answer(view)


async def _view(here: Inside, who: Principal, letter_id: str) -> DeadLetterView:
    async with here.store.reading() as connection:
        found = await letters.one(connection, who, LetterId(letter_id))
    if found is None:
        raise missing("dead letter")
    return found


@routes.get(wire.DEAD_LETTERS, operation_id="dead_letters", response_model=DeadLetterPage)
async def page(
    who: Who,
    here: Here,
    reason: Reason | None = None,
    outcome: Outcome | None = None,
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=letters.MOST)] = letters.PAGE,
) -> Response:
    """What this person may triage, newest first; with `outcome` what has ended so."""
    async with here.store.reading(much=True) as connection:
        found = await letters.page(
            connection, who, reason=reason, outcome=outcome, after=after, limit=limit
        )
    return answer(found)


@routes.get(wire.DEAD_LETTER, operation_id="dead_letter", response_model=DeadLetterView)
async def one(letter_id: str, who: Who, here: Here) -> Response:
    """The dead letter as it is now."""
    return answer(await _view(here, who, letter_id))


@routes.post(wire.RETRY_LETTER, operation_id="retry_letter", response_model=DeadLetterView)
async def retry(letter_id: str, body: wire.RetryLetter, who: Who, here: Here) -> Response:
    """A new attempt is on its way."""
    return await _now(here, await triage.retry(here.store, who, LetterId(letter_id), body))


@routes.post(wire.REWRITE_LETTER, operation_id="rewrite_letter", response_model=Rewritten)
async def rewrite(letter_id: str, who: Who, here: Here) -> Response:
    """The text, for a template in the session this desk has."""
    return answer(await triage.rewrite(here.store, who, LetterId(letter_id)))


@routes.post(
    wire.HAND_OVER_LETTER, operation_id="hand_over_letter", response_model=DeadLetterView
)
async def hand_over(letter_id: str, body: wire.HandOver, who: Who, here: Here) -> Response:
    """The session is on offer to a colleague."""
    return await _now(here, await triage.hand_over(here.store, who, LetterId(letter_id), body))


@routes.post(wire.DISCARD_LETTER, operation_id="discard_letter", response_model=DeadLetterView)
async def discard(letter_id: str, body: wire.DiscardLetter, who: Who, here: Here) -> Response:
    """Nobody will send it."""
    return await _now(here, await triage.discard(here.store, who, LetterId(letter_id), body))
