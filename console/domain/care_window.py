"""The care window: when it opens, when it ends, how much is left and how that is said."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from console.domain.texts import _, ngettext

LENGTH = timedelta(hours=24)
SOON_BELOW = timedelta(hours=6)
URGENT_BELOW = timedelta(hours=1)
_JUST_AFTER = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class CareWindow:
    """The window of one messaging user on one channel.

    Attributes:
        last_customer_at: the platform's time of the customer's newest message or call.
        closed_at: when the platform said the window is shut, whatever our clock says.

    Source: WhatsApp, "Customer service windows": 24 hours from the customer's last
    message or call; error 131047 overrules every clock.
    """

    last_customer_at: datetime | None = None
    closed_at: datetime | None = None

    def customer_wrote(self, at: datetime) -> "CareWindow":
        """The window after a customer's message or call at `at`; never moves backwards."""
        if self.last_customer_at is not None and at <= self.last_customer_at:
            return self
        # 24 hours later by a wall clock is another moment when clocks are turned
        return replace(self, last_customer_at=at.astimezone(UTC))

    def closed_by_platform(self, at: datetime) -> "CareWindow":
        """The window after the platform refused a free-form message at `at`."""
        return replace(self, closed_at=at)

    @property
    def expires_at(self) -> datetime | None:
        """The first instant at which free-form messages are refused; None: never opened."""
        if self.last_customer_at is None:
            return None
        expires_at = self.last_customer_at + LENGTH
        if self.closed_at is not None and self.closed_at >= self.last_customer_at:
            return min(expires_at, self.closed_at)
        return expires_at


class Stage(StrEnum):
    """How pressing the countdown is."""

    CALM = "calm"
    SOON = "soon"
    URGENT = "urgent"
    LAPSED = "lapsed"


def time_left(expires_at: datetime | None, now: datetime) -> timedelta:
    """Time left to answer freely; zero once the window has lapsed or was never open."""
    if expires_at is None:
        return timedelta(0)
    return max(expires_at - now, timedelta(0))


def is_open(expires_at: datetime | None, now: datetime) -> bool:
    """Whether free-form messages may be sent; the instant of expiry itself is too late."""
    return expires_at is not None and now < expires_at


def stage_of(left: timedelta) -> Stage:
    """The stage for a time left: calm above 6 h, soon above 1 h, urgent below, lapsed at 0."""
    if left <= timedelta(0):
        return Stage.LAPSED
    if left < URGENT_BELOW:
        return Stage.URGENT
    return Stage.SOON if left <= SOON_BELOW else Stage.CALM


def countdown_text(left: timedelta) -> str:
    """What the countdown shows: "18 h", "3 h 12 m", "24:07" or "Templates only"."""
    seconds = int(left.total_seconds())
    match stage_of(left):
        case Stage.LAPSED:
            return _("Templates only")
        case Stage.URGENT:
            return f"{seconds // 60:02}:{seconds % 60:02}"
        case Stage.SOON:
            words = _("{hours} h {minutes:02} m")
            return words.format(hours=seconds // 3600, minutes=seconds % 3600 // 60)
        case Stage.CALM:
            return _("{hours} h").format(hours=seconds // 3600)


def spoken_countdown(left: timedelta) -> str:
    """The countdown in words for a screen reader."""
    seconds = int(left.total_seconds())
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    in_hours = ngettext("{count} hour", "{count} hours", hours).format(count=hours)
    in_minutes = ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    match stage_of(left):
        case Stage.LAPSED:
            return _("window lapsed, templates only")
        case Stage.CALM:
            span = in_hours
        case Stage.SOON:
            span = f"{in_hours} {in_minutes}"
        case _ if minutes == 0:
            span = ngettext("{count} second", "{count} seconds", seconds).format(count=seconds)
        case _:
            span = in_minutes
    return _("window lapses in {span}").format(span=span)


def share_left(left: timedelta) -> float:
    """How much of the ring is drawn, 0.0 to 1.0: of 24 h, in the last hour of that hour."""
    whole = URGENT_BELOW if left < URGENT_BELOW else LENGTH
    return min(max(left / whole, 0.0), 1.0)


def next_change(expires_at: datetime | None, now: datetime) -> datetime | None:
    """When the countdown's picture changes next; None once it never changes by itself.

    What is shown is rounded down, so it changes just after a whole minute or second, and at
    the very moment of the lapse.
    """
    left = time_left(expires_at, now)
    if expires_at is None or left <= timedelta(0):
        return None
    step = timedelta(seconds=1) if left <= URGENT_BELOW else timedelta(minutes=1)
    return min(now + left % step + _JUST_AFTER, expires_at)
