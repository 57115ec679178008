"""Whatever happens to desk, line and session, each text is sent once or is in the draft."""

import asyncio
import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.desk.credentials import MemoryCredentials
from console.desk.desk import Desk
from console.desk.rows import Draft, LinkState
from console.domain.errors import RuleBroken
from console.domain.ids import Fence, SessionId
from console.domain.messages import Text
from tests.desk.conftest import Place, running, signed_in
from tests.desk.small_hub import SmallHub
from tests.desk.views import START, session
from tests.fakes import HandClock, serving, until

SOFA, LAMP = SessionId("sofa"), SessionId("lamp")
SESSIONS = (SOFA, LAMP)
STEPS = st.one_of(
    st.tuples(st.just("press"), st.sampled_from(SESSIONS)),
    st.tuples(st.just("press"), st.sampled_from(SESSIONS)),
    st.tuples(st.sampled_from(["taken", "mine"]), st.sampled_from(SESSIONS)),
    st.tuples(
        st.sampled_from(["down", "up", "lose_answer", "kill", "drop", "wait"]), st.just(SOFA)
    ),
)


@dataclass
class Story:
    """One hub, and one desk that is killed and started again."""

    hub: SmallHub
    url: str
    pressed: dict[SessionId, list[str]] = field(default_factory=lambda: {SOFA: [], LAMP: []})

    async def play(self, steps: list[tuple[str, SessionId]], place: Place) -> None:
        rest, lives = list(steps), 0
        async with signed_in(place, self.url) as desk:
            for session_id in SESSIONS:
                self.hub.put(session(session_id, **self.hub.here()))
            await until(lambda: all(desk.session(one) for one in SESSIONS))
            killed = await self._until_killed(desk, place, rest, lives)
        while killed is not None:
            lives += 1
            place = killed
            async with running(place.desk()) as desk:
                assert await desk.resume(self.url)
                killed = await self._until_killed(desk, place, rest, lives)

    async def _until_killed(
        self, desk: Desk, place: Place, rest: list[tuple[str, SessionId]], lives: int
    ) -> Place | None:
        while rest:
            step, session_id = rest.pop(0)
            if step == "kill":
                # what the first still does before it ends, it did before it died
                return place.after_a_kill(place.folder.parent / f"life{lives}")
            await self._step(desk, place, step, session_id)
        await self._in_the_end(desk, place)
        return None

    async def _step(self, desk: Desk, place: Place, step: str, session_id: SessionId) -> None:
        hub = self.hub
        match step:
            case "press":
                self._press(desk, session_id)
            case "taken":
                hub.elsewhere(session_id, "Bo")
            case "mine":
                known = hub.sessions[session_id]
                hub.put(replace(known, **hub.here(), fence=Fence(known.fence + 1)))
            case "down" | "up":
                hub.down = step == "down"
            case "lose_answer":
                hub.loses_answers = True
            case "drop":
                hub.drop_streams()
            case _:
                await place.clock.advance(seconds=2)
                await asyncio.sleep(0.005)

    def _press(self, desk: Desk, session_id: SessionId) -> None:
        """The rep writes on in the composer and presses Send."""
        word = f"{session_id}-{len(self.pressed[session_id]) + 1}"
        text = f"{desk.draft(session_id).text}\n{word}".strip()
        desk.save_draft(session_id, Draft(text=text))
        self.pressed[session_id].append(word)
        try:
            desk.send(session_id, Text(text=text))
        except RuleBroken:
            assert desk.draft(session_id).text == text  # refused at once, and kept

    async def _in_the_end(self, desk: Desk, place: Place) -> None:
        self.hub.down = self.hub.loses_answers = False
        await place.eventually(
            lambda: desk.link.state is LinkState.CONNECTED and desk.waiting_to_send() == 0
        )
        for session_id, pressed in self.pressed.items():
            sent = self._sent(session_id)
            assert sent == sorted(sent, key=pressed.index)
            kept = desk.draft(session_id).text.split()
            assert Counter(sent + kept) == Counter(pressed)

    def _sent(self, session_id: SessionId) -> list[str]:
        messages = [m for m in self.hub.messages.values() if m.session_id == session_id]
        bodies = [m.body for m in sorted(messages, key=lambda m: m.order)]
        return [word for body in bodies if isinstance(body, Text) for word in body.text.split()]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEPS, max_size=16))
def test_any_story_of_kills_and_conflicts_sends_each_text_once_or_keeps_it(
    steps: list[tuple[str, SessionId]],
) -> None:
    async def play() -> None:
        clock = HandClock(START)
        hub = SmallHub(clock)
        with tempfile.TemporaryDirectory() as folder:
            top = Path(folder)
            place = Place(top / "desk", top / "downloads", clock, MemoryCredentials(), [])
            async with serving(hub.app()) as url:
                try:
                    await Story(hub, url).play(steps, place)
                finally:
                    hub.drop_streams()

    asyncio.run(play())
