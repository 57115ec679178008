"""The part of the fake desk for money: a wallet and costs that a test may change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from console.desk.spending import read_price_file
from console.domain.charges import Difference, Free, Quote
from console.domain.errors import RuleBroken
from console.domain.ids import ChannelId, SessionId
from console.wire.money import (
    Amount,
    CostLine,
    CostsView,
    DifferenceLine,
    Forecast,
    NumberUse,
    PriceChange,
    PriceFile,
    PriceListInfo,
    PricePreview,
    SessionCosts,
    TopUp,
    WalletEntry,
    WalletView,
)

SINCE = datetime(2026, 4, 30, 22, tzinfo=UTC)
UNTIL = datetime(2026, 5, 31, 22, tzinfo=UTC)
QUOTES = {
    "service": Quote(price=Decimal(0), free=Free.MONTHLY, credits_left=4210),
    "utility": Quote(
        price=Decimal("0.0400"), currency="EUR", market="Denmark", credits=1, credits_left=4210
    ),
    "marketing": Quote(
        price=Decimal("0.1300"), currency="EUR", market="Denmark", credits=4, credits_left=4210
    ),
}


def _line(category: str, market: str, count: int, free: int, amount: str) -> CostLine:
    return CostLine(
        category=category,
        market=market,
        country="",
        count=count,
        free=free,
        credits=count - free,
        unknown=0,
        amount=Amount(amount=Decimal(amount), currency="EUR"),
    )


def shop_costs() -> CostsView:
    """A month of the furniture shop."""
    return CostsView(
        since=SINCE,
        until=UNTIL,
        lines=(
            _line("marketing", "Netherlands", 96, 0, "12.48"),
            _line("utility", "Netherlands", 210, 14, "7.84"),
            _line("service", "Netherlands", 812, 812, "0"),
            _line("utility", "Denmark", 31, 0, "0.93"),
        ),
        numbers=(NumberUse(channel_id=ChannelId("wa"), name="Shop", used=812, free=1000),),
        forecasts=(
            Forecast(
                currency="EUR",
                so_far=Decimal("21.25"),
                expected=Decimal("46.10"),
                least=Decimal("38.00"),
                most=Decimal("55.20"),
            ),
        ),
        differences=(
            DifferenceLine(
                difference=Difference.FREE,
                category="utility",
                market="Netherlands",
                count=14,
                last_at=UNTIL,
            ),
        ),
        prices=PriceListInfo(name="prices-2026.csv", by="Ruth Adeyemi", at=SINCE, rows=48),
        wallet=WalletView(left=4210, allowance=5000),
        entries=(
            WalletEntry(at=SINCE, kind="top_up", credits=1000, by="Ruth Adeyemi", note="sale"),
            WalletEntry(at=SINCE, kind="allowance", credits=5000, by="hub"),
        ),
    )


class FakeSpending:
    """What is known of money.

    Attributes:
        refusal: what the hub says instead of the next answer.
    """

    asked: list[tuple[object, ...]]
    held: WalletView | None = None
    month: CostsView | None = None
    quotes: dict[str, Quote] = QUOTES
    refusal: RuleBroken | None = None

    def wallet(self) -> WalletView | None:
        return self.held

    async def session_costs(self, _session_id: SessionId) -> SessionCosts:
        return SessionCosts(
            quotes=self.quotes,
            session=(Amount(amount=Decimal("0.04"), currency="EUR"),),
            conversation=(Amount(amount=Decimal("0.21"), currency="EUR"),),
        )

    async def costs(self) -> CostsView:
        return self._told("costs")

    async def top_up(self, asked: TopUp) -> CostsView:
        self.asked.append(("top_up", asked.credits, asked.note))
        return self._told("topped up")

    def price_file(self, path: Path) -> PriceFile:
        return read_price_file(path)

    async def preview_prices(self, file: PriceFile) -> PricePreview:
        self._told("preview")
        change = PriceChange(
            market="Netherlands",
            category="utility",
            valid_from=date(2026, 7, 1),
            before=Amount(amount=Decimal("0.0400"), currency="EUR"),
            after=Amount(amount=Decimal("0.0425"), currency="EUR"),
        )
        return PricePreview(rows=len(file.text.splitlines()), changes=(change,), more=3)

    async def replace_prices(self, file: PriceFile) -> CostsView:
        self.asked.append(("replace_prices", file.name))
        return self._told("replaced")

    def _told(self, _what: str) -> CostsView:
        if self.refusal is not None:
            refusal, self.refusal = self.refusal, None
            raise refusal
        self.month = self.month or shop_costs()
        return replace(self.month, wallet=self.held)
