"""A supervisor's desk at a real hub: two records are merged and split, and the list follows."""

from pathlib import Path

import pytest

from console.desk.credentials import MemoryCredentials
from console.desk.rows import LinkState
from console.domain.errors import AlreadyDecided, InvalidInput, NotFound
from console.domain.ids import ConversationId
from console.domain.people import Role
from console.hub import ownership, sessions
from tests.desk.conftest import Place, running
from tests.fakes import HandClock, until
from tests.given import NOON, PASSWORD, GivenHub, a_hub


async def ended(hub: GivenHub, conversation_id: ConversationId) -> None:
    async with hub.hub.store.transaction() as tx:
        held = await ownership.lock_open(tx, conversation_id)
        assert held is not None
        await sessions.end(tx, held, actor="Sue", text="Ended")
    await hub.settle()


async def test_two_are_merged_and_split_again_and_the_list_follows(tmp_path: Path) -> None:
    clock = HandClock(NOON)
    async with a_hub(tmp_path / "hub", clock=clock) as hub:
        await hub.rep("sue", role=Role.SUPERVISOR, queues=())
        await hub.customer_writes("Hello", name="Lucas Moreau")
        await hub.customer_writes("Me again", name="Luc M.", number="33612345678")
        downloads = tmp_path / "downloads"
        place = Place(tmp_path / "sue", downloads, clock, MemoryCredentials(), [])
        desk = place.desk()
        await desk.sign_in(hub.url, "sue", PASSWORD, stay=True)
        async with running(desk):
            await until(lambda: desk.link.state is LinkState.CONNECTED)
            rows = {row.name: row for row in desk.all_sessions()}
            kept, gone = rows["Lucas Moreau"], rows["Luc M."]
            (found,) = await desk.others_like(kept.customer_id, "luc m")
            assert (found.customer_id, found.sessions) == (gone.customer_id, 1)
            with pytest.raises(AlreadyDecided, match="open session on Shop"):
                await desk.merge_customers(kept.customer_id, gone.customer_id)
            with pytest.raises(InvalidInput, match="same customer"):
                await desk.merge_customers(kept.customer_id, kept.customer_id)
            await ended(hub, kept.conversation_id)
            await desk.merge_customers(kept.customer_id, gone.customer_id)
            await hub.settle()

            def named() -> dict[str, str]:
                return {row.session_id: row.name for row in desk.all_sessions()}

            await until(lambda: named().get(gone.session_id) == "Lucas Moreau")
            (merged,) = (await desk.customer(kept.customer_id)).merges
            assert (merged.name, merged.by) == ("Luc M.", "Sue")
            with pytest.raises(NotFound):
                await desk.split_customers(kept.customer_id, "no such merge")
            await desk.split_customers(kept.customer_id, merged.merge_id)
            await hub.settle()
            await until(lambda: named().get(gone.session_id) == "Luc M.")
