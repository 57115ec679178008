"""How fast people and the network are, and how badly the network behaves."""

from dataclasses import dataclass
from random import Random

Span = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds between the steps of a message's way, from and to."""

    sent_s: Span = (0.0, 0.0)
    delivered_s: Span = (1.0, 1.0)
    read_s: Span = (3.0, 3.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """What happens to updates and calls on their way; shares are 0 to 1.

    Attributes:
        delay_s: How late an update is posted, from and to.
        reorder: Share of updates held back by up to half a minute, so that others overtake.
        batch: Share of posts that carry all that is due, up to 1,000 updates.
        leaves_out: Names of parts that customers' messages come without: contacts, from.
        window_errors_late: 131047 comes as a failed status instead of an HTTP reply.
    """

    delay_s: Span = (0.0, 0.0)
    duplicate: float = 0.0
    reorder: float = 0.0
    batch: float = 0.0
    window_errors_late: bool = False
    media_404: float = 0.0
    pair_limit: float = 0.0
    server_error: float = 0.0
    lost_reply: float = 0.0
    fail_later: float = 0.0
    leaves_out: tuple[str, ...] = ()


def within(rng: Random, span: Span) -> float:
    """A number of seconds between the ends; draws nothing when they are the same."""
    return span[0] if span[0] == span[1] else rng.uniform(*span)


def strikes(rng: Random, share: float) -> bool:
    """Whether a share strikes this time; draws nothing for 0."""
    return share > 0 and rng.random() < share
