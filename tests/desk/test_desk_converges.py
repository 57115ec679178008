"""Whatever happens to the connection, the desk ends with what the hub has."""

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.desk.credentials import MemoryCredentials
from console.desk.desk import Desk
from console.desk.rows import LinkState
from console.domain.ids import ConversationId, Fence, SessionId
from console.domain.messages import Text
from console.wire.events import SessionGone
from tests.desk.conftest import Place, running, signed_in
from tests.desk.small_hub import SmallHub
from tests.desk.views import START, message, session
from tests.fakes import HandClock, serving

REFS = ("sofa", "lamp", "rug")
STEPS = st.one_of(
    st.tuples(st.just("change"), st.sampled_from(REFS)),
    st.tuples(st.just("gone"), st.sampled_from(REFS)),
    st.tuples(st.just("say"), st.sampled_from(REFS)),
    st.tuples(st.just("read"), st.sampled_from(REFS)),
    st.tuples(
        st.sampled_from(["drop", "lose", "restore", "forget", "restart", "wait", "silence"]),
        st.just(""),
    ),
)


class Story:
    """One hub, and one desk that is started again and again."""

    def __init__(self, hub: SmallHub, place: Place, url: str) -> None:
        self.hub, self.place, self.url = hub, place, url
        self.count = 0

    async def play(self, steps: list[tuple[str, str]]) -> None:
        rest = list(steps)
        async with signed_in(self.place, self.url) as desk:
            rest = await self._until_restart(desk, rest)
            if not rest:
                await self._same(desk)
        while rest:
            async with running(self.place.desk()) as desk:
                assert await desk.resume(self.url)
                rest = await self._until_restart(desk, rest)
                if not rest:
                    await self._same(desk)

    async def _until_restart(
        self, desk: Desk, steps: list[tuple[str, str]]
    ) -> list[tuple[str, str]]:
        while steps:
            step, ref = steps.pop(0)
            if step == "restart" and steps:
                return steps
            await self._step(desk, step, ref)
        return []

    async def _step(self, desk: Desk, step: str, ref: str) -> None:
        hub = self.hub
        self.count += 1
        match step:
            case "change":
                known = hub.sessions.get(SessionId(ref), session(ref, **hub.here()))
                fence = Fence(known.fence + self.count % 2)
                hub.put(replace(known, unread=self.count, fence=fence))
            case "gone":
                hub.sessions.pop(SessionId(ref), None)
                hub.tell(SessionGone(session_id=SessionId(ref)))
            case "say":
                number = len(hub.messages) + 1
                said = Text(text=f"said at {self.count}")
                hub.say(message(f"m{number}", f"{ref}-talk", number, body=said))
            case "read":
                await desk.thread(ConversationId(f"{ref}-talk"))
            case _:
                await self._trouble(step)

    async def _trouble(self, step: str) -> None:
        match step:
            case "lose":
                self.hub.tell(SessionGone(session_id=SessionId("nothing")), unheard=True)
            case "drop":
                self.hub.drop_streams()
            case "restore":
                self.hub.restored_from_backup()
            case "forget":
                self.hub.forgotten, self.hub.journal = self.hub.head + 7, []
                self.hub.drop_streams()
            case "silence":  # the desk hangs up, perhaps in the middle of the news
                await self.place.clock.advance(seconds=46)
            case _:
                await self.place.clock.advance(seconds=1)
                await asyncio.sleep(0.005)

    async def _same(self, desk: Desk) -> None:
        """In the end the hub says one more thing, and then both know the same."""
        self.hub.put(session("end", **self.hub.here()))
        await self.place.eventually(
            lambda: desk.row(SessionId("end")) and desk.link.state is LinkState.CONNECTED
        )
        assert {row.session_id for row in desk.inbox()} == set(self.hub.sessions)
        for session_id, view in self.hub.sessions.items():
            assert desk.session(session_id) == view
        for ref in REFS:
            talk = ConversationId(f"{ref}-talk")
            rows = (await desk.thread(talk)).rows
            expected = [m for m in self.hub.messages.values() if m.conversation_id == talk]
            assert [row.message for row in rows] == expected[-50:]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
@given(steps=st.lists(STEPS, max_size=14))
def test_any_story_of_drops_and_restarts_ends_with_the_hubs_state(
    steps: list[tuple[str, str]],
) -> None:
    async def play() -> None:
        clock = HandClock(START)
        hub = SmallHub(clock)
        with tempfile.TemporaryDirectory() as folder:
            top = Path(folder)
            place = Place(top / "desk", top / "downloads", clock, MemoryCredentials(), [])
            async with serving(hub.app()) as url:
                try:
                    await Story(hub, place, url).play(steps)
                finally:
                    hub.drop_streams()

    asyncio.run(play())
