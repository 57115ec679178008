"""The rep's machine without a screen: the one door for the screens."""

import asyncio
import logging
import secrets
from contextlib import suppress
from pathlib import Path

from console.desk import installation
from console.desk.account import Account
from console.desk.asking import Asking
from console.desk.changes import DirectoryChanged, InboxChanged, LinkChanged, OffersChanged
from console.desk.client import HubClient, OutOfReach, hub_address
from console.desk.clock import DeskClock
from console.desk.consenting import Consenting
from console.desk.credentials import Credentials
from console.desk.filing import Filing
from console.desk.identifying import Identifying
from console.desk.inbox_row import InboxRow
from console.desk.installation import Installation
from console.desk.keys import Keys
from console.desk.listing import Listing
from console.desk.numbering import Numbering
from console.desk.old_sends import OldSending
from console.desk.opening import LOST, Opened, Opening
from console.desk.parking import Parking
from console.desk.picture import last_picture
from console.desk.profiling import Profiling
from console.desk.rows import Link, LinkState
from console.desk.sealing import Seal
from console.desk.spending import Spending
from console.desk.starting import Starting
from console.desk.templating import Templating
from console.desk.triaging import Triaging
from console.domain.errors import NotFound, NotSignedIn, RuleBroken, Unavailable
from console.domain.texts import _
from console.wire import requests
from console.wire.requests import DPOP, PROTOCOL, ChangePassword, Hello, SignedIn, SignIn

_log = logging.getLogger(__name__)
_GOODBYE_S = 3.0


