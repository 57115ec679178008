"""What administrators ask about numbers; a new one comes by the feed as well."""

from console.desk.client import with_ids
from console.desk.seat import Seat
from console.domain.business_numbers import CodeMethod
from console.domain.ids import ChannelId, QueueId, RepId
from console.wire import numbers as wire
from console.wire.numbers import ChannelReport, ConnectNumber, FoundNumbers


class Numbering(Seat):
    """The part of `Desk` that connects numbers; all raise `RuleBroken` with words."""

    async def check_channel(self, channel_id: ChannelId) -> ChannelReport:
        """What a look at the number found; it may take as long as Meta takes to answer."""
        return await self._about(channel_id, wire.CHECK_CHANNEL)

    async def find_numbers(self, access_token: str, account: str = "") -> FoundNumbers:
        """What the token is good for, and which numbers it reaches."""
        accounts = (account,) if account else ()
        request = wire.FindNumbers(access_token=access_token, accounts=accounts)
        client = self._seated().client
        return await client.ask(FoundNumbers, "POST", wire.FIND_NUMBERS, request)

    async def connect_number(self, request: ConnectNumber) -> ChannelReport:
        """The number is a channel of the hub; how it is."""
        client = self._seated().client
        return await client.ask(ChannelReport, "POST", wire.CONNECT_NUMBER, request)

    async def replace_keys(
        self, channel_id: ChannelId, access_token: str, app_secret: str
    ) -> ChannelReport:
        """The number works with these; what is empty stays as it is."""
        keys = wire.ReplaceKeys(access_token=access_token, app_secret=app_secret)
        return await self._about(channel_id, wire.REPLACE_KEYS, keys)

    async def request_code(
        self, channel_id: ChannelId, method: CodeMethod, language: str
    ) -> ChannelReport:
        """A code is on its way to the number."""
        request = wire.RequestCode(method=method, language=language)
        return await self._about(channel_id, wire.REQUEST_CODE, request)

    async def verify_code(self, channel_id: ChannelId, code: str) -> ChannelReport:
        """The number is ours, as its code has shown."""
        return await self._about(channel_id, wire.VERIFY_CODE, wire.VerifyCode(code=code))

    async def register_number(self, channel_id: ChannelId, pin: str) -> ChannelReport:
        """The number is registered."""
        return await self._about(channel_id, wire.REGISTER_NUMBER, wire.Pin(pin=pin))

    async def set_pin(self, channel_id: ChannelId, pin: str) -> ChannelReport:
        """Two-step verification is on."""
        return await self._about(channel_id, wire.SET_PIN, wire.Pin(pin=pin))

    async def subscribe_number(self, channel_id: ChannelId) -> ChannelReport:
        """The account's messages come to the hub."""
        return await self._about(channel_id, wire.SUBSCRIBE)

    async def assign_number(
        self, channel_id: ChannelId, queue_id: str, rep_id: str
    ) -> ChannelReport:
        """New sessions of the number go to the queue, or to the rep alone."""
        request = wire.AssignNumber(
            queue_id=QueueId(queue_id) if queue_id else None,
            rep_id=RepId(rep_id) if rep_id else None,
        )
        return await self._about(channel_id, wire.ASSIGN_NUMBER, request)

    async def _about(
        self, channel_id: ChannelId, path: str, request: object = None
    ) -> ChannelReport:
        client = self._seated().client
        return await client.ask(
            ChannelReport, "POST", with_ids(path, channel_id=channel_id), request
        )
