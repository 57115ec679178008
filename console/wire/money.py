"""Money between desk and hub: quotes, costs of a month, the wallet, price lists."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from console.domain.charges import Difference, Quote
from console.domain.ids import ChannelId

SESSION_COSTS = "/v1/sessions/{session_id}/costs"
COSTS = "/v1/costs"
TOP_UP = "/v1/wallet/entries"
PREVIEW_PRICES = "/v1/prices/preview"
PRICES = "/v1/prices"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Money in the main unit of a currency."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCosts:
    """What a customer's conversation has cost and what the next message would.

    Attributes:
        quotes: by category; "service" is an answer.
        session: of messages that were delivered since the session began.
        conversation: of all that were ever counted.
        unknown: delivered and charged messages without a known price.
    """

    quotes: dict[str, Quote]
    session: tuple[Amount, ...] = ()
    conversation: tuple[Amount, ...] = ()
    unknown: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletView:
    """What the wallet holds; `below`: under so many per cent of the month's allowance."""

    left: int
    allowance: int
    below: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletEntry:
    """What was put into the wallet; `kind`: allowance, top_up or correction."""

    at: datetime
    kind: str
    credits: int
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUp:
    """Credits to put into the wallet, or to take away; the id makes a repeat harmless."""

    entry_id: str
    credits: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """Delivered messages of one category in one market.

    Attributes:
        country: two letters, for lists that have no market for it.
        unknown: charged ones without a known price.
    """

    category: str
    market: str
    country: str
    count: int
    free: int
    credits: int
    unknown: int
    amount: Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberUse:
    """How many of its free answers a number has used this month."""

    channel_id: ChannelId
    name: str
    used: int
    free: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What a month is going to cost in one currency, and between what limits."""

    currency: str
    so_far: Decimal
    expected: Decimal
    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceLine:
    """Messages that the platform charged otherwise than was expected."""

    difference: Difference
    category: str
    market: str
    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceListInfo:
    """The price list that holds."""

    name: str
    by: str
    at: datetime
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CostsView:
    """The costs of a month so far.

    Attributes:
        since: the beginning of the month.
        until: of the next one.
    """

    since: datetime
    until: datetime
    lines: tuple[CostLine, ...]
    numbers: tuple[NumberUse, ...]
    forecasts: tuple[Forecast, ...]
    differences: tuple[DifferenceLine, ...]
    prices: PriceListInfo | None
    wallet: WalletView | None
    entries: tuple[WalletEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceFile:
    """A price list as a file."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChange:
    """One price that a new list has otherwise; None where a list has none."""

    market: str
    category: str
    valid_from: date
    before: Amount | None
    after: Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePreview:
    """What a new list would change; `more`: changes that are left out here."""

    rows: int
    changes: tuple[PriceChange, ...] = field(default=())
    more: int = 0
