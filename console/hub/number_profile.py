"""Number profile: what Meta keeps of a number for customers, read and changed there."""

from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy as sa

from console.channels.whatsapp import number_profile as dialect
from console.channels.whatsapp import number_setup
from console.channels.whatsapp.blocking import block_call
from console.channels.whatsapp.calls import GraphCall
from console.domain.errors import InvalidInput, NotFound, TooMany
from console.domain.ids import ChannelId
from console.domain.number_profile import (
    LINKS_MOST,
    PICTURE_MOST_BYTES,
    PICTURE_TYPES,
    Profile,
    link_flaw,
    profile_flaws,
)
from console.domain.texts import _
from console.hub import audit, blocking
from console.hub.audit import Action
from console.hub.files import FileStore
from console.hub.gateway import Gateway
from console.hub.number_finding import ask
from console.hub.numbers import Numbers
from console.hub.principal import Principal
from console.hub.settings import ChannelSettings
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.template_samples import NoSample, TemplateSamples
from console.wire.number_profile import (
    Blocked,
    BlockedCustomer,
    ChangeProfile,
    Links,
    WriteLink,
)

_T = TypeVar("_T")
_PAGES = 200
_identity, _customer = schema.identity, schema.customer


class NumberProfile:
    """One number's side that customers see; every change is on record."""

    def __init__(
        self, store: Store, gateway: Gateway, numbers: Numbers, channel_id: ChannelId
    ) -> None:
        """Raises `NotFound` if the hub has no such number."""
        found = numbers.find(channel_id)
        if found is None:
            raise NotFound(_("The hub has no such number, or no keys for it any more."))
        self._store, self._gateway = store, gateway
        self._channel: ChannelSettings = found
        self._channel_id = channel_id

    async def profile(self) -> Profile:
        """As Meta has it now."""
        return dialect.read_profile(await self._ask(dialect.profile_call(self._number)))

    async def change(self, who: Principal, request: ChangeProfile, files: FileStore) -> Profile:
        """The profile is as asked for; how Meta has it now.

        Raises:
            InvalidInput: a limit is passed; the words say which.
        """
        for _place, words in profile_flaws(request.profile):
            raise InvalidInput(words)
        handle = ""
        if request.picture:
            await self._check_picture(request.picture)
            samples = TemplateSamples(self._store, self._gateway, files)
            try:
                handle = await samples.handle(request.picture, self._number)
            except NoSample as problem:
                words = problem.words or _("The picture didn’t reach Meta. Try again.")
                raise InvalidInput(words) from None
        await self._ask(dialect.change_profile_call(self._number, request.profile, handle))
        await self._note(who, "profile changed")
        return await self.profile()

    async def links(self) -> Links:
        """All there are."""
        pages = await self._all(dialect.links_call, dialect.read_links)
        return Links(links=tuple(pages))

    async def write_link(self, who: Principal, request: WriteLink) -> Links:
        """The link is there with these words.

        Raises:
            InvalidInput: no words, or too many.
            TooMany: the number has as many as Meta allows.
        """
        if flaw := link_flaw(request.text):
            raise InvalidInput(flaw)
        if not request.code and len((await self.links()).links) >= LINKS_MOST:
            raise TooMany(_("A number may have 2,000 links. Delete one first."))
        await self._ask(dialect.make_link_call(self._number, request.text, request.code))
        await self._note(who, "link changed" if request.code else "link made")
        return await self.links()

    async def drop_link(self, who: Principal, code: str) -> Links:
        """The link is gone."""
        if not code.isalnum():
            raise InvalidInput(_("There is no such link."))
        await self._ask(dialect.drop_link_call(self._number, code))
        await self._note(who, "link deleted")
        return await self.links()

    async def blocked(self) -> Blocked:
        """All whom Meta has on the number's list."""
        found = await self._all(dialect.blocked_call, dialect.read_blocked)
        names = await self._names(found)
        return Blocked(
            customers=tuple(
                BlockedCustomer(platform_id=one, name=names.get(one, "")) for one in found
            )
        )

    async def unblock(self, who: Principal, platform_id: str) -> Blocked:
        """The customer may write again."""
        await self._ask(block_call(self._number, platform_id, blocked=False))
        await self._note(who, "customer unblocked")
        async with self._store.transaction() as tx:
            await blocking.unblocked_there(tx, platform_id, who.name)
        return await self.blocked()

    @property
    def _number(self) -> str:
        return self._channel.phone_number_id

    async def _all(
        self,
        call: Callable[[str, str], GraphCall],
        read: Callable[[Any], tuple[list[_T], str]],
    ) -> list[_T]:
        found: list[_T] = []
        after = ""
        for _page in range(_PAGES):
            rows, after = read(await self._ask(call(self._number, after)))
            found.extend(rows)
            if not after:
                break
        return found

    async def _ask(self, call: GraphCall) -> Any:
        answer = await ask(self._gateway, call, self._channel.access_token.reveal())
        if not answer.is_good:
            raise InvalidInput(number_setup.refusal(answer.body, answer.status))
        return answer.body

    async def _check_picture(self, media_id: str) -> None:
        query = sa.select(schema.media).where(schema.media.c.id == media_id)
        async with self._store.reading() as connection:
            row = (await connection.execute(query)).mappings().first()
        if row is None:
            raise NotFound(_("The picture isn’t at the hub any more. Choose it again."))
        if row["mime"] not in PICTURE_TYPES or row["size_bytes"] > PICTURE_MOST_BYTES:
            raise InvalidInput(_("The picture must be a JPEG or PNG of at most 5 MB."))

    async def _names(self, platform_ids: list[str]) -> dict[str, str]:
        query = (
            sa.select(_identity.c.value, _customer.c.name)
            .join(_customer, _customer.c.id == _identity.c.customer_id)
            .where(_identity.c.value.in_(platform_ids[:1000]))
        )
        async with self._store.reading() as connection:
            return {row.value: row.name for row in await connection.execute(query)}

    async def _note(self, who: Principal, what: str) -> None:
        async with self._store.transaction() as tx:
            of = f"channel:{self._channel_id}"
            audit.append(tx, Action.NUMBER_SET_UP, of, by=who, why=what)
