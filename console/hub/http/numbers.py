"""Numbers: found, connected, set up at Meta and looked at by administrators."""

from fastapi import APIRouter, Response

from console.domain.ids import ChannelId
from console.hub import access, number_check, number_finding, number_watch, own_numbers
from console.hub.connecting import Connecting
from console.hub.http.answers import answer
from console.hub.http.inside import Here, Inside, Who
from console.hub.principal import Principal
from console.wire import numbers as wire

routes = APIRouter(tags=["numbers"])
_SHAPE = wire.ChannelReport


def _connecting(who: Principal, here: Inside) -> Connecting:
    access.administrator(who)
    return Connecting(here.store, here.gateway(), here.numbers)


async def _report(here: Inside, channel_id: str) -> Response:
    looked_at = ChannelId(channel_id)
    report, look = await number_check.report(
        here.store, here.gateway(), here.numbers, looked_at
    )
    async with here.store.transaction() as tx:
        await number_watch.record(tx, looked_at, look)
    return answer(report)


@routes.post(wire.CHECK_CHANNEL, operation_id="check_channel", response_model=_SHAPE)
async def check_channel(channel_id: str, who: Who, here: Here) -> Response:
    """The number has been looked at, from its token to the way in of its webhooks."""
    access.administrator(who)
    return await _report(here, channel_id)


@routes.post(wire.FIND_NUMBERS, operation_id="find_numbers", response_model=wire.FoundNumbers)
async def find_numbers(body: wire.FindNumbers, who: Who, here: Here) -> Response:
    """What a token is good for, and the numbers it reaches; nothing is kept of it."""
    access.administrator(who)
    clock = here.store.clock
    return answer(await number_finding.find(here.gateway(), here.numbers, clock, body))


@routes.post(wire.CONNECT_NUMBER, operation_id="connect_number", response_model=_SHAPE)
async def connect_number(body: wire.ConnectNumber, who: Who, here: Here) -> Response:
    """The number is a channel of the running hub."""
    return await _report(here, await _connecting(who, here).connect(who, body))


@routes.post(wire.REPLACE_KEYS, operation_id="replace_keys", response_model=_SHAPE)
async def replace_keys(
    channel_id: str, body: wire.ReplaceKeys, who: Who, here: Here
) -> Response:
    """The number works with these keys from now on."""
    await _connecting(who, here).replace_keys(who, ChannelId(channel_id), body)
    return await _report(here, channel_id)


@routes.post(wire.REQUEST_CODE, operation_id="request_code", response_model=_SHAPE)
async def request_code(
    channel_id: str, body: wire.RequestCode, who: Who, here: Here
) -> Response:
    """Meta sends a code to the number."""
    await _connecting(who, here).request_code(who, ChannelId(channel_id), body)
    return await _report(here, channel_id)


@routes.post(wire.VERIFY_CODE, operation_id="verify_code", response_model=_SHAPE)
async def verify_code(channel_id: str, body: wire.VerifyCode, who: Who, here: Here) -> Response:
    """The code has shown that the number is ours."""
    await _connecting(who, here).verify_code(who, ChannelId(channel_id), body.code)
    return await _report(here, channel_id)


@routes.post(wire.REGISTER_NUMBER, operation_id="register_number", response_model=_SHAPE)
async def register_number(channel_id: str, body: wire.Pin, who: Who, here: Here) -> Response:
    """The number is registered and may send."""
    await _connecting(who, here).register(who, ChannelId(channel_id), body.pin)
    return await _report(here, channel_id)


@routes.post(wire.SET_PIN, operation_id="set_pin", response_model=_SHAPE)
async def set_pin(channel_id: str, body: wire.Pin, who: Who, here: Here) -> Response:
    """Two-step verification is on with this PIN."""
    await _connecting(who, here).set_pin(who, ChannelId(channel_id), body.pin)
    return await _report(here, channel_id)


@routes.post(wire.SUBSCRIBE, operation_id="subscribe_number", response_model=_SHAPE)
async def subscribe_number(channel_id: str, who: Who, here: Here) -> Response:
    """The account's messages come to this hub."""
    await _connecting(who, here).subscribe(who, ChannelId(channel_id))
    return await _report(here, channel_id)


@routes.post(wire.ASSIGN_NUMBER, operation_id="assign_number", response_model=_SHAPE)
async def assign_number(
    channel_id: str, body: wire.AssignNumber, who: Who, here: Here
) -> Response:
    """New sessions of the number go where it says."""
    access.administrator(who)
    await own_numbers.assign(here.store, who, ChannelId(channel_id), body)
    return await _report(here, channel_id)
