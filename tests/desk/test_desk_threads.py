"""Transcripts: pages from hub and cache, changes, search, without a hub."""

from dataclasses import replace
from pathlib import Path

import pytest

from console.desk.changes import CustomerChanged, ThreadChanged
from console.desk.desk import Desk
from console.desk.rows import LinkState
from console.domain.delivery import Delivery
from console.domain.errors import InvalidInput, Unavailable
from console.domain.ids import ConversationId, CustomerId, MessageId, SessionId
from console.domain.messages import Text
from console.wire.events import CustomerChanged as CustomerNews
from tests.desk.conftest import Place
from tests.desk.small_hub import SmallHub
from tests.desk.views import customer_of, message
from tests.fakes import until

TALK = ConversationId("sofa-talk")
THREAD = f"/v1/conversations/{TALK}/messages"


def fill(hub: SmallHub, count: int) -> None:
    for number in range(1, count + 1):
        made = message(f"m{number}", TALK, number)
        hub.messages[made.message_id] = made


async def all_rows(desk: Desk) -> list[str]:
    thread = await desk.thread(TALK)
    found = [row.message.message_id for row in thread.rows]
    while thread.earlier is not None:
        thread = await desk.thread(TALK, thread.earlier)
        assert len(thread.rows) <= 50
        found = [row.message.message_id for row in thread.rows] + found
    return [str(ref) for ref in found]


async def test_a_long_thread_is_read_in_pages_and_the_hub_is_asked_once_for_each(
    desk: Desk, hub: SmallHub
) -> None:
    fill(hub, 120)
    expected = [f"m{number}" for number in range(1, 121)]
    assert await all_rows(desk) == expected
    asked = hub.asked.count(THREAD)
    assert asked == 3
    hub.say(message("m121", TALK, 121))
    await until(lambda: hub.streams[0].empty())
    while await all_rows(desk) != [*expected, "m121"]:
        pass
    assert hub.asked.count(THREAD) == asked


async def test_a_changed_message_is_told_by_id_and_read_by_id(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    fill(hub, 3)
    await desk.thread(TALK)
    hub.say(replace(hub.messages[MessageId("m2")], state=Delivery.READ))
    told = ThreadChanged(TALK, frozenset({MessageId("m2")}))
    await until(lambda: told in place.notices)
    rows = await desk.changed_rows(TALK, {MessageId("m2"), MessageId("gone")})
    assert [row.message.state for row in rows] == [Delivery.READ]


async def test_without_the_hub_a_thread_says_how_old_it_is(desk: Desk, hub: SmallHub) -> None:
    fill(hub, 70)
    await desk.thread(TALK)
    hub.down = True
    hub.drop_streams()
    await until(lambda: desk.link.state is LinkState.OFFLINE)
    thread = await desk.thread(TALK)
    assert len(thread.rows) == 50
    assert thread.as_of == desk.link.as_of is not None


async def test_after_missed_news_a_thread_is_read_anew(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    fill(hub, 3)
    await desk.thread(TALK)
    hub.drop_streams()
    hub.messages[MessageId("missed")] = message("missed", TALK, 4)
    hub.forgotten, hub.journal = hub.head + 50, []
    told = ThreadChanged(TALK, whole=True)
    place.notices.clear()
    await place.eventually(lambda: told in place.notices)
    assert await all_rows(desk) == ["m1", "m2", "m3", "missed"]


async def test_a_cursor_that_is_none_is_refused(desk: Desk) -> None:
    with pytest.raises(InvalidInput):
        await desk.thread(TALK, "not a cursor")


async def test_words_are_found_without_the_hub(desk: Desk, hub: SmallHub) -> None:
    words = {"s1": "Où est mon canapé ?", "s2": 'A "quoted" OR AND word', "s3": "canapés"}
    for number, (ref, said) in enumerate(words.items()):
        hub.messages[MessageId(ref)] = message(ref, TALK, number, body=Text(text=said))
    await desk.thread(TALK)
    hub.down = True
    hub.drop_streams()
    await until(lambda: desk.link.state is LinkState.OFFLINE)

    async def found(asked: str) -> list[str]:
        return [hit.message.message_id for hit in await desk.search(asked)]

    assert await found("canape") == ["s3", "s1"]
    assert await found("MON cana") == ["s1"]
    assert await found('"quoted" OR') == ["s2"]
    assert await found("  ") == await found("?!") == []
    assert (await desk.search("quoted"))[0].customer_name == "Lucas Moreau"


async def test_a_customer_is_known_without_the_hub_once_seen(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    ref = CustomerId("sofa-person")
    assert (await desk.customer(ref)).name == "Lucas Moreau"
    hub.tell(CustomerNews(customer=replace(customer_of(ref), labels=("VIP",))))
    await until(lambda: CustomerChanged(ref) in place.notices)
    hub.down = True
    assert (await desk.customer(ref)).labels == ("VIP",)
    with pytest.raises(Unavailable):
        await desk.customer(CustomerId("stranger"))


async def test_what_was_seen_is_told_once_and_only_by_the_owner(
    desk: Desk, hub: SmallHub, place: Place
) -> None:
    fill(hub, 2)
    seen = "/v1/sessions/sofa/seen"
    for ref in ("m1", "m2", "m2"):
        desk.seen(SessionId("sofa"), MessageId(ref))
    await place.eventually(lambda: seen in hub.asked)
    assert b'"m2"' in hub.bodies[-1]
    desk.seen(SessionId("sofa"), MessageId("m2"))
    await place.clock.advance(seconds=5)
    assert hub.asked.count(seen) == 1
    hub.elsewhere(SessionId("sofa"), "Bo")
    await until(lambda: not desk.inbox())
    desk.seen(SessionId("sofa"), MessageId("m1"))
    await place.clock.advance(seconds=5)
    assert hub.asked.count(seen) == 1


async def test_a_damaged_cache_is_begun_anew_and_a_damaged_picture_is_no_picture(
    place: Place, url: str, hub: SmallHub, tmp_path: Path
) -> None:
    desk = place.desk()
    await desk.sign_in(url, "ana", "secret", stay=True)
    await desk.close()
    for kept in (place.folder / "cache").glob("*.sealed*"):
        kept.write_bytes(b"this is no database" * 1000)
    again = place.desk()
    assert await again.resume()
    fill(hub, 2)
    assert await all_rows(again) == ["m1", "m2"]
    await again.close()
