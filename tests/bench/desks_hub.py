"""Child of `desks`: the real hub with as many reps as desks will connect, all in one queue."""

from __future__ import annotations

import logging
import sys
from datetime import timedelta
from pathlib import Path

from console.hub import auth
from console.hub.clock import WallClock
from console.hub.store import schema
from console.hub.store.store import Store
from tests.bench.desks_lines import token
from tests.bench.served import run, until_told
from tests.given import a_hub


async def main(folder: Path, count: int) -> None:
    """Serves until told to end."""
    logging.disable(logging.WARNING)
    async with a_hub(folder, clock=WallClock(), running=True) as given:
        await seat(given.hub.store, count)
        await until_told(given.url)


async def seat(store: Store, count: int) -> None:
    """Every rep is signed in at a desk, and not online: nobody is offered anything."""
    numbers = range(count)
    async with store.transaction() as tx:
        person = {"role": "rep", "password_hash": "-", "languages": []}
        reps = [{"id": f"r{n}", "user_name": f"r{n}", "name": f"Rep {n}"} for n in numbers]
        await tx.change_each(schema.rep.insert(), [rep | person for rep in reps])
        members = [{"queue_id": "repairs", "rep_id": f"r{n}"} for n in numbers]
        await tx.change_each(schema.queue_member.insert(), members)
        desks = [{"id": f"d{n}", "rep_id": f"r{n}", "name": f"Desk {n}"} for n in numbers]
        await tx.change_each(schema.desk.insert(), desks)
        times = {"created_at": tx.now, "expires_at": tx.now + timedelta(days=1)}
        tokens = [
            {"hash": auth.token_hash(token(n)), "rep_id": f"r{n}", "desk_id": f"d{n}"}
            for n in numbers
        ]
        await tx.change_each(schema.token.insert(), [one | times for one in tokens])


if __name__ == "__main__":
    run(main(Path(sys.argv[1]), int(sys.argv[2])))
