"""Text that no database keeps: refused at the door, and harmless should it be inside."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import sqlalchemy as sa

from console.domain.people import Role
from console.hub.store import schema
from console.wire.codec import from_json, to_json
from console.wire.views import NoteView
from tests.conftest import ExpectedLogs
from tests.fakes import HandClock
from tests.given import NOON, WEBHOOKS, GivenHub, a_hub, signed, webhook_of_text

JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def hub(database_url: str, tmp_path: Path) -> AsyncIterator[GivenHub]:
    async with a_hub(tmp_path, clock=HandClock(NOON), database_url=database_url) as given:
        await given.rep("maya")
        await given.rep("dave", queues=("delivery",))
        await given.rep("ada", role=Role.ADMIN)
        await given.customer_writes("Hello")
        yield given


async def customer_of(hub: GivenHub) -> str:
    async with hub.hub.store.reading() as connection:
        return str((await connection.execute(sa.select(schema.customer.c.id))).scalar_one())


def refused(response: httpx.Response) -> None:
    assert (response.status_code, response.json()["code"]) == (422, "invalid_input")


async def test_half_a_character_and_nul_are_refused_wherever_they_stand(hub: GivenHub) -> None:
    customer = await customer_of(hub)
    async with hub.client("maya") as client:
        for odd in (b"\\ud800", b"\\u0000", b"\\udc00\\ud83d"):
            refused(
                await client.put(
                    f"/v1/customers/{customer}/labels",
                    content=b'{"labels": ["a' + odd + b'"]}',
                    headers=JSON,
                )
            )
            refused(
                await client.post(
                    f"/v1/customers/{customer}/notes",
                    content=b'{"text": "' + odd + b'"}',
                    headers=JSON,
                )
            )
            refused(
                await client.post(
                    "/v1/sign-in",
                    content=b'{"user_name":"maya","password":"' + odd + b'","desk_id":"d",'
                    b'"desk_name":"D"}',
                    headers=JSON,
                )
            )
        refused(await client.get("/v1/sessions/%00"))
        refused(await client.get("/v1/search?q=ab%00"))
        refused(await client.put("/v1/presence", content=b"\xff", headers=JSON))


async def test_whole_characters_and_backslashes_are_kept_as_written(hub: GivenHub) -> None:
    customer = await customer_of(hub)
    async with hub.client("maya") as client:
        answer = await client.post(
            f"/v1/customers/{customer}/notes",
            content=b'{"text": "\\ud83d\\ude00 \\\\u0000 \\\\ud800"}',
            headers=JSON,
        )
    assert answer.json()["text"] == "😀 \\u0000 \\ud800"


def test_half_a_character_does_not_keep_a_view_from_being_told() -> None:
    told = to_json(NoteView(note_id="n", author="a", text="a\ud800b", at=NOON))
    assert from_json(NoteView, told).text == "a?b"


HOSTILE = (
    "'; DROP TABLE message; --",
    "' OR '1'='1",
    '" OR 1=1 --',
    "%",
    "%%__",
    "__",
    "\\%",
    "a\\",
    'NEAR("Hello" "x")',
    "Hello* OR text:*",
    "-Hello",
    '"Hello',
    "Hello AND NOT x",
    "(SELECT/**/pg_sleep(9))",
    "${jndi:ldap://x}",
    ":which",
    "{{1}}",
    "\u202eolleH",
)


async def test_t28_search_takes_every_text_as_plain_words(hub: GivenHub) -> None:
    for nth, text in enumerate(HOSTILE):
        await hub.customer_writes(text, number=f"3161234599{nth:02}")
    async with hub.client("ada") as client:
        for text in HOSTILE:
            answer = await client.get("/v1/search", params={"q": f"{text} "})
            assert answer.status_code == 200, answer.text
            found = {hit["message"]["body"]["text"] for hit in answer.json()}
            words = text.casefold().split()
            wanted = {
                one
                for one in (*HOSTILE, "Hello")
                if all(word in one.casefold() for word in words)
            }
            assert found == wanted


async def test_t28_no_filter_or_id_is_ever_more_than_a_value(hub: GivenHub) -> None:
    before = await counts(hub)
    async with hub.client("maya") as client:
        for text in HOSTILE:
            part = quote(text, safe="")
            for address in ("sessions", "customers", "media"):
                assert (await client.get(f"/v1/{address}/{part}")).status_code == 404
            thread = f"/v1/conversations/{part}/messages"
            assert (await client.get(thread)).status_code == 404
            taken = await client.post("/v1/queues/take-next", json={"queue_id": text})
            assert (taken.status_code, taken.json()) == (200, None)  # nobody waits there
    assert await counts(hub) == before


async def counts(hub: GivenHub) -> dict[str, int]:
    async with hub.hub.store.reading() as connection:
        return {
            table.name: (
                await connection.execute(sa.select(sa.func.count()).select_from(table))
            ).scalar_one()
            for table in (schema.message, schema.session, schema.customer, schema.work)
        }


async def test_a_file_of_others_looks_like_none_at_all(hub: GivenHub) -> None:
    async with hub.hub.store.transaction() as tx:
        conversation = (await tx.rows(sa.select(schema.conversation)))[0]
        values = {"id": "theirs", "channel_id": conversation["channel_id"], "state": "kept"}
        values |= {"conversation_id": conversation["id"], "created_at": NOON}
        values |= {"mime": "text/plain", "name": "", "sha256": "0" * 64}
        await tx.execute(schema.media.insert().values(values))
    async with hub.client("dave") as client:
        theirs, none = [await client.get(f"/v1/media/{name}") for name in ("theirs", "none")]
    assert theirs.status_code == 404
    assert theirs.text == none.text


async def test_an_unknown_number_is_told_to_administrators_in_words(
    hub: GivenHub, expected_logs: ExpectedLogs
) -> None:
    expected_logs("webhook")
    body = webhook_of_text("Hi", at=NOON, number="316", name="L", wamid="wamid.x")
    body = body.replace(b'"phone_number_id": "111"', b'"phone_number_id": "999"')
    async with hub.client("ada") as client:
        assert (await client.post(WEBHOOKS, content=body, headers=signed(body))).is_success
        await hub.settle()
        [odd] = (await client.get("/v1/webhooks/odd")).json()
    assert "a number that no channel of this hub has" in odd["trouble"]
