"""Child of `ingest`: the real hub; "door" leaves everything undone but taking in."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from console.hub.clock import WallClock
from tests.bench.served import run, until_told
from tests.given import a_hub


async def main(folder: Path, extent: str) -> None:
    """Serves until told to end."""
    logging.disable(logging.WARNING)
    async with a_hub(folder, clock=WallClock(), running=extent == "all") as given:
        await until_told(given.url)


if __name__ == "__main__":
    run(main(Path(sys.argv[1]), sys.argv[2]))
