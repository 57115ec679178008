"""What administrators ask about a number's profile, links and blocked customers."""

from console.desk.client import with_ids
from console.desk.seat import Seat
from console.domain.ids import ChannelId
from console.domain.number_profile import Profile
from console.wire import number_profile as wire
from console.wire.number_profile import Blocked, Links


class Profiling(Seat):
    """The part of `Desk` that asks Meta through the hub; all raise `RuleBroken` with words."""

    async def profile(self, channel_id: ChannelId) -> Profile:
        """What customers see of the business."""
        path = with_ids(wire.PROFILE, channel_id=channel_id)
        return await self._seated().client.ask(Profile, "GET", path)

    async def change_profile(
        self, channel_id: ChannelId, profile: Profile, picture: str
    ) -> Profile:
        """The profile as Meta has it now; `picture` is the hub's id of a new one."""
        path = with_ids(wire.PROFILE, channel_id=channel_id)
        request = wire.ChangeProfile(profile=profile, picture=picture)
        return await self._seated().client.ask(Profile, "POST", path, request)

    async def links(self, channel_id: ChannelId) -> Links:
        """The number's short links."""
        path = with_ids(wire.LINKS, channel_id=channel_id)
        return await self._seated().client.ask(Links, "GET", path)

    async def write_link(self, channel_id: ChannelId, text: str, code: str = "") -> Links:
        """All links, with one more, or with other words at this code."""
        path = with_ids(wire.LINKS, channel_id=channel_id)
        request = wire.WriteLink(text=text, code=code)
        return await self._seated().client.ask(Links, "POST", path, request)

    async def drop_link(self, channel_id: ChannelId, code: str) -> Links:
        """The links that are left."""
        path = with_ids(wire.DROP_LINK, channel_id=channel_id)
        request = wire.DropLink(code=code)
        return await self._seated().client.ask(Links, "POST", path, request)

    async def blocked(self, channel_id: ChannelId) -> Blocked:
        """Whom the number has blocked."""
        path = with_ids(wire.BLOCKED, channel_id=channel_id)
        return await self._seated().client.ask(Blocked, "GET", path)

    async def unblock(self, channel_id: ChannelId, platform_id: str) -> Blocked:
        """Who is still blocked."""
        path = with_ids(wire.UNBLOCK, channel_id=channel_id)
        request = wire.Unblock(platform_id=platform_id)
        return await self._seated().client.ask(Blocked, "POST", path, request)
