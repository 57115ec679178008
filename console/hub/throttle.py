"""Throttle: how often a password may be tried, counted before it is looked at."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from console.domain.errors import TooMany
from console.domain.texts import _, ngettext
from console.hub.store.sign_in_table import sign_in_failure as _failure
from console.hub.store.store import Store

FIRST_PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(hours=8)
FORGOTTEN_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Tries:
    """How many are left before the next pause, and how long that will be."""

    left: int
    next_pause: timedelta


async def charge(store: Store, key: str, *, tries: int) -> Tries:
    """What is left after this try, which counts as failed until `forgive`.

    Every `tries` failures in a row bring a pause, each twice as long as the one before.

    Raises:
        TooMany: a pause is running; nothing is counted.
    """
    async with store.transaction() as tx:
        row = await tx.add_or_lock(_failure, key=key, failures=0, last_at=tx.now)
        if row["paused_until"] and row["paused_until"] > tx.now:
            raise _paused(row["paused_until"] - tx.now)
        stale = row["last_at"] < tx.now - FORGOTTEN_AFTER
        failures = 1 if stale else row["failures"] + 1
        values = {
            "failures": failures,
            "last_at": tx.now,
            "paused_until": _pause(failures, tries, tx.now),
        }
        await tx.execute(_failure.update().where(_failure.c.key == key).values(values))
    return Tries((-failures) % tries, next_pause(-(-failures // tries)))


async def forgive(store: Store, *keys: str) -> None:
    """The failures counted under these keys are forgotten."""
    async with store.transaction() as tx:
        await tx.execute(_failure.delete().where(_failure.c.key.in_(keys)))


def _pause(failures: int, tries: int, now: datetime) -> datetime | None:
    if failures % tries:
        return None
    return now + next_pause(failures // tries)


def next_pause(times: int) -> timedelta:
    """The length of the first, second, … pause."""
    return min(FIRST_PAUSE * (1 << min(times - 1, 10)), LONGEST_PAUSE)


def _paused(left: timedelta) -> TooMany:
    return TooMany(
        _("Too many tries with a wrong password. Wait {left}, then try again.").format(
            left=spoken(left)
        ),
        retry_after_s=int(left.total_seconds()) + 1,
    )


def spoken(span: timedelta) -> str:
    """A span in words, rounded up to whole minutes."""
    minutes = max(1, -(-int(span.total_seconds()) // 60))
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
