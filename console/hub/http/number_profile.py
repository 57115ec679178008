"""A number's profile, short links and blocked customers, for administrators."""

from fastapi import APIRouter, Response

from console.domain.ids import ChannelId
from console.domain.number_profile import Profile
from console.hub import access
from console.hub.http.answers import answer
from console.hub.http.inside import Here, Inside, Who
from console.hub.number_profile import NumberProfile
from console.hub.principal import Principal
from console.wire import number_profile as wire

routes = APIRouter(tags=["numbers"])


def _of(who: Principal, here: Inside, channel_id: str) -> NumberProfile:
    access.administrator(who)
    return NumberProfile(here.store, here.gateway(), here.numbers, ChannelId(channel_id))


@routes.get(wire.PROFILE, operation_id="profile", response_model=Profile)
async def profile(channel_id: str, who: Who, here: Here) -> Response:
    """What customers see of the business at this number."""
    return answer(await _of(who, here, channel_id).profile())


@routes.post(wire.PROFILE, operation_id="change_profile", response_model=Profile)
async def change_profile(
    channel_id: str, body: wire.ChangeProfile, who: Who, here: Here
) -> Response:
    """The profile is changed at Meta."""
    number = _of(who, here, channel_id)
    return answer(await number.change(who, body, here.files))


@routes.get(wire.LINKS, operation_id="links", response_model=wire.Links)
async def links(channel_id: str, who: Who, here: Here) -> Response:
    """The number's short links."""
    return answer(await _of(who, here, channel_id).links())


@routes.post(wire.LINKS, operation_id="write_link", response_model=wire.Links)
async def write_link(channel_id: str, body: wire.WriteLink, who: Who, here: Here) -> Response:
    """A link is made, or has other words."""
    return answer(await _of(who, here, channel_id).write_link(who, body))


@routes.post(wire.DROP_LINK, operation_id="drop_link", response_model=wire.Links)
async def drop_link(channel_id: str, body: wire.DropLink, who: Who, here: Here) -> Response:
    """A link is gone."""
    return answer(await _of(who, here, channel_id).drop_link(who, body.code))


@routes.get(wire.BLOCKED, operation_id="blocked", response_model=wire.Blocked)
async def blocked(channel_id: str, who: Who, here: Here) -> Response:
    """Customers whom the number has blocked."""
    return answer(await _of(who, here, channel_id).blocked())


@routes.post(wire.UNBLOCK, operation_id="unblock", response_model=wire.Blocked)
async def unblock(channel_id: str, body: wire.Unblock, who: Who, here: Here) -> Response:
    """A customer may write again."""
    return answer(await _of(who, here, channel_id).unblock(who, body.platform_id))
