"""Money: what messages cost and would cost, the wallet, the price list."""

from fastapi import APIRouter, Response

from console.domain.ids import SessionId
from console.hub import access, prices, wallet
from console.hub.http.answers import answer
from console.hub.http.inside import Here, Inside, Who
from console.hub.views import costs
from console.wire import money as wire

routes = APIRouter(tags=["money"])


@routes.get(wire.SESSION_COSTS, operation_id="session_costs", response_model=wire.SessionCosts)
async def session_costs(session_id: str, who: Who, here: Here) -> Response:
    """What a customer has cost, and what one more message of each category would."""
    now = here.store.clock.now()
    async with here.store.reading() as connection:
        seen = await access.session(connection, who, SessionId(session_id))
        found = await costs.of_session(connection, seen.conversation_id, seen.session_id, now)
    return answer(found)


@routes.get(wire.COSTS, operation_id="costs", response_model=wire.CostsView)
async def month_costs(who: Who, here: Here) -> Response:
    """The month so far, its forecast, the wallet, and where Meta charged otherwise."""
    access.leader(who)
    return await _month(here)


@routes.post(wire.TOP_UP, operation_id="top_up", response_model=wire.CostsView)
async def top_up(body: wire.TopUp, who: Who, here: Here) -> Response:
    """The wallet holds more credits, or fewer; the same id again changes nothing."""
    access.administrator(who)
    await wallet.top_up(here.store, who, body)
    return await _month(here)


@routes.post(
    wire.PREVIEW_PRICES, operation_id="preview_prices", response_model=wire.PricePreview
)
async def preview_prices(body: wire.PriceFile, who: Who, here: Here) -> Response:
    """What this price list would change; nothing is changed yet."""
    access.administrator(who)
    async with here.store.reading() as connection:
        return answer(await prices.preview(connection, body))


@routes.post(wire.PRICES, operation_id="replace_prices", response_model=wire.CostsView)
async def replace_prices(body: wire.PriceFile, who: Who, here: Here) -> Response:
    """Prices are those of this list from now on."""
    access.administrator(who)
    await prices.replace(here.store, who, body)
    return await _month(here)


async def _month(here: Inside) -> Response:
    async with here.store.reading(much=True) as connection:
        return answer(await costs.of_month(connection, here.store.clock.now()))
