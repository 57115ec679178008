"""Who may what: every route of the hub, every kind of person, things that are there or not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from console.domain.people import Role
from console.wire import requests
from console.wire.codec import from_json
from console.wire.requests import Snapshot
from tests import bombs
from tests.given import NUMBER_ID, GivenHub, a_hub

NOTIFY = {"notification_id": "12345678", "channel_id": f"whatsapp-{NUMBER_ID}"}
MANY = {
    "list_id": "12345678",
    "name": "x",
    "channel_id": f"whatsapp-{NUMBER_ID}",
    "template_id": "x",
    "lines": [{"number": "+45 20 12 34 56"}],
}
BODIES: dict[str, object] = {
    "decline_offer": {"reason": "Language"},
    "transfer": {"fence": 0, "to_queue": "delivery"},
    "take_over": {"fence": 0, "reason": "-"},
    "flag": {"raised": True},
    "seen": {"fence": 0, "message_id": "x"},
    "add_note": {"text": "x"},
    "record_consent": {"purpose": "marketing", "granted": True, "source": "by phone"},
    "set_consent_rule": {"rule": None},
    "set_labels": {"labels": []},
    "set_presence": {"wanted": "online"},
    "react": {"fence": 0, "emoji": "👍"},
    "retry_letter": {},
    "rewrite_letter": {},
    "hand_over_letter": {"to_rep": "mia"},
    "discard_letter": {},
    "post_payment": {
        "phone_number_id": NUMBER_ID,
        "customer": "31612345678",
        "payment": {"reference": "AF-1", "state": "captured"},
    },
    "create_template": {
        "name": "x",
        "language": "en",
        "parts": {"category": "utility", "body": ""},
    },
    "edit_template": {"template_id": "x", "parts": {"category": "utility", "body": "x"}},
    "delete_template": {"template_id": "x"},
    "resume_template": {"template_id": "x"},
    "find_numbers": {"access_token": "x"},
    "connect_number": {
        "access_token": "x",
        "app_secret": "x",
        "verify_token": "x",
        "account": "1",
        "number_id": "2",
        "name": "x",
        "queue_id": "repairs",
    },
    "replace_keys": {"access_token": "x"},
    "request_code": {"method": "SMS", "language": "en"},
    "verify_code": {"code": "1"},
    "register_number": {"pin": "123456"},
    "set_pin": {"pin": "123456"},
    "assign_number": {"queue_id": "repairs"},
    "change_profile": {"profile": {"about": "x"}},
    "write_link": {"text": "x"},
    "drop_link": {"code": "x"},
    "unblock": {"platform_id": "1"},
    "merge_customers": {"customer_id": "no-such-customer"},
    "split_customers": {"merge_id": "no-such-merge"},
    "top_up": {"entry_id": "x", "credits": 5},
    "preview_prices": {"name": "x.csv", "text": ""},
    "replace_prices": {"name": "x.csv", "text": ""},
    "add_customer": {"number": "+45 20 12 34 56", "source": "by phone"},
    "check_notification": {**NOTIFY, "number": "+45 20 12 34 56"},
    "save_draft": NOTIFY,
    "check_list": MANY,
    "notify_many": MANY,
    "change_list": {"state": "paused"},
    "notify": {**NOTIFY, "number": "+45 20 12 34 56"},
}
FENCED = {"end", "set_inactive", "keep_open", "reopen", "continue_here", "take_thread"}
SEARCHES = {"search", "find_customers"}
PEOPLE = ("nobody", "dirk", "mia", "maya", "sue", "ada")
#: Open to all, or signed in another way.
OPEN = {"hello", "sign_in", "healthz", "readyz", "metrics", "webhook", "verify_webhook"}
#: About the asker alone, or shown in tests of their own.
ELSEWHERE = {"change_password", "feed", "sign_out", "upload", "send", "take_next"}
#: {route: status for a thing that is there / that is not, for each of PEOPLE in order}: nobody,
#: a rep of another queue, one of the same, the one who uploaded the file, a supervisor, an
#: administrator. The session waits in the queue, so the stale fence of the commands is refused.
MATRIX = {
    "accept_offer": "401/401 404/404 404/404 404/404 404/404 404/404",
    "add_note": "401/401 404/404 200/404 200/404 200/404 200/404",
    "add_customer": "401/401 200/200 200/200 200/200 200/200 200/200",
    "assign_number": "401/401 403/403 403/403 403/403 403/403 200/404",
    "attempts": "401/401 404/404 200/404 200/404 200/404 200/404",
    "audit": "401/401 403/403 403/403 403/403 403/403 200/200",
    "block_customer": "401/401 404/404 403/404 403/404 503/404 503/404",
    "blocked": "401/401 403/403 403/403 403/403 403/403 503/404",
    "cancel": "401/401 404/404 404/404 404/404 404/404 404/404",
    "change_profile": "401/401 403/403 403/403 403/403 403/403 503/404",
    "check_channel": "401/401 403/403 403/403 403/403 403/403 200/404",
    "connect_number": "401/401 403/403 403/403 403/403 403/403 503/503",
    "change_list": "401/401 404/404 404/404 404/404 404/404 404/404",
    "check_list": "401/401 200/200 200/200 200/200 200/200 200/200",
    "check_notification": "401/401 403/403 200/200 200/200 200/200 200/200",
    "consent_rule": "401/401 403/403 403/403 403/403 403/403 200/404",
    "continue_here": "401/401 404/404 403/404 403/404 403/404 403/404",
    "costs": "401/401 403/403 403/403 403/403 200/200 200/200",
    "create_template": "401/401 403/403 403/403 403/403 403/403 422/422",
    "customer": "401/401 404/404 200/404 200/404 200/404 200/404",
    "dead_letter": "401/401 404/404 404/404 404/404 404/404 404/404",
    "dead_letters": "401/401 200/200 200/200 200/200 200/200 200/200",
    "decline_offer": "401/401 404/404 404/404 404/404 404/404 404/404",
    "delete_template": "401/401 403/403 403/403 403/403 403/403 404/404",
    "discard_letter": "401/401 404/404 404/404 404/404 404/404 404/404",
    "download": "401/401 404/404 404/404 200/404 404/404 404/404",
    "download_head": "401/401 404/404 404/404 200/404 404/404 404/404",
    "drop_link": "401/401 403/403 403/403 403/403 403/403 503/404",
    "edit_template": "401/401 403/403 403/403 403/403 403/403 404/404",
    "end": "401/401 404/404 409/404 409/404 409/404 409/404",
    "export_consent_proof": "401/401 404/404 200/404 200/404 200/404 200/404",
    "find_numbers": "401/401 403/403 403/403 403/403 403/403 503/503",
    "find_customers": "401/401 200/200 200/200 200/200 200/200 200/200",
    "flag": "401/401 404/404 200/404 200/404 200/404 200/404",
    "hand_over_letter": "401/401 404/404 404/404 404/404 404/404 404/404",
    "keep_open": "401/401 404/404 409/404 409/404 409/404 409/404",
    "ledger": "401/401 404/404 404/404 404/404 404/404 404/404",
    "merge_customers": "401/401 404/404 404/404 404/404 404/404 404/404",
    "list_results": "401/401 404/404 404/404 404/404 404/404 404/404",
    "notification_lists": "401/401 200/200 200/200 200/200 200/200 200/200",
    "notifications": "401/401 200/200 200/200 200/200 200/200 200/200",
    "notify_many": "401/401 422/422 422/422 422/422 422/422 422/422",
    "notify": "401/401 403/403 409/409 409/409 409/409 409/409",
    "links": "401/401 403/403 403/403 403/403 403/403 503/404",
    "odd_webhooks": "401/401 403/403 403/403 403/403 403/403 200/200",
    "others_like": "401/401 404/404 200/404 200/404 200/404 200/404",
    "post_payment": "401/401 403/403 403/403 403/403 403/403 200/200",
    "preview_prices": "401/401 403/403 403/403 403/403 403/403 422/422",
    "preview": "401/401 404/404 404/404 200/404 404/404 404/404",
    "profile": "401/401 403/403 403/403 403/403 403/403 503/404",
    "react": "401/401 404/404 409/404 409/404 409/404 409/404",
    "record_consent": "401/401 404/404 200/404 200/404 200/404 200/404",
    "register_number": "401/401 403/403 403/403 403/403 403/403 503/404",
    "replace_prices": "401/401 403/403 403/403 403/403 403/403 422/422",
    "reopen": "401/401 404/404 409/404 409/404 409/404 409/404",
    "replace_keys": "401/401 403/403 403/403 403/403 403/403 409/404",
    "request_code": "401/401 403/403 403/403 403/403 403/403 503/404",
    "resume_template": "401/401 403/403 403/403 403/403 403/403 404/404",
    "retry_letter": "401/401 404/404 404/404 404/404 404/404 404/404",
    "rewrite_letter": "401/401 404/404 404/404 404/404 404/404 404/404",
    "save_draft": "401/401 403/403 200/200 200/200 200/200 200/200",
    "search": "401/401 200/200 200/200 200/200 200/200 200/200",
    "seen": "401/401 404/404 409/404 409/404 409/404 409/404",
    "send_again": "401/401 404/404 404/404 404/404 404/404 404/404",
    "session_costs": "401/401 404/404 200/404 200/404 200/404 200/404",
    "session": "401/401 404/404 200/404 200/404 200/404 200/404",
    "set_consent_rule": "401/401 403/403 403/403 403/403 403/403 200/404",
    "set_inactive": "401/401 404/404 409/404 409/404 409/404 409/404",
    "set_labels": "401/401 404/404 200/404 200/404 200/404 200/404",
    "set_presence": "401/401 204/204 204/204 204/204 204/204 204/204",
    "set_pin": "401/401 403/403 403/403 403/403 403/403 503/404",
    "snapshot": "401/401 200/200 200/200 200/200 200/200 200/200",
    "split_customers": "401/401 404/404 403/404 403/404 404/404 404/404",
    "subscribe_number": "401/401 403/403 403/403 403/403 403/403 503/404",
    "sync_templates": "401/401 403/403 403/403 403/403 403/403 200/200",
    "take_over": "401/401 404/404 403/404 403/404 409/404 409/404",
    "take_thread": "401/401 404/404 409/404 409/404 409/404 409/404",
    "thread": "401/401 404/404 200/404 200/404 200/404 200/404",
    "unblock_customer": "401/401 404/404 403/404 403/404 200/404 200/404",
    "try_now": "401/401 404/404 404/404 404/404 404/404 404/404",
    "top_up": "401/401 403/403 403/403 403/403 403/403 422/422",
    "transfer": "401/401 404/404 409/404 409/404 409/404 409/404",
    "unblock": "401/401 403/403 403/403 403/403 403/403 503/404",
    "verify_code": "401/401 403/403 403/403 403/403 403/403 503/404",
    "write_link": "401/401 403/403 403/403 403/403 403/403 503/404",
    "withdraw_notification": "401/401 404/404 404/404 404/404 404/404 404/404",
}


async def ids_of(hub: GivenHub) -> dict[str, str]:
    async with hub.client("maya") as client:
        session = from_json(Snapshot, (await client.get(requests.SNAPSHOT)).content).sessions[0]
        thread = await client.get(
            requests.THREAD.format(conversation_id=session.conversation_id)
        )
        kept = await client.post(requests.MEDIA_UP, content=bombs.photo(), params={"name": "a"})
    return {
        "session_id": session.session_id,
        "conversation_id": session.conversation_id,
        "customer_id": session.customer_id,
        "message_id": thread.json()["messages"][0]["message_id"],
        "media_id": kept.json()["media_id"],
        "work_id": "no-such-work",
        "letter_id": "no-such-letter",
        "notification_id": "no-such-notification",
        "list_id": "no-such-list",
        "channel_id": session.channel_id,
    }


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[GivenHub]:
    """Maya has a session of Repairs, Mia is of that queue too, Dirk of another."""
    async with a_hub(tmp_path) as given:
        await given.rep("maya")
        await given.rep("mia", capacity=0)
        await given.rep("dirk", queues=("delivery",))
        await given.rep("sue", role=Role.SUPERVISOR, queues=())
        await given.rep("ada", role=Role.ADMIN, queues=())
        await given.customer_writes("the secret word")
        yield given


async def routes(client: httpx.AsyncClient) -> dict[str, tuple[str, str]]:
    """{operation: (method, path)} of all that the hub answers, by its own document."""
    document = (await client.get("/v1/openapi.json")).json()
    return {
        operation["operationId"]: (method.upper(), path)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("person", PEOPLE)
async def test_t16_every_route_answers_each_person_as_was_agreed(
    hub: GivenHub, person: str, there: bool
) -> None:
    ids = await ids_of(hub)
    await hub.settle()
    if not there:
        ids = dict.fromkeys(ids, "no-such-id")
    name = "" if person == "nobody" else person
    async with hub.client(name, desk=f"{person}-9") as client:
        known = await routes(client)
        assert known.keys() == MATRIX.keys() | OPEN | ELSEWHERE  # a new route wants its row
        for operation, (method, path) in known.items():
            if operation not in MATRIX:
                continue
            body = BODIES.get(operation, {"fence": 0} if operation in FENCED else None)
            query = {"q": "secret"} if operation in SEARCHES else None
            answer = await client.request(method, path.format(**ids), json=body, params=query)
            agreed = MATRIX[operation].split()[PEOPLE.index(person)].split("/")[not there]
            assert answer.status_code == int(agreed), (operation, person, answer.text)


async def test_t16_lists_and_searches_hold_nothing_of_other_queues(hub: GivenHub) -> None:
    found = {}
    for person in PEOPLE[1:]:
        async with hub.client(person, desk=f"{person}-9") as client:
            sessions = from_json(
                Snapshot, (await client.get(requests.SNAPSHOT)).content
            ).sessions
            hits = (await client.get(requests.SEARCH, params={"q": "secret"})).json()
        found[person] = (len(sessions), len(hits))
    assert found == {"dirk": (0, 0)} | dict.fromkeys(("mia", "maya", "sue", "ada"), (1, 1))
