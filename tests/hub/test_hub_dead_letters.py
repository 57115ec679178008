"""Dead letters: what wants a person, who may act on it, and what is left after a day."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.channels.whatsapp.facts import StatusReported
from console.domain.dead_letters import Outcome, Reason
from console.domain.delivery import Delivery
from console.domain.errors import (
    AlreadyDecided,
    InvalidInput,
    MayHaveArrived,
    NotFound,
    NotOwner,
    TooMany,
)
from console.domain.ids import ChannelId, LetterId, MessageId, PlatformId, SessionId
from console.domain.messages import Text
from console.domain.people import Role
from console.hub import arrivals, dead_letters, purge, sending, statuses, transfers, triage
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.audit_trail import audit_trail
from console.hub.store.dead_letter_table import dead_letter
from console.hub.views import dead_letters as letters
from console.wire import dead_letters as wire
from console.wire.dead_letters import DiscardLetter, HandOver, RetryLetter
from console.wire.views import DeadLetterPage
from tests.conftest import ExpectedLogs
from tests.floor import Floor
from tests.given import GivenHub, a_hub
from tests.platform_road import LUCAS, Road, built

Taken = tuple[Principal, SessionId]


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        yield road


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[GivenHub]:
    async with a_hub(tmp_path / "hub") as given:
        yield given


@pytest.fixture
async def taken(road: Road) -> Taken:
    return await road.owned()


async def refused(road: Road, taken: Taken, code: int = 131026, key: str = "m-1") -> None:
    """A message that the platform refused with this number."""
    road.simulator.faults.error(code)
    await road.says(*taken, Text(text=f"Hello {key}"), key)
    await road.settle()


async def listed(
    road: Road, who: Principal, outcome: Outcome | None = None, **how: object
) -> DeadLetterPage:
    asked = {"reason": None, "after": None, "limit": 50} | how
    async with road.store.reading() as connection:
        return await letters.page(connection, who, outcome=outcome, **asked)  # type: ignore[arg-type]


async def only(road: Road, who: Principal) -> LetterId:
    (letter,) = (await listed(road, who)).letters
    return letter.letter_id


async def state(road: Road, key: str = "m-1") -> str:
    return str((await road.message(key))["state"])


async def journal(road: Road, kind: str = "dead_letter") -> list[str]:
    query = sa.select(schema.journal.c.audience).where(schema.journal.c.kind == kind)
    return [row["audience"] for row in await road.rows(query)]


async def test_what_was_refused_is_a_dead_letter_with_its_reason(
    road: Road, taken: Taken
) -> None:
    await refused(road, taken)
    page = await listed(road, taken[0])
    (letter,) = page.letters
    assert (letter.reason, letter.code, letter.attempts) == (
        Reason.NOT_ON_WHATSAPP,
        "131026",
        1,
    )
    assert (letter.customer_name, letter.preview) == ("Lucas Moreau", "Hello m-1")
    assert (letter.session_id, letter.author) == (taken[1], "Ana")
    assert (letter.expires_at - letter.died_at).total_seconds() == 24 * 3600
    assert page.counts == {Reason.NOT_ON_WHATSAPP: 1}
    assert "staff" in (await journal(road))[-1]
    assert "rep:ana" in (await journal(road))[-1]


async def test_after_the_last_retry_it_waits_for_a_person_and_goes_at_their_word(
    road: Road, taken: Taken
) -> None:
    road.simulator.faults.error(133004, times=13)
    await road.says(*taken, Text(text="Hello"), "m-1")
    await road.settle()
    await road.pass_time(hours=17)
    (letter,) = (await listed(road, taken[0])).letters
    assert (letter.reason, letter.attempts) == (Reason.GAVE_UP, 13)
    await triage.retry(road.store, taken[0], letter.letter_id, RetryLetter())
    await road.settle()
    assert await state(road) == "sent"
    assert await road.attempts("m-1") == ["retry"] * 13 + ["accepted"]
    page = await listed(road, taken[0], Outcome.SENT_AGAIN)
    assert [one.ended_by for one in page.letters] == ["Ana"]
    assert (await listed(road, taken[0])).letters == ()
    with pytest.raises(AlreadyDecided):
        await triage.retry(road.store, taken[0], letter.letter_id, RetryLetter())


async def test_what_may_have_arrived_goes_again_only_once_confirmed(
    road: Road, taken: Taken
) -> None:
    await refused(road, taken, 131016)
    assert (await listed(road, taken[0])).letters == ()  # a status may still come
    await road.pass_time(seconds=40)
    (letter,) = (await listed(road, taken[0])).letters
    assert (letter.reason, letter.may_have_arrived) == (Reason.UNCONFIRMED, True)
    with pytest.raises(MayHaveArrived, match="may have it already"):
        await triage.retry(road.store, taken[0], letter.letter_id, RetryLetter())
    assert len(road.simulator.sent) == 0
    await triage.retry(
        road.store, taken[0], letter.letter_id, RetryLetter(even_if_arrived=True)
    )
    await road.settle()
    assert await state(road) == "sent"


async def test_a_status_that_comes_late_takes_the_letter_off_the_list(
    road: Road, taken: Taken
) -> None:
    await refused(road, taken, 131016)
    await road.pass_time(seconds=40)
    letter_id = await only(road, taken[0])
    async with road.store.transaction() as tx:
        told = StatusReported(
            number_id="",
            platform_id=PlatformId("wamid.late"),
            status=Delivery.DELIVERED,
            at=tx.now,
            message_id=MessageId("m-1"),
        )
        await statuses.merge(tx, ChannelId("wa"), told)
    page = await listed(road, taken[0], Outcome.ARRIVED)
    assert [one.letter_id for one in page.letters] == [letter_id]
    assert (await listed(road, taken[0])).letters == ()


async def test_nobody_elses_dead_letters_are_seen_or_touched(road: Road, taken: Taken) -> None:
    await refused(road, taken)
    letter_id = await only(road, taken[0])
    ben = await road.floor.rep("ben")  # of the same queue
    eva = await road.floor.rep("eva", role=Role.SUPERVISOR, queues=("delivery",))
    for stranger in (ben, eva):
        assert (await listed(road, stranger)).letters == ()
        assert (await listed(road, stranger)).counts == {}
        with pytest.raises(NotFound):
            await triage.retry(road.store, stranger, letter_id, RetryLetter())
        with pytest.raises(NotFound):
            await triage.discard(road.store, stranger, letter_id, DiscardLetter())
        with pytest.raises(NotFound):
            await triage.rewrite(road.store, stranger, letter_id)
        to_ben = HandOver(to_rep=ben.rep_id)
        with pytest.raises(NotFound):
            await triage.hand_over(road.store, stranger, letter_id, to_ben)
    for name, role in (("ruth", Role.SUPERVISOR), ("adm", Role.ADMIN)):
        staff = await road.floor.rep(name, role=role)
        assert await only(road, staff) == letter_id


async def test_a_supervisor_hands_it_over_and_the_receiver_finds_it(
    road: Road, taken: Taken
) -> None:
    await refused(road, taken)
    ruth = await road.floor.rep("ruth", role=Role.SUPERVISOR)
    ben = await road.floor.rep("ben")
    letter_id = await only(road, ruth)
    to_ana = HandOver(to_rep=taken[0].rep_id)
    with pytest.raises(InvalidInput):
        await triage.hand_over(road.store, ruth, letter_id, to_ana)
    await triage.hand_over(
        road.store, ruth, letter_id, HandOver(to_rep=ben.rep_id, note="Call them")
    )
    offer = await road.floor.offer(taken[1])
    assert offer is not None
    assert (offer["rep_id"], offer["note"]) == ("ben", "Call them")
    (entry,) = await road.rows(
        sa.select(audit_trail.c.why).where(audit_trail.c.object == f"dead_letter:{letter_id}")
    )
    assert entry["why"] == "to rep:ben"  # the trail holds no text, so not the note either
    await transfers.accept(road.store, ben, await road.floor.work_id(taken[1]))
    assert await only(road, ben) == letter_id


async def test_its_text_goes_back_to_whoever_has_the_session(road: Road, taken: Taken) -> None:
    await refused(road, taken, 131047)
    ruth = await road.floor.rep("ruth", role=Role.SUPERVISOR)
    (letter,) = (await listed(road, ruth)).letters
    assert letter.reason is Reason.WINDOW
    with pytest.raises(NotOwner, match="Ana has this session"):
        await triage.rewrite(road.store, ruth, letter.letter_id)
    written = await triage.rewrite(road.store, taken[0], letter.letter_id)
    assert (written.session_id, written.text) == (taken[1], "Hello m-1")
    assert (await listed(road, ruth, Outcome.REWRITTEN)).letters[0].ended_by == "Ana"


async def test_what_is_discarded_is_gone_from_the_list(road: Road, taken: Taken) -> None:
    await refused(road, taken)
    letter_id = await only(road, taken[0])
    await triage.discard(
        road.store, taken[0], letter_id, DiscardLetter(reason="said it by phone")
    )
    page = await listed(road, taken[0])
    assert (page.letters, page.ended_counts) == ((), {Outcome.DISCARDED: 1})
    (line,) = await road.rows(sa.select(audit_trail).where(audit_trail.c.action == "discarded"))
    assert (line["actor"], line["object"], line["why"]) == (
        "ana",
        f"dead_letter:{letter_id}",
        "said it by phone",
    )


async def test_after_a_day_only_what_and_why_are_kept_and_then_nothing(
    road: Road, taken: Taken
) -> None:
    await refused(road, taken)
    letter_id = await only(road, taken[0])
    await road.pass_time(hours=23, minutes=59)
    assert await state(road) == "failed"
    await road.pass_time(minutes=2)
    (letter,) = (await listed(road, taken[0])).letters
    assert (letter.letter_id, letter.outcome, letter.preview) == (
        letter_id,
        Outcome.EXPIRED,
        "",
    )
    assert letter.reason is Reason.NOT_ON_WHATSAPP
    row = await road.message("m-1")
    assert (row["state"], row["trouble_code"], row["words"]) == ("failed", "131026", "")
    assert "Hello m-1" not in json.dumps(row["body"])
    with pytest.raises(AlreadyDecided):
        await triage.retry(road.store, taken[0], letter_id, RetryLetter())
    with pytest.raises(AlreadyDecided, match="removed"):
        await sending.send_again(road.store, taken[0], MessageId("m-1"))
    await road.pass_time(days=8)
    async with road.store.transaction() as tx:
        await purge.plan(tx)
    await road.settle()
    assert (await listed(road, taken[0])).letters == ()


async def test_what_may_have_arrived_keeps_its_text_when_the_letter_expires(
    road: Road, taken: Taken
) -> None:
    await refused(road, taken, 131016)
    await road.pass_time(hours=25)
    (letter,) = (await listed(road, taken[0])).letters
    assert (letter.outcome, letter.preview) == (Outcome.EXPIRED, "")
    row = await road.message("m-1")
    assert (row["state"], row["body"]["text"]) == ("unknown", "Hello m-1")


async def test_what_the_platform_had_taken_in_keeps_its_text_too(
    road: Road, taken: Taken
) -> None:
    road.simulator.faults.fail_later(131026)
    await road.says(*taken, Text(text="Hello"), "m-1")
    await road.settle()
    await road.pass_time(hours=25)
    (letter,) = (await listed(road, taken[0])).letters
    assert (letter.outcome, letter.preview) == (Outcome.EXPIRED, "")
    row = await road.message("m-1")  # it could still be reported as delivered
    assert (row["state"], row["body"]["text"]) == ("failed", "Hello")


async def test_a_message_given_up_is_expired_a_day_later(road: Road, taken: Taken) -> None:
    road.simulator.faults.error(133004, times=13)
    await road.says(*taken, Text(text="Hello"), "m-1")
    await road.settle()
    await road.pass_time(hours=17)
    assert await state(road) == "dead"
    await road.pass_time(hours=24)
    row = await road.message("m-1")
    assert (row["state"], row["words"]) == ("expired", "")
    assert "given up after 24 hours" in row["trouble"]


async def test_what_whatsapp_holds_back_for_its_health_is_never_tried_at_once(
    road: Road, taken: Taken
) -> None:
    await refused(road, taken, 131049)
    await road.pass_time(hours=2)
    assert await road.attempts("m-1") == ["failed"]
    letter_id = await only(road, taken[0])
    with pytest.raises(TooMany, match="again in 22 h"):
        await triage.retry(road.store, taken[0], letter_id, RetryLetter())
    with pytest.raises(TooMany):
        await sending.send_again(road.store, taken[0], MessageId("m-1"))


async def test_the_list_comes_in_pages_and_by_reason(road: Road, taken: Taken) -> None:
    for number, code in enumerate((131026, 131053, 131026, 131051)):
        await refused(road, taken, code, f"m-{number}")
        await road.pass_time(seconds=7)
    first = await listed(road, taken[0], limit=3)
    assert [one.preview for one in first.letters] == ["Hello m-3", "Hello m-2", "Hello m-1"]
    rest = await listed(road, taken[0], limit=3, after=first.next)
    assert [one.preview for one in rest.letters] == ["Hello m-0"]
    assert rest.next is None
    files = await listed(road, taken[0], reason=Reason.FILE)
    assert [one.preview for one in files.letters] == ["Hello m-3", "Hello m-1"]
    assert files.counts == {Reason.FILE: 2, Reason.NOT_ON_WHATSAPP: 2}
    with pytest.raises(InvalidInput):
        await listed(road, taken[0], after="yesterday")


async def test_f30_a_poisoned_item_is_parked_and_everybody_else_goes_on(
    road: Road, expected_logs: ExpectedLogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_logs("part of a webhook could not be read")
    expected_logs("an item of a webhook was not taken in")
    expected_logs("a parked item was not taken in")
    real = arrivals.apply

    async def poisoned(tx: object, fact: object) -> None:
        if getattr(getattr(fact, "body", None), "text", "") == "poison":
            raise ZeroDivisionError
        await real(tx, fact)  # type: ignore[arg-type]

    monkeypatch.setattr(arrivals, "apply", poisoned)
    lucas = road.simulator.customer(LUCAS, "Lucas Moreau")
    lucas.writes("before")
    lucas.writes("poison")
    lucas.writes("after")
    road.simulator.customer("+4915112345678", "Mia").writes("me too")
    await road.settle()
    words = [row["words"] for row in await road.inbound()]
    assert sorted(words) == ["after", "before", "me too"]
    ruth = await road.floor.rep("ruth", role=Role.SUPERVISOR)
    await road.pass_time(seconds=31)
    assert (await listed(road, ruth)).letters == ()  # two strikes
    await road.pass_time(minutes=3)
    (letter,) = (await listed(road, ruth)).letters
    assert (letter.incoming, letter.reason, letter.attempts) == (True, Reason.NOT_TAKEN_IN, 3)
    assert (letter.customer_name, letter.preview) == ("Lucas Moreau", "")
    with pytest.raises(AlreadyDecided, match="ZeroDivisionError"):
        await triage.retry(road.store, ruth, letter.letter_id, RetryLetter())
    monkeypatch.setattr(arrivals, "apply", real)
    await triage.retry(road.store, ruth, letter.letter_id, RetryLetter())
    await road.settle()
    assert "poison" in [row["words"] for row in await road.inbound()]
    assert (await listed(road, ruth)).letters == ()
    kept = await road.row(sa.select(dead_letter.c.item))
    assert kept["item"] == {}


async def test_the_list_and_its_acts_by_http(hub: GivenHub) -> None:
    await hub.rep("ana")
    await hub.rep("ben")
    async with hub.client("ana") as ana, hub.client("ben") as ben:
        async with hub.hub.store.transaction() as tx:
            letter_id = await dead_letters.add(
                tx, author_id="ana", reason="refused", words="Refused.", kind="text"
            )
        page = (await ana.get(wire.DEAD_LETTERS)).json()
        assert [one["letter_id"] for one in page["letters"]] == [letter_id]
        assert page["counts"] == {"refused": 1}
        assert (await ben.get(wire.DEAD_LETTERS)).json()["letters"] == []
        path = wire.DEAD_LETTER.format(letter_id=letter_id)
        assert (await ben.get(path)).status_code == 404
        assert (await ana.get(path)).json()["words"] == "Refused."
        discard = wire.DISCARD_LETTER.format(letter_id=letter_id)
        assert (await ben.post(discard, json={})).status_code == 404
        gone = await ana.post(discard, json={"reason": "no longer wanted"})
        assert (gone.json()["outcome"], gone.json()["ended_by"]) == ("discarded", "Ana")
        again = await ana.post(discard, json={})
        assert (again.status_code, again.json()["code"]) == (409, "already_decided")