class Desk(
    Parking,
    OldSending,
    Triaging,
    Templating,
    Numbering,
    Profiling,
    Spending,
    Starting,
    Listing,
    Identifying,
    Asking,
    Consenting,
    Filing,
):
    """Who is signed in, what they see and what they do.

    `folder` holds drafts and outgoing messages, which must not be lost, and a cache, which
    may, both sealed. `credentials` hold the key of that, the token and the seed of the key it
    is bound to, which is worth nothing on another `machine` (its id; None: of this one).
    Nothing is opened before somebody signs in.

    Attributes:
        loss: in words, what could not be opened at the last sign-in; empty if all could.
    """

    def __init__(
        self,
        *,
        folder: Path,
        clock: DeskClock,
        desk_name: str,
        credentials: Credentials,
        downloads: Path,
        machine: str | None = None,
    ) -> None:
        super().__init__(clock, folder)
        self._desk_name = desk_name
        self._credentials = credentials
        self._downloads = downloads
        self._machine = machine
        self._keys = Keys(folder, credentials)
        self._opening = Opening(folder, self._keys)
        self.loss = ""
        self._arrived = asyncio.Event()
        self.changes.subscribe(self._on_notice)

    async def check_hub(self, url: str) -> Hello:
        """The hub at the address presents itself.

        Raises:
            InvalidInput: it isn't an address.
            Unavailable: no hub answers there, or one this console can't talk to.
        """
        client = HubClient(hub_address(url))
        try:
            hello = await client.ask(Hello, "GET", requests.HELLO)
        except OutOfReach:
            raise
        except RuleBroken:
            raise Unavailable(
                _(
                    "Something answers at {url}, but it isn’t a Rep Console hub. Check the "
                    "address."
                ).format(url=client.url)
            ) from None
        finally:
            await client.close()
        if hello.protocol != PROTOCOL:
            raise Unavailable(
                _(
                    "The hub “{name}” is of version {version}, which this console can’t "
                    "talk to. Update whichever of the two is older."
                ).format(name=hello.name, version=hello.version)
            )
        return hello

    async def sign_in(
        self, url: str, user_name: str, password: str, *, stay: bool, desk_name: str = ""
    ) -> None:
        """This person is signed in and the inbox is known; with `stay` the token is kept.

        `desk_name` is how colleagues see this desk from now on, if it isn't as before.

        Raises:
            RuleBroken: the hub's words.
        """
        address = hub_address(url)
        here = await asyncio.to_thread(installation.load, self._folder)
        used = installation.used_by(here, address, user_name)
        seed = secrets.token_urlsafe(32)
        client = HubClient(address, seed=seed, machine=self._machine)
        try:
            asked = SignIn(
                user_name=user_name,
                password=password,
                desk_id=here.desk_id,
                desk_name=desk_name or self._desk_name,
            )
            signed = await client.ask(SignedIn, "POST", requests.SIGN_IN, asked)
        except RuleBroken:
            await client.close()
            raise
        bound = signed.token_type == DPOP  # a hub of before binds nothing
        if not bound:
            _log.info("the hub is too old to bind the sign-in to this desk: a bearer token")
        client.admit(signed.token, bound=bound)
        await self._stand_up()
        await self._close_behind(here, used)
        try:
            opened = await self._opening.with_password(used.key, password, stay=stay)
        except RuleBroken:
            await client.close()
            raise
        account = self._made(client, used, opened)
        try:
            await account.restore()
            await account.begin()
        except RuleBroken:
            await account.close()
            raise
        if stay:
            await self._credentials.keep(used.key, f"{signed.token} {seed if bound else ''}")
        kept = used if stay else installation.left(used)
        await asyncio.to_thread(installation.save, self._folder, kept)
        self._sit_down(account, address)

    async def last_inbox(self) -> list[InboxRow]:
        """The inbox of who stays signed in, as it was last known; nothing is opened yet."""
        here = await asyncio.to_thread(installation.load, self._folder)
        key = await self._keys.at_hand(here.key) if here.key else None
        return await asyncio.to_thread(last_picture, self._folder, key) if key else []

    async def resume(self, url: str | None = None) -> bool:
        """Whether the last person is signed in again, with a hub or with what is kept.

        `url` is where the hub is now, if it isn't where it was.
        """
        here = await asyncio.to_thread(installation.load, self._folder)
        self.hub_url = url or here.hub_url
        kept = await self._credentials.read(here.key) if here.key else None
        if not kept:
            return False
        token, _space, seed = kept.partition(" ")
        await self._stand_up()
        try:
            opened = await self._opening.again(here.key)
        except RuleBroken as problem:
            self._link_without_account = Link(
                state=LinkState.SIGNED_OUT, trouble=problem.message
            )
            return False
        client = HubClient(hub_address(self.hub_url), token, seed=seed, machine=self._machine)
        account = self._made(client, here, opened)
        known = await account.restore()
        try:
            await account.begin()
        except NotSignedIn as ended:
            await self._forget(account, here, ended.message)
            return False
        except RuleBroken as problem:
            if not known:
                await account.close()
                self._link_without_account = Link(
                    state=LinkState.SIGNED_OUT, trouble=problem.message
                )
                return False
            as_of = account.sync.place.heard_at if account.sync.place else None
            account.link_is(Link(state=LinkState.OFFLINE, as_of=as_of, trouble=problem.message))
        self._sit_down(account, self.hub_url)
        return True

    async def sign_out(self) -> None:
        """Nobody is signed in; the cache and the token are gone, drafts and outbox stay."""
        account = self._account
        if account is None:
            return
        await account.leave()
        with suppress(RuleBroken, TimeoutError):
            async with asyncio.timeout(_GOODBYE_S):
                await account.client.tell("POST", requests.SIGN_OUT)
        here = await asyncio.to_thread(installation.load, self._folder)
        await self._forget(account, here, "", throw_away=True)

    async def change_password(self, old: str, new: str) -> None:
        """The person has the new password; at other desks they are signed out.

        Raises:
            RuleBroken: the hub's words: the old one is wrong, the new one too weak.
        """
        asked, account = ChangePassword(old=old, new=new), self._seated()
        try:
            await account.client.tell("POST", requests.PASSWORD, asked)
        except NotFound:
            raise Unavailable(
                _("This hub is too old to do that. Ask your administrator.")
            ) from None
        await self._keys.change(account.key, old, new)

    async def run(self) -> None:
        """Keeps desk and hub in step whenever somebody is signed in, until cancelled."""
        try:
            while True:
                await self._arrived.wait()
                self._arrived.clear()
                account = self._account
                if account is None:
                    continue
                await account.run()
                if account.ended and account is self._account:
                    here = await asyncio.to_thread(installation.load, self._folder)
                    await self._forget(account, here, account.link.trouble)
        finally:
            await self.close()

    async def close(self) -> None:
        """What was typed is on disk and the files are closed; nobody is signed in any more."""
        account, self._account = self._account, None
        if account is not None:
            await account.close()

    def _made(self, client: HubClient, here: Installation, opened: Opened) -> Account:
        self.loss = _(LOST) if opened.lost else ""
        return Account(
            client,
            opened.store,
            Seal(opened.key),
            key=here.key,
            folder=self._folder,
            downloads=self._downloads,
            desk_id=here.desk_id,
            clock=self._clock,
            changes=self.changes,
        )

    async def _close_behind(self, here: Installation, used: Installation) -> None:
        """Whoever sat here before can be read by nobody who sits here now."""
        former = installation.last_key(here)
        if former and former != used.key:
            await self._credentials.forget(former)
            await self._keys.forget(former)
            await asyncio.to_thread(installation.remove_cache, self._folder, former)

    async def _stand_up(self) -> None:
        """Whoever sits here makes room; two accounts must not share one person's files."""
        account, self._account = self._account, None
        if account is not None:
            await account.leave()
            await account.close()

    def _sit_down(self, account: Account, address: str) -> None:
        self._account = account
        self.hub_url = address
        self._arrived.set()
        self._tell_all()

    async def _forget(
        self, account: Account, here: Installation, trouble: str, *, throw_away: bool = False
    ) -> None:
        self._link_without_account = Link(state=LinkState.SIGNED_OUT, trouble=trouble)
        if self._account is account:
            self._account = None
        await self._credentials.forget(account.key)
        if throw_away:
            await self._keys.forget(account.key)
        await asyncio.to_thread(installation.save, self._folder, installation.left(here))
        await account.close(throw_away=throw_away)
        self._tell_all()

    def _tell_all(self) -> None:
        self.changes.tell(LinkChanged())
        self.changes.tell(DirectoryChanged())
        self.changes.tell(InboxChanged(frozenset(), whole=True))
        self.changes.tell(OffersChanged())
