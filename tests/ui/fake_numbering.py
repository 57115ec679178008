"""What administrators do to numbers, at the desk in memory."""

from __future__ import annotations

from datetime import datetime

from console.desk.changes import Changes, DirectoryChanged
from console.domain.business_numbers import CodeMethod, NumberFacts
from console.domain.errors import RuleBroken, Unavailable
from console.domain.findings import Finding, ok
from console.domain.ids import ChannelId
from console.domain.number_profile import Link, Profile
from console.wire.number_profile import Blocked, BlockedCustomer, Links
from console.wire.numbers import ChannelReport, ConnectNumber, FoundNumbers
from console.wire.views import ChannelView


class FakeNumbering:
    """A part of the desk in memory; `number_problem` is what the hub says next."""

    asked: list[tuple[object, ...]]
    all_channels: list[ChannelView]
    changes: Changes
    moment: datetime
    reports: dict[ChannelId, tuple[Finding, ...]]
    found_numbers: FoundNumbers = FoundNumbers(findings=())
    facts: NumberFacts = NumberFacts()
    in_file: bool = False
    at_meta: Profile = Profile(about="Furniture that fits", vertical="RETAIL")
    all_links: tuple[Link, ...] = ()
    all_blocked: tuple[BlockedCustomer, ...] = ()
    number_problem: RuleBroken | None = None

    async def check_channel(self, channel_id: ChannelId) -> ChannelReport:
        self.asked.append(("check_channel", channel_id))
        if channel_id not in self.reports:
            raise Unavailable("The hub doesn’t answer. Try again in a minute.")
        return self._report(channel_id)

    async def find_numbers(self, access_token: str, account: str = "") -> FoundNumbers:
        self.asked.append(("find_numbers", access_token, account))
        self._refuse_number()
        return self.found_numbers

    async def connect_number(self, request: ConnectNumber) -> ChannelReport:
        self.asked.append(("connect_number", request))
        self._refuse_number()
        channel_id = ChannelId(f"whatsapp-{request.number_id}")
        view = ChannelView(
            channel_id=channel_id,
            kind="whatsapp",
            name=request.name,
            display_number="+31 30 765 43 21",
            healthy=False,
            trouble="The number isn’t registered at Meta yet.",
        )
        self.all_channels.append(view)
        self.reports[channel_id] = (ok("Found"),)
        self.changes.tell(DirectoryChanged())
        return self._report(channel_id)

    async def replace_keys(
        self, channel_id: ChannelId, access_token: str, app_secret: str
    ) -> ChannelReport:
        return self._stepped("replace_keys", channel_id, access_token, app_secret)

    async def request_code(
        self, channel_id: ChannelId, method: CodeMethod, language: str
    ) -> ChannelReport:
        return self._stepped("request_code", channel_id, method, language)

    async def verify_code(self, channel_id: ChannelId, code: str) -> ChannelReport:
        return self._stepped("verify_code", channel_id, code)

    async def register_number(self, channel_id: ChannelId, pin: str) -> ChannelReport:
        return self._stepped("register_number", channel_id, pin)

    async def set_pin(self, channel_id: ChannelId, pin: str) -> ChannelReport:
        return self._stepped("set_pin", channel_id, pin)

    async def subscribe_number(self, channel_id: ChannelId) -> ChannelReport:
        return self._stepped("subscribe_number", channel_id)

    async def assign_number(
        self, channel_id: ChannelId, queue_id: str, rep_id: str
    ) -> ChannelReport:
        return self._stepped("assign_number", channel_id, queue_id, rep_id)

    async def profile(self, channel_id: ChannelId) -> Profile:
        self.asked.append(("profile", channel_id))
        self._refuse_number()
        return self.at_meta

    async def change_profile(
        self, channel_id: ChannelId, profile: Profile, picture: str
    ) -> Profile:
        self.asked.append(("change_profile", channel_id, profile, picture))
        self._refuse_number()
        self.at_meta = profile
        return profile

    async def links(self, channel_id: ChannelId) -> Links:
        self.asked.append(("links", channel_id))
        return Links(links=self.all_links)

    async def write_link(self, channel_id: ChannelId, text: str, code: str = "") -> Links:
        self.asked.append(("write_link", channel_id, text, code))
        self._refuse_number()
        made = code or f"NEW{len(self.all_links)}"
        link = Link(code=made, text=text, url=f"https://wa.me/message/{made}")
        self.all_links = (link, *(one for one in self.all_links if one.code != code))
        return Links(links=self.all_links)

    async def drop_link(self, channel_id: ChannelId, code: str) -> Links:
        self.asked.append(("drop_link", channel_id, code))
        self.all_links = tuple(one for one in self.all_links if one.code != code)
        return Links(links=self.all_links)

    async def blocked(self, channel_id: ChannelId) -> Blocked:
        self.asked.append(("blocked", channel_id))
        return Blocked(customers=self.all_blocked)

    async def unblock(self, channel_id: ChannelId, platform_id: str) -> Blocked:
        self.asked.append(("unblock", channel_id, platform_id))
        self._refuse_number()
        left = [one for one in self.all_blocked if one.platform_id != platform_id]
        self.all_blocked = tuple(left)
        return Blocked(customers=self.all_blocked)

    def _stepped(self, what: str, channel_id: ChannelId, *given: object) -> ChannelReport:
        self.asked.append((what, channel_id, *given))
        self._refuse_number()
        return self._report(channel_id)

    def _refuse_number(self) -> None:
        problem, self.number_problem = self.number_problem, None
        if problem is not None:
            raise problem

    def _report(self, channel_id: ChannelId) -> ChannelReport:
        return ChannelReport(
            channel_id=channel_id,
            name="Alder & Finch",
            display_number="+31 85 012 3456",
            chat_link="https://wa.me/31850123456",
            checked_at=self.moment,
            findings=self.reports[channel_id],
            facts=self.facts,
            in_file=self.in_file,
            registered=2,
        )
