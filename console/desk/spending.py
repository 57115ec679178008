"""What the desk asks and says of money: costs, the wallet, the price list."""

from pathlib import Path

from console.desk.client import with_ids
from console.desk.seat import Seat
from console.domain.errors import InvalidInput
from console.domain.ids import SessionId
from console.domain.texts import _
from console.wire import money as wire
from console.wire.money import (
    CostsView,
    PriceFile,
    PricePreview,
    SessionCosts,
    TopUp,
    WalletView,
)

_MOST_BYTES = 2_000_000


class Spending(Seat):
    """The part of `Desk` for money; all that ask the hub raise `RuleBroken` with words."""

    def wallet(self) -> WalletView | None:
        """What the wallet holds; None without one."""
        return None if self._account is None else self._account.model.wallet

    async def session_costs(self, session_id: SessionId) -> SessionCosts:
        """What a customer has cost, and what one more message would."""
        path = with_ids(wire.SESSION_COSTS, session_id=session_id)
        return await self._seated().client.ask(SessionCosts, "GET", path)

    async def costs(self) -> CostsView:
        """The month so far."""
        return await self._seated().client.ask(CostsView, "GET", wire.COSTS)

    async def top_up(self, asked: TopUp) -> CostsView:
        """The wallet holds more credits; the same id again changes nothing."""
        return await self._seated().client.ask(CostsView, "POST", wire.TOP_UP, asked)

    def price_file(self, path: Path) -> PriceFile:
        """The price list in this file, unread.

        Raises:
            InvalidInput: it is no text; in words.
        """
        return read_price_file(path)

    async def preview_prices(self, file: PriceFile) -> PricePreview:
        """What the list would change."""
        return await self._seated().client.ask(PricePreview, "POST", wire.PREVIEW_PRICES, file)

    async def replace_prices(self, file: PriceFile) -> CostsView:
        """Prices are those of the list from now on."""
        return await self._seated().client.ask(CostsView, "POST", wire.PRICES, file)


def read_price_file(path: Path) -> PriceFile:
    """As `Spending.price_file`."""
    try:
        content = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
    except OSError as error:
        words = _("{name} can’t be read ({reason}). Choose another file.")
        raise InvalidInput(words.format(name=path.name, reason=error.strerror)) from None
    if not content:
        words = _("{name} is empty or larger than 2 MB. Choose the file with the prices.")
        raise InvalidInput(words.format(name=path.name))
    try:
        return PriceFile(name=path.name, text=content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        words = _("{name} isn’t UTF-8 text. Save it as CSV in UTF-8 and choose it again.")
        raise InvalidInput(words.format(name=path.name)) from None
