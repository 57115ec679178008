"""How much may be sent: per number and second, and per customer."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from console.simulator.refusals import RefusalError

THROUGHPUT_PER_S = 80
PAIR_GAP = timedelta(seconds=6)
PAIR_BURST = 45


@dataclass(slots=True)
class Limits:
    """Counts what was sent lately.

    Attributes:
        messaging_limit: Customers who may be opened with a template in 24 hours.

    Source: Meta's pages on throughput and pair rate: one message per 6 s to one customer, up to
    45 borrowed in a burst and waited out afterwards; 80 messages a second per number.
    """

    messaging_limit: int = 2000
    _opened: dict[str, datetime] = field(default_factory=dict)
    _recent: deque[datetime] = field(default_factory=deque)
    _paid_until: dict[str, datetime] = field(default_factory=dict)

    def spend(self, wa_id: str, at: datetime) -> None:
        """Counts one send.

        Raises:
            RefusalError: 130429 for the number, 131056 for this customer; nothing is counted.
        """
        self._check_throughput(at)
        self._check_pair(wa_id, at)
        self._recent.append(at)
        self._paid_until[wa_id] = max(self._paid_until.get(wa_id, at), at) + PAIR_GAP

    def open_customer(self, wa_id: str, at: datetime) -> None:
        """Counts a customer written to outside the care window, once in 24 hours.

        Raises:
            RefusalError: 131048 for one customer more than the limit.
        """
        day_ago = at - timedelta(hours=24)
        self._opened = {who: when for who, when in self._opened.items() if when > day_ago}
        if wa_id not in self._opened and len(self._opened) >= self.messaging_limit:
            raise RefusalError(131048, "The messaging limit of this business is reached.")
        self._opened.setdefault(wa_id, at)

    def _check_throughput(self, at: datetime) -> None:
        while self._recent and self._recent[0] <= at - timedelta(seconds=1):
            self._recent.popleft()
        if len(self._recent) >= THROUGHPUT_PER_S:
            raise RefusalError(130429, "Cloud API message throughput has been reached.")

    def _check_pair(self, wa_id: str, at: datetime) -> None:
        paid_until = self._paid_until.get(wa_id)
        if paid_until is not None and paid_until - at > PAIR_GAP * (PAIR_BURST - 1):
            raise RefusalError(
                131056,
                "Message failed to send because there were too many messages sent from this"
                " phone number to the same phone number in a short period of time.",
            )
