"""Outage: tells a database or disk that fails for now from a fault of ours; goes on after."""

import errno
import logging
from collections.abc import Awaitable, Callable

import sqlalchemy as sa

from console.domain.errors import Unavailable
from console.domain.texts import _
from console.hub.ports import Clock

FAULTS = (sa.exc.SQLAlchemyError, OSError)
PAUSE_S = 1.0
_PASSING = (
    sa.exc.OperationalError,
    sa.exc.InterfaceError,
    sa.exc.TimeoutError,
    sa.exc.PendingRollbackError,  # what a statement meets after the connection was lost
    OSError,
)
#: Classes of PostgreSQL's SQLSTATE: no connection, no room, shut down, locked, rolled back.
_PASSING_STATES = ("08", "53", "57", "55", "40")
_OF_DISKS = (errno.EIO, errno.EROFS, errno.EACCES)
_QUOTA = getattr(errno, "EDQUOT", errno.ENOSPC)  # Windows has none
_log = logging.getLogger(__name__)


def is_outage(error: BaseException) -> bool:
    """Whether the same may well succeed later: full disk, locked or absent database."""
    if isinstance(error, (*_PASSING, Unavailable)):
        return True
    if not isinstance(error, sa.exc.DBAPIError):
        return False
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return error.connection_invalidated or state.startswith(_PASSING_STATES)


def refusal(error: BaseException) -> Unavailable:
    """What a person is told while it lasts."""
    number = getattr(error, "errno", 0)
    words = _("The hub can’t reach its database. Nothing was changed; try again in a minute.")
    if number in _OF_DISKS:
        words = _(
            "The hub can’t write to its disk. Nothing was changed; try again in a minute."
        )
    if is_full(error):
        return full()
    return Unavailable(words, retry_after_s=5)


def is_full(error: BaseException) -> bool:
    """Whether there was no room on the disk."""
    number = getattr(error, "errno", 0)
    return "full" in str(getattr(error, "orig", "")) or number in {errno.ENOSPC, _QUOTA}


def full() -> Unavailable:
    """What a person is told while the disk is full."""
    return Unavailable(
        _(
            "The hub can’t keep anything, because its disk is full. Tell your administrator. "
            "Nothing was changed; try again in a minute."
        ),
        retry_after_s=5,
    )


def name_of(error: BaseException) -> str:
    """The error for the log; its own words may quote a text or a number."""
    return type(getattr(error, "orig", None) or error).__name__


async def steadily(work: Callable[[], Awaitable[object]], clock: Clock, what: str) -> None:
    """Does `work` again and again, for ever; what breaks it off is logged."""
    while True:
        await through(work, clock, what)


async def through(work: Callable[[], Awaitable[object]], clock: Clock, what: str) -> None:
    """Has done `work` once, however often it had to be begun."""
    failing = False
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - a background runner: the rest must live
            if not failing:
                _tell(error, what)
            failing = True
            await clock.sleep(PAUSE_S * clock.rate)
        else:
            return


def _tell(error: Exception, what: str) -> None:
    if is_outage(error):
        _log.error("%s is broken off for now: %s", what, name_of(error))
    else:
        _log.error("%s failed and is begun again", what, exc_info=error)
