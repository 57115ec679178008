"""The shop as it is kept in a folder between two demos; light to import, for it comes first."""

import json
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.app.shop.settings import settings
from console.app.shop.stories import Story
from console.hub.settings import Settings

FORMAT = 3
PLACES_HELD_FOR = timedelta(minutes=3)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)  # what the hub's database counts moments in


def draft_of(folder: Path) -> Path:
    """Where a history is while it is half made."""
    return folder.with_name(f"{folder.name}.part")


class KeptShop:
    """A folder with a hub's database and files and the platform's state beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hub_folder = folder / "hub"
        self.platform_state = folder / "platform" / "state.json"
        self._database = self.hub_folder / "hub.db"
        self._mark = folder / "history.json"

    def is_there(self, seed: int) -> bool:
        """Whether a whole history of this seed is kept here."""
        with suppress(OSError, ValueError):
            mark = json.loads(self._mark.read_text(encoding="utf-8"))
            return bool(mark == {"format": FORMAT, "seed": seed})
        return False

    def mark(self, seed: int) -> None:
        """The history in the folder is whole, and of this seed."""
        self._mark.write_text(json.dumps({"format": FORMAT, "seed": seed}), encoding="utf-8")

    def ends_at(self) -> datetime:
        """The last moment of what is kept, on the history's own clock."""
        from console.simulator import saves  # here: whoever paints first doesn't ask

        saved_at = saves.saved_at(self.platform_state)
        with closing(sqlite3.connect(self._database)) as database:
            (newest,) = database.execute("SELECT max(at) FROM journal").fetchone()
        return max(saved_at, _EPOCH + (newest or 0) * _MICROSECOND)

    def settings(self, story: Story) -> Settings:
        """What its hub runs by."""
        return settings(story, self.hub_folder)

    def hold_places(self, now: datetime, speed: float) -> None:
        """Everybody counts as at their desk for a while: nobody went home, the demo did."""
        until = now + PLACES_HELD_FOR * max(speed, 1.0)
        with closing(sqlite3.connect(self._database)) as database, database:
            database.execute("DELETE FROM job WHERE kind = 'rep_lost'")
            database.execute(
                "UPDATE desk SET reachable_until = ? WHERE rep_id IN"
                " (SELECT id FROM rep WHERE wanted <> 'offline')",
                ((until - _EPOCH) // _MICROSECOND,),
            )
