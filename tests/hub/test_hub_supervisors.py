"""Supervisors of a queue see, hear and act on what is in it; of no queue, on everything."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from console.domain.errors import NotFound
from console.domain.ids import MessageId, QueueId, Seq
from console.domain.messages import Text
from console.domain.people import Role
from console.hub import journal_views, people, sending, snapshot, transfers
from console.hub.principal import Principal
from console.hub.store.store import Store
from console.hub.views import dead_letters as letters
from console.hub.views import search
from console.wire import requests
from console.wire.codec import from_json
from console.wire.requests import Snapshot, Transfer
from tests.floor import Floor
from tests.given import GivenHub, a_hub
from tests.hub.test_hub_matrix import BODIES, FENCED, MATRIX, PEOPLE, SEARCHES, ids_of, routes
from tests.platform_road import Road, built

OF_NO_QUEUE = {"costs"}  # the whole hub's sums, without any customer: for all who lead


@pytest.fixture
async def hub(tmp_path: Path, database_url: str) -> AsyncIterator[GivenHub]:
    """Maya and Mia are of Repairs, where the session waits, and so is Sal; Sam of Delivery."""
    async with a_hub(tmp_path, database_url=database_url) as given:
        await given.rep("maya")
        await given.rep("mia", capacity=0)
        await given.rep("sal", role=Role.SUPERVISOR, queues=("repairs",), capacity=0)
        await given.rep("sam", role=Role.SUPERVISOR, queues=("delivery",), capacity=0)
        await given.customer_writes("the secret word")
        yield given


@pytest.mark.parametrize(("person", "like"), [("sal", "sue"), ("sam", "dirk")])
async def test_t16_every_route_answers_a_supervisor_of_that_queue_alone(
    hub: GivenHub, person: str, like: str
) -> None:
    ids = await ids_of(hub)
    await hub.settle()
    async with hub.client(person) as client:
        for operation, (method, path) in (await routes(client)).items():
            if operation not in MATRIX:
                continue
            body = BODIES.get(operation, {"fence": 0} if operation in FENCED else None)
            query = {"q": "secret"} if operation in SEARCHES else None
            answer = await client.request(method, path.format(**ids), json=body, params=query)
            column = PEOPLE.index("sue" if operation in OF_NO_QUEUE else like)
            agreed = MATRIX[operation].split()[column].split("/")[0]
            assert answer.status_code == int(agreed), (operation, person, answer.text)


async def test_t16_lists_and_searches_are_those_of_the_supervisors_queue(hub: GivenHub) -> None:
    found = {}
    for person in ("sal", "sam"):
        async with hub.client(person) as client:
            snapshot = from_json(Snapshot, (await client.get(requests.SNAPSHOT)).content)
            hits = (await client.get(requests.SEARCH, params={"q": "secret"})).json()
        found[person] = (len(snapshot.sessions), len(hits))
    assert found == {"sal": (1, 1), "sam": (0, 0)}


async def test_t16_whoever_is_taken_out_of_all_queues_sees_everything(hub: GivenHub) -> None:
    async with hub.client("sam") as client:
        for queues, count in (((), 1), (("delivery",), 0), (("delivery", "repairs"), 1)):
            await people.change(hub.hub.store, hub.reps["sam"], queues=queues)
            sessions = (await client.get(requests.SNAPSHOT)).json()["sessions"]
            assert len(sessions) == count, queues


async def heard(store: Store, who: Principal, after: int) -> str:
    """What the feed would tell this person of the journal since then."""
    async with store.reading() as connection:
        now = store.clock.now()
        entries = await journal_views.read(connection, now, after=Seq(after), limit=1000)
    frames = [entry.frame_for(who, Seq(entry.seq - 1)) for entry in entries]
    return b"".join(frame for frame in frames if frame is not None).decode()


async def test_t16_the_feed_tells_a_supervisor_what_enters_and_leaves_their_queue(
    floor: Floor,
) -> None:
    ana, _conversation_id, session_id = await floor.owned()
    sal = await floor.rep("sal", role=Role.SUPERVISOR, capacity=0)
    sam = await floor.rep("sam", role=Role.SUPERVISOR, queues=("delivery",), capacity=0)
    sue = await floor.rep("sue", role=Role.SUPERVISOR, queues=(), capacity=0)
    assert [session_id in await heard(floor.store, who, 0) for who in (sal, sam, sue)] == [
        True,
        False,
        True,
    ]
    place = await end(floor.store)
    moved = Transfer(fence=await floor.fence(session_id), to_queue=QueueId("delivery"))
    await transfers.transfer(floor.store, ana, session_id, moved)
    gone, come = '"session_gone"', '"session"'
    told = [await heard(floor.store, who, place) for who in (sal, sam, sue)]
    assert [(gone in one, come in one) for one in told] == [
        (True, False),
        (False, True),
        (False, True),
    ]


async def end(store: Store) -> Seq:
    async with store.reading() as connection:
        return (await snapshot.head(connection))[0]


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        yield road


async def test_t16_dead_letters_and_their_messages_are_those_of_the_supervisors_queue(
    road: Road,
) -> None:
    floor = road.floor
    taken = await road.owned()
    road.simulator.faults.error(131026)
    await road.says(*taken, Text(text="It is broken"), "m-1")
    await road.settle()
    ben = await floor.rep("ben")
    found = {}
    for name, role, queues in (
        ("sal", Role.SUPERVISOR, ("repairs",)),
        ("sam", Role.SUPERVISOR, ("delivery",)),
        ("sue", Role.SUPERVISOR, ()),
        ("ada", Role.ADMIN, ("delivery",)),
    ):
        who = await floor.rep(name, role=role, queues=queues, capacity=0)
        found[name] = await _sees(road, who)
    found["ben"], found["ana"] = await _sees(road, ben), await _sees(road, taken[0])
    everything, nothing = (True, True, True), (False, False, False)
    assert found == {
        "sal": everything,
        "sue": everything,
        "ada": everything,
        "ana": everything,
        "sam": nothing,
        "ben": (False, False, True),  # a colleague reads along, but triage is not theirs
    }
    sam = floor.reps["sam"]
    with pytest.raises(NotFound):
        await sending.send_again(road.store, sam, MessageId("m-1"))


async def _sees(road: Road, who: Principal) -> tuple[bool, bool, bool]:
    """Whether the letter is listed, is told by the feed, and the message is found."""
    async with road.store.reading() as connection:
        page = await letters.page(
            connection, who, reason=None, outcome=None, after=None, limit=50
        )
        hits = await search.find(connection, who, "broken")
    told = await heard(road.store, who, 0)
    return bool(page.letters), '"letter"' in told, bool(hits)
