"""A customer's shared pictures beside the conversation, once their previews have come."""

from __future__ import annotations

from console.desk.changes import FilesChanged
from console.domain.messages import Media
from console.simulator.scenarios import RESOURCES
from console.ui.details.parts import Thumb
from tests.fakes import until
from tests.ui.given_window import InWindow, Screens, turns


def test_a_preview_that_comes_late_is_shown(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        desk = screens.desk
        row = next(row for row in desk.rows.values() if row.name == "Lucas Moreau")
        shared = [
            one.message
            for one in desk.threads[row.conversation_id]
            if isinstance(one.message.body, Media)
        ]
        desk.shared_files = tuple(shared[:1])
        screens.connections.open_session(row.session_id)
        await turns()
        (thumb,) = screens.window.findChildren(Thumb)
        before = thumb.grab().toImage()

        body = shared[0].body
        assert isinstance(body, Media)
        desk.previews[body.media_id] = str(RESOURCES / "img" / "table-corner.jpg")
        desk.changes.tell(FilesChanged(frozenset({body.media_id})))
        await turns()
        (thumb,) = [one for one in screens.window.findChildren(Thumb) if one.isVisible()]
        await until(lambda: thumb.grab().toImage() != before)

    in_window(work)
