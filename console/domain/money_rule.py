"""Money rule: what the settings say of time zones, free messages and the wallet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from console.domain.charges import FREE_EACH_MONTH
from console.domain.ids import ChannelId


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRule:
    """How money is counted; without a wallet it is only counted.

    Attributes:
        time_zone: IANA name of the account's time zone at Meta, in which months begin.
        zones: of channels whose account has another one.
        free_each_month: answers of one number that cost nothing.
        wallet: messages are paid in credits.
        allowance: credits that each month brings.
        warn_below: warnings begin when so many per cent of the allowance are left.
        hold_answers: at zero answers to customers wait too, where they cost something.
    """

    time_zone: str = "UTC"
    zones: Mapping[ChannelId, str] = field(default_factory=dict)
    free_each_month: int = FREE_EACH_MONTH
    wallet: bool = False
    allowance: int = 0
    warn_below: tuple[int, ...] = (20, 5)
    hold_answers: bool = False

    def zone_of(self, channel_id: ChannelId) -> str:
        """The time zone in which this channel's months begin."""
        return self.zones.get(channel_id, self.time_zone)
