"""Writing to several customers first: tables read here, lists begun and steered at the hub."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from console.desk.client import with_ids
from console.desk.seat import Seat
from console.domain import notification_lists as rules
from console.domain.errors import InvalidInput
from console.domain.texts import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.notification_lists import Line, ListState
    from console.wire.notifications import ListReport, ListView, NotifyMany

_LARGEST_BYTES = 4 * 1024 * 1024


class Listing(Seat):
    """The part of `Desk` that writes to several; all raise `RuleBroken` with words."""

    async def read_table(self, path: str, wanted: Sequence[str]) -> tuple[Line, ...]:
        """The lines of a table in CSV; `wanted` are the keys of the template's variables."""
        try:
            text = await asyncio.to_thread(_text_of, Path(path))
            return rules.read(text, wanted)
        except OSError:
            raise InvalidInput(_("The table can’t be read. Choose another file.")) from None
        except UnicodeDecodeError:
            raise InvalidInput(
                _("The table isn’t UTF-8. Save it again as CSV in UTF-8.")
            ) from None
        except ValueError as fault:
            raise InvalidInput(str(fault)) from None

    async def check_list(self, request: NotifyMany) -> ListReport:
        """How many would be written to, and why the others would not."""
        from console.wire import notifications as wire

        return await self._seated().client.ask(
            wire.ListReport, "POST", wire.CHECK_LIST, request
        )

    async def notify_many(self, request: NotifyMany) -> ListView:
        """The list begins; the same again sends nothing more."""
        from console.wire import notifications as wire

        return await self._seated().client.ask(wire.ListView, "POST", wire.LISTS, request)

    async def notification_lists(self) -> list[ListView]:
        """One's own lists, newest first."""
        from console.wire import notifications as wire

        return await self._seated().client.ask(list[wire.ListView], "GET", wire.LISTS)

    async def change_list(self, list_id: str, state: ListState) -> ListView:
        """The list goes on, waits or ends."""
        from console.wire import notifications as wire

        path = with_ids(wire.CHANGE_LIST, list_id=list_id)
        request = wire.ChangeList(state=state)
        return await self._seated().client.ask(wire.ListView, "POST", path, request)

    async def save_results(self, list_id: str, path: str) -> None:
        """What became of each of a list is in a file (CSV)."""
        from console.wire import notifications as wire

        address = with_ids(wire.RESULTS, list_id=list_id)
        text = await self._seated().client.text(address)
        try:
            await asyncio.to_thread(Path(path).write_text, text, "utf-8-sig", newline="")
        except OSError:
            raise InvalidInput(
                _("The file can’t be written there. Choose another place.")
            ) from None


def _text_of(path: Path) -> str:
    if path.stat().st_size > _LARGEST_BYTES:
        raise ValueError(_("The table is larger than 4 MB. Split it."))
    return path.read_text("utf-8")
