"""Child of `pixels`: a small hub that changes one session after the other while it is heard."""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from console.wire.events import SessionChanged
from tests.bench.served import run, until_told
from tests.bench.stamps import BLANK, stamp
from tests.desk.small_hub import SmallHub
from tests.desk.views import session
from tests.fakes import HandClock, serving

EVERY_S = 0.025


def put(hub: SmallHub, number: int, at: datetime, words: str) -> SessionChanged:
    """The session says so; the newest stands at the top of its section."""
    made = session(
        f"s{number}",
        customer_name=f"Customer {number}",
        customer_waits=False,
        unread=0,
        last_at=at,
        last_preview=words,
        window_expires_at=at + timedelta(hours=23),
        **hub.here(),
    )
    hub.sessions[made.session_id] = made
    return SessionChanged(session=made)


async def talk(hub: SmallHub, sessions: int) -> None:
    """An event every so often, stamped as it is put on the wire."""
    for number in count():
        await asyncio.sleep(EVERY_S)
        if not hub.streams:
            continue
        hub.clock = HandClock(datetime.now(UTC))
        change = put(hub, number % sessions, hub.clock.now(), BLANK)
        hub.journal.append(change)
        frame = hub._frame(hub.head)
        words = stamp(time.monotonic_ns())
        hub.journal[-1] = SessionChanged(session=replace(change.session, last_preview=words))
        for stream in hub.streams:
            stream.put_nowait(frame.replace(BLANK.encode(), words.encode()))


async def main(sessions: int) -> None:
    """Serves until told to end."""
    now = datetime.now(UTC)
    hub = SmallHub(HandClock(now))
    for number in range(sessions):
        put(hub, number, now - timedelta(minutes=number), "Where is my sofa?")
    async with asyncio.TaskGroup() as group, serving(hub.app()) as url:
        talking = group.create_task(talk(hub, sessions))
        await until_told(url)
        talking.cancel()
        hub.drop_streams()


if __name__ == "__main__":
    run(main(int(sys.argv[2])))
