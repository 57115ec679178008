"""Desks at a real hub: a customer writes, reps answer, hand over, move and lose sessions."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from console.desk import binding
from console.desk.changes import Refusal
from console.desk.credentials import MemoryCredentials
from console.desk.desk import Desk
from console.desk.rows import Draft, LinkState
from console.domain.errors import InvalidInput, NotAllowed, NotOwner, NotSignedIn
from console.domain.ids import RepId, SessionId
from console.domain.messages import Media, Text
from console.domain.people import Wanted
from console.domain.policy import ComposerMode
from console.hub import audit
from tests.desk.conftest import Place, running
from tests.fakes import HandClock, until
from tests.given import NOON, PASSWORD, GivenHub, a_hub

NEW_PASSWORD = "kettle under a violet roof"


@dataclass
class Shop:
    """A hub and the desks of its people."""

    given: GivenHub
    clock: HandClock
    folder: Path

    @asynccontextmanager
    async def at_desk(
        self, name: str, desk_folder: str = ""
    ) -> AsyncIterator[tuple[Desk, Place]]:
        top = self.folder / (desk_folder or name)
        place = Place(top, top / "downloads", self.clock, MemoryCredentials(), [])
        desk = place.desk()
        await desk.sign_in(self.given.url, name, PASSWORD, stay=True)
        async with running(desk):
            await until(lambda: desk.link.state is LinkState.CONNECTED)
            yield desk, place

    async def until(self, fact: Callable[[], object]) -> None:
        for _ in range(200):
            await self.given.settle()
            if fact():
                return
            await self.clock.advance(seconds=0.1)
        pytest.fail("it never became true")

    async def accept(self, desk: Desk) -> SessionId:
        await self.until(desk.offers)
        return await desk.accept(desk.offers()[0].work_id)


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    clock = HandClock(NOON)
    async with a_hub(tmp_path / "hub", clock=clock) as given:
        await given.rep("ana")
        await given.rep("bo")
        yield Shop(given, clock, tmp_path)


async def test_the_record_of_consent_is_a_file_with_everything_and_is_audited(
    shop: Shop,
) -> None:
    async with shop.at_desk("ana") as (desk, place):
        await desk.set_presence(Wanted.ONLINE)
        for words in ("Hello", "STOP", "START"):
            await shop.given.customer_writes(words, name="Lucas/../Moreau")
        session_id = await shop.accept(desk)
        customer = desk.session(session_id)
        assert customer is not None
        path = await desk.export_consent(customer.customer_id)
        assert path.parent == place.downloads
        assert path.name == f"Consent of Lucas_.._Moreau {NOON:%Y-%m-%d}.json"
        again = await desk.export_consent(customer.customer_id)
        assert again != path
        proof = json.loads(path.read_text(encoding="utf-8"))
        place.downloads.rename(place.downloads.with_name("elsewhere"))
        place.downloads.write_bytes(b"")  # no folder any more
        with pytest.raises(InvalidInput, match="couldn’t be saved"):
            await desk.export_consent(customer.customer_id)
    said = [(one["purpose"], one["granted"], one["wording"]) for one in proof["statements"]]
    assert said == [
        ("service", False, "STOP"),
        ("marketing", False, "STOP"),
        ("service", True, "START"),
        ("marketing", True, "START"),
    ]
    first = proof["statements"][0]
    assert (first["channel"], first["source"]) == ("Shop", "by keyword")
    assert first["said_at"].startswith("2026-05-14T12:00")
    assert ["phone", "+31612345678"] in proof["identities"]
    async with shop.given.hub.store.reading() as connection:
        entries = (await audit.page(connection)).entries
    exports = [one for one in entries if one.action == "consent_exported"]
    assert [(one.actor, one.object) for one in exports[:1]] == [
        ("ana", f"customer:{proof['customer_id']}")
    ]
    named = {one.number: one.hash for one in entries}
    assert named[proof["audit_number"]] == proof["audit_hash"]


async def test_a_customer_is_answered(shop: Shop) -> None:
    async with shop.at_desk("ana") as (desk, _):
        await desk.set_presence(Wanted.ONLINE)
        await shop.given.customer_writes("Where is my sofa?")
        session_id = await shop.accept(desk)
        view = desk.session(session_id)
        assert view is not None
        assert desk.composer(session_id).mode is ComposerMode.FREE_FORM
        message_id = desk.send(session_id, Text(text="On its way."))
        await shop.until(lambda: desk.waiting_to_send() == 0)
        rows = (await desk.thread(view.conversation_id)).rows
        said = [row.message.body.text for row in rows if isinstance(row.message.body, Text)]
        assert said == ["Where is my sofa?", "On its way."]
        assert rows[-1].message.message_id == message_id
        row = desk.row(session_id)
        assert row is not None
        assert (row.mine, row.here, row.preview) == (True, True, "On its way.")
        assert [hit.message.message_id for hit in await desk.search("way")] == [message_id]
        await desk.add_note(view.customer_id, "Likes blue")
        await desk.set_labels(view.customer_id, ("VIP",))
        customer = await desk.customer(view.customer_id)
        assert (customer.labels, customer.notes[0].text) == (("VIP",), "Likes blue")


async def test_a_file_goes_up_and_comes_down(shop: Shop) -> None:
    paper = shop.folder / "bill.pdf"
    paper.write_bytes(b"%PDF-1.7\n" + b"x" * 100_000)
    async with shop.at_desk("ana") as (desk, _):
        await desk.set_presence(Wanted.ONLINE)
        await shop.given.customer_writes("The bill?")
        session_id = await shop.accept(desk)
        desk.send(session_id, Text(text="Here"), files=(str(paper),))
        await shop.until(lambda: desk.waiting_to_send() == 0)
        view = desk.session(session_id)
        assert view is not None
        message = (await desk.thread(view.conversation_id)).rows[-1].message
        body = message.body
        assert isinstance(body, Media)
        assert (body.name, body.caption) == ("bill.pdf", "Here")
        desk.download(message)
        await until(lambda: desk.file(body.media_id).path)
        assert Path(desk.file(body.media_id).path).read_bytes() == paper.read_bytes()  # noqa: ASYNC240 - a test


async def test_a_session_is_handed_over_with_its_draft(shop: Shop) -> None:
    async with shop.at_desk("ana") as (ana, _), shop.at_desk("bo") as (bo, _):
        await ana.set_presence(Wanted.ONLINE)
        await shop.given.customer_writes("Hello")
        session_id = await shop.accept(ana)
        await bo.set_presence(Wanted.ONLINE)
        ana.save_draft(session_id, Draft(text="I have asked"))
        await ana.transfer(session_id, to_rep=RepId("bo"), note="Knows sofas")
        await shop.until(bo.offers)
        assert bo.offers()[0].note == "Knows sofas"
        assert await shop.accept(bo) == session_id
        await shop.until(lambda: bo.draft(session_id).text == "I have asked")
        assert bo.draft(session_id).passed_by == "Ana"
        assert ana.draft(session_id).text == ""
        await shop.until(lambda: not ana.inbox())
        assert ana.composer(session_id).mode is ComposerMode.BLOCKED


async def test_at_a_second_desk_the_first_turns_read_only(shop: Shop) -> None:
    async with shop.at_desk("ana") as (first, place), shop.at_desk("ana", "two") as (second, _):
        await first.set_presence(Wanted.ONLINE)
        await shop.given.customer_writes("Hello")
        session_id = await shop.accept(first)
        await shop.until(lambda: second.row(session_id))
        assert "You have this session open" in second.composer(session_id).reason
        await second.continue_here(session_id)
        await shop.until(lambda: second.composer(session_id).mode is ComposerMode.FREE_FORM)
        await shop.until(lambda: first.composer(session_id).mode is ComposerMode.BLOCKED)
        assert not any(isinstance(notice, Refusal) for notice in place.notices)


async def test_a_text_for_a_session_that_moved_on_comes_back(shop: Shop) -> None:
    async with shop.at_desk("ana") as (first, place), shop.at_desk("ana", "two") as (second, _):
        await first.set_presence(Wanted.ONLINE)
        await shop.given.customer_writes("Hello")
        session_id = await shop.accept(first)
        await shop.until(lambda: second.row(session_id))
        first._seated().outbox.connected.clear()  # it waits at the desk
        first.send(session_id, Text(text="Too late"))
        await second.continue_here(session_id)
        first._seated().outbox.connected.set()
        await shop.until(lambda: first.draft(session_id).text == "Too late")
        problems = [notice.problem for notice in place.notices if isinstance(notice, Refusal)]
        assert [type(problem) for problem in problems] == [NotOwner]
        assert first.waiting_to_send() == 0


async def test_a_wrong_password_is_said_in_the_hubs_words(shop: Shop, tmp_path: Path) -> None:
    place = Place(tmp_path / "x", tmp_path, shop.clock, MemoryCredentials(), [])
    with pytest.raises(NotSignedIn, match="tries left"):
        await place.desk().sign_in(shop.given.url, "ana", "wrong", stay=False)


async def test_t13_a_sign_in_copied_to_another_machine_is_refused_there(shop: Shop) -> None:
    async with shop.at_desk("ana") as (_desk, place):
        thief = Desk(
            folder=place.after_a_kill(shop.folder / "copy").folder,
            clock=shop.clock,
            desk_name="D1",
            credentials=place.credentials,
            downloads=shop.folder,
            machine="another",
        )
        assert not await thief.resume(shop.given.url)
        assert "belongs to another desk" in thief.link.trouble


async def test_f5_a_desk_whose_clock_is_a_day_off_signs_its_requests_by_the_hubs(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = binding._now_s
    monkeypatch.setattr(binding, "_now_s", lambda: real() - 86_400)
    async with shop.at_desk("ana") as (desk, _place):
        await desk.set_presence(Wanted.ONLINE)


async def test_t20_a_new_password_signs_the_persons_other_desks_out_and_keeps_their_drafts(
    shop: Shop,
) -> None:
    async with (
        shop.at_desk("ana") as (first, _),
        shop.at_desk("ana", "two") as (second, _there),
    ):
        await second.set_presence(Wanted.ONLINE)
        await shop.given.customer_writes("Hello")
        session_id = await shop.accept(second)
        second.save_draft(session_id, Draft(text="I have asked"))
        with pytest.raises(NotAllowed, match="4 tries left"):
            await first.change_password("a guess", NEW_PASSWORD)
        assert second.link.state is LinkState.CONNECTED
        await first.change_password(PASSWORD, NEW_PASSWORD)
        await shop.until(lambda: second.link.state is LinkState.SIGNED_OUT)
        assert first.link.state is LinkState.CONNECTED
        assert "You were signed out" in second.link.trouble
        with pytest.raises(NotSignedIn):
            await second.sign_in(shop.given.url, "ana", PASSWORD, stay=True)
        await second.sign_in(shop.given.url, "ana", NEW_PASSWORD, stay=True)
        assert second.draft(session_id).text == "I have asked"
