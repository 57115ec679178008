"""Messages: sending, canceling, trying again, the ledger, the thread, search."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from console.domain.ids import ConversationId, MessageId
from console.hub import access, reacting, sending
from console.hub.http.answers import answer
from console.hub.http.inside import Here, Inside, Who
from console.hub.principal import Principal
from console.hub.views import attempts, ledger, messages, search, threads
from console.wire import requests
from console.wire.ledger import LedgerView
from console.wire.views import AttemptView, MessageView, SearchHit

routes = APIRouter(tags=["messages"])


async def _now(here: Inside, message_id: MessageId) -> Response:
    async with here.store.reading() as connection:
        found = await messages.by_ids(connection, [message_id])
    return answer(found[message_id][0])


async def _checked(here: Inside, who: Principal, message_id: str) -> MessageId:
    async with here.store.reading() as connection:
        return (await access.message(connection, who, MessageId(message_id))).message_id


@routes.post(requests.MESSAGES, operation_id="send", response_model=MessageView)
async def send(body: requests.SendMessage, who: Who, here: Here) -> Response:
    """The message is the hub's to deliver; the same id again sends nothing more."""
    return await _now(here, await sending.send(here.store, who, body))


@routes.post(requests.CANCEL, operation_id="cancel", response_model=MessageView)
async def cancel(message_id: str, who: Who, here: Here) -> Response:
    """The message that still waited will not go."""
    known = await _checked(here, who, message_id)
    return await _now(here, await sending.cancel(here.store, who, known))


@routes.post(requests.SEND_AGAIN, operation_id="send_again", response_model=MessageView)
async def send_again(message_id: str, who: Who, here: Here) -> Response:
    """The message is tried once more, because a person decided so."""
    known = await _checked(here, who, message_id)
    return await _now(here, await sending.send_again(here.store, who, known))


@routes.post(requests.TRY_NOW, operation_id="try_now", response_model=MessageView)
async def try_now(message_id: str, who: Who, here: Here) -> Response:
    """The message that waits for its next try is tried at once."""
    known = await _checked(here, who, message_id)
    return await _now(here, await sending.try_now(here.store, who, known))


@routes.put(requests.REACTION, operation_id="react", response_model=MessageView)
async def react(message_id: str, body: requests.React, who: Who, here: Here) -> Response:
    """Our reaction stands at the customer's message; the same again changes nothing."""
    known = await _checked(here, who, message_id)
    await reacting.react(here.store, who, known, body.fence, body.emoji)
    return await _now(here, known)


@routes.get(requests.ATTEMPTS, operation_id="attempts", response_model=list[AttemptView])
async def list_attempts(message_id: str, who: Who, here: Here) -> Response:
    """Every try at sending a message, in order."""
    async with here.store.reading() as connection:
        message = await access.message(connection, who, MessageId(message_id))
        found = await attempts.of_message(connection, message.message_id)
    return answer(found, list[AttemptView])


@routes.get(requests.LEDGER, operation_id="ledger", response_model=LedgerView)
async def show_ledger(message_id: str, who: Who, here: Here) -> Response:
    """What became of a message of ours, and what may be done about it."""
    async with here.store.reading() as connection:
        message = await access.message(connection, who, MessageId(message_id))
        now = here.store.clock.now()
        found = await ledger.of_message(connection, message.message_id, now)
    if found is None:
        raise access.missing("message")
    return answer(found)


@routes.get(requests.THREAD, operation_id="thread", response_model=requests.ThreadPage)
async def thread(
    conversation_id: str,
    who: Who,
    here: Here,
    before: str | None = None,
    limit: Annotated[int, Query(ge=1, le=threads.MOST)] = threads.PAGE,
) -> Response:
    """The newest page of a transcript, or the page before a cursor."""
    async with here.store.reading() as connection:
        known = await access.conversation(connection, who, ConversationId(conversation_id))
        return answer(await threads.page(connection, known, before=before, limit=limit))


@routes.get(requests.SEARCH, operation_id="search", response_model=list[SearchHit])
async def search_messages(
    who: Who, here: Here, q: Annotated[str, Query(min_length=2, max_length=200)]
) -> Response:
    """Messages that hold all these words, newest first, of what this person may see."""
    async with here.store.reading(much=True) as connection:
        return answer(await search.find(connection, who, q), list[SearchHit])
