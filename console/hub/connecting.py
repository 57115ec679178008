"""Connecting: a number becomes a channel of the running hub, and its steps at Meta are made."""

import sqlalchemy as sa

from console.channels.whatsapp import number_checks, number_setup
from console.channels.whatsapp.calls import GraphCall
from console.domain.business_numbers import REGISTRATIONS, number_flaw, pin_flaw
from console.domain.errors import AlreadyDecided, InvalidInput, NotFound, TooMany
from console.domain.ids import ChannelId
from console.domain.template_languages import LANGUAGES
from console.domain.texts import _
from console.hub import audit, channel_health, jobs, notices, number_rows, templates
from console.hub.audit import Action
from console.hub.furnish import channel_id_of, keep_channel
from console.hub.gateway import Gateway, Reply
from console.hub.number_finding import ask
from console.hub.number_sealing import NumberKeys
from console.hub.numbers import Numbers
from console.hub.principal import Principal
from console.hub.secret import Secret
from console.hub.settings import ChannelSettings
from console.hub.store import schema
from console.hub.store.store import Store
from console.wire.numbers import ConnectNumber, ReplaceKeys, RequestCode

NAME_MOST = 60
_NOT_READY = "The number isn’t registered at Meta yet."


class Connecting:
    """What administrators do to numbers; each leaves it on record who did it."""

    def __init__(self, store: Store, gateway: Gateway, numbers: Numbers) -> None:
        self._store, self._gateway, self._numbers = store, gateway, numbers

    async def connect(self, who: Principal, request: ConnectNumber) -> ChannelId:
        """The number is a channel, once Meta has shown that token, number and secret fit.

        Raises:
            InvalidInput: something doesn't fit; the words say what and where to find it.
            AlreadyDecided: the number is connected already.
        """
        _check_form(request)
        if any(one.phone_number_id == request.number_id for one in self._numbers.channels):
            raise AlreadyDecided(_("This number is connected already. Choose it at the left."))
        token, app_secret = request.access_token.strip(), request.app_secret.strip()
        channel, ready = await self._looked_at(request, token, app_secret)
        channel_id = channel_id_of(channel)
        sealed = self._numbers.seal(_keys_of(channel), channel_id)
        async with self._store.transaction() as tx:
            queue = await tx.row(
                sa.select(schema.queue.c.id).where(schema.queue.c.id == request.queue_id)
            )
            if queue is None:
                raise NotFound(_("There is no such queue any more. Choose another."))
            await keep_channel(tx, channel, request.queue_id)
            await number_rows.keep(tx, channel_id, sealed=sealed)
            audit.append(tx, Action.NUMBER_CONNECTED, f"channel:{channel_id}", by=who)
            if not ready:
                await notices.out_of_order(tx, channel_id, _NOT_READY)
            await jobs.put(tx, templates.SYNC_TEMPLATES, channel.waba_id)
            await jobs.put(tx, notices.WATCH_NUMBER, channel_id)
        await self._numbers.read()
        return channel_id

    async def replace_keys(
        self, who: Principal, channel_id: ChannelId, request: ReplaceKeys
    ) -> None:
        """The number works with these from now on, here at once and elsewhere in seconds.

        Raises:
            AlreadyDecided: it stands in hub.toml.
            InvalidInput: Meta doesn't know the token, or the secret is of another app.
        """
        row, channel = await self._row(channel_id), self._numbers.find(channel_id)
        if self._numbers.is_in_file(row["phone_number_id"]):
            raise AlreadyDecided(
                _("This number stands in hub.toml. Write the new key there; it counts at once.")
            )
        token = request.access_token.strip() or (
            channel.access_token.reveal() if channel else ""
        )
        secrets = tuple(one.reveal() for one in channel.app_secrets) if channel else ()
        if new := request.app_secret.strip():
            secrets = (new, *(one for one in secrets if one != new))[:2]
        verify_token = channel.verify_token.reveal() if channel else ""
        if not token or not secrets:
            raise InvalidInput(_("Write both the access token and the app secret."))
        await self._number_of(row["phone_number_id"], token)
        await self._prove(token, secrets[0])
        keys = NumberKeys(access_token=token, app_secrets=secrets, verify_token=verify_token)
        sealed = self._numbers.seal(keys, channel_id)
        async with self._store.transaction() as tx:
            await number_rows.keep(tx, channel_id, sealed=sealed)
            audit.append(tx, Action.NUMBER_KEYS_REPLACED, f"channel:{channel_id}", by=who)
            await channel_health.plan(tx)
        await self._numbers.read()

    async def request_code(
        self, who: Principal, channel_id: ChannelId, request: RequestCode
    ) -> None:
        """The code is on its way to the number."""
        if request.language not in LANGUAGES:
            raise InvalidInput(_("Meta sends no codes in this language. Choose another."))
        channel = self._channel(channel_id)
        number_id = channel.phone_number_id
        call = number_setup.code_call(number_id, request.method, request.language)
        await self._step(who, channel, call, f"code by {request.method.value.lower()}")

    async def verify_code(self, who: Principal, channel_id: ChannelId, code: str) -> None:
        """Meta knows that the number is ours."""
        digits = "".join(mark for mark in code if mark.isdecimal())
        if not digits:
            raise InvalidInput(_("Enter the code that came by text message or call."))
        channel = self._channel(channel_id)
        call = number_setup.verify_call(channel.phone_number_id, digits)
        await self._step(who, channel, call, "code verified")

    async def register(self, who: Principal, channel_id: ChannelId, pin: str) -> None:
        """The number is connected to the Cloud API and may send.

        Raises:
            TooMany: it was registered ten times within 72 hours; Meta would refuse.
        """
        channel = self._channel(channel_id)
        if flaw := pin_flaw(pin):
            raise InvalidInput(flaw)
        async with self._store.transaction() as tx:
            if await number_rows.registered(tx.connection, channel_id, tx.now) >= REGISTRATIONS:
                raise TooMany(
                    _(
                        "The number was registered ten times in 72 hours, and Meta allows no "
                        "more. Wait until the oldest is 72 hours past."
                    )
                )
            await number_rows.register(tx, channel_id)
        call = number_setup.register_call(channel.phone_number_id, pin)
        await self._step(who, channel, call, "registered")
        async with self._store.transaction() as tx:
            await channel_health.plan(tx)  # what waited for it may go

    async def set_pin(self, who: Principal, channel_id: ChannelId, pin: str) -> None:
        """Two-step verification is on with this PIN."""
        if flaw := pin_flaw(pin):
            raise InvalidInput(flaw)
        channel = self._channel(channel_id)
        call = number_setup.pin_call(channel.phone_number_id, pin)
        await self._step(who, channel, call, "PIN set")

    async def subscribe(self, who: Principal, channel_id: ChannelId) -> None:
        """The account's messages come to this hub."""
        channel = self._channel(channel_id)
        callback = self._numbers.settings.callback
        token = channel.verify_token.reveal()
        call = number_setup.subscribe_call(channel.waba_id, callback, token)
        await self._step(who, channel, call, "subscribed")

    async def _step(
        self, who: Principal, channel: ChannelSettings, call: GraphCall, what: str
    ) -> None:
        answer = await ask(self._gateway, call, channel.access_token.reveal())
        if not answer.is_good:
            raise InvalidInput(number_setup.refusal(answer.body, answer.status))
        async with self._store.transaction() as tx:
            of = f"channel:{channel_id_of(channel)}"
            audit.append(tx, Action.NUMBER_SET_UP, of, by=who, why=what)

    async def _looked_at(
        self, request: ConnectNumber, token: str, app_secret: str
    ) -> tuple[ChannelSettings, bool]:
        """The channel it would be by what Meta says of it, and whether it can send yet."""
        number = await self._number_of(request.number_id, token)
        listed, _after = number_setup.read_numbers({"data": [number.body]})
        if flaw := number_flaw(f"+{listed[0].display_number.lstrip('+')}"):
            raise InvalidInput(flaw)
        account = await ask(self._gateway, number_checks.account_call(request.account), token)
        if not account.is_good:
            raise InvalidInput(number_setup.refusal(account.body, account.status))
        await self._prove(token, app_secret)
        channel = ChannelSettings(
            kind="whatsapp",
            name=request.name.strip(),
            phone_number_id=request.number_id,
            waba_id=request.account,
            display_number=f"+{listed[0].display_number.lstrip('+')}",
            queue="",
            access_token=Secret(token),
            app_secrets=(Secret(app_secret),),
            verify_token=Secret(request.verify_token.strip()),
        )
        return channel, listed[0].ready

    async def _number_of(self, number_id: str, token: str) -> Reply:
        answer = await ask(self._gateway, number_checks.number_call(number_id), token)
        if answer.is_good:
            return answer
        raise InvalidInput(number_setup.refusal(answer.body, answer.status))

    async def _prove(self, token: str, app_secret: str) -> None:
        answer = await ask(self._gateway, number_setup.proof_call(token, app_secret), token)
        if not answer.is_good:
            raise InvalidInput(
                _(
                    "The app secret doesn’t belong to the app of this token. Copy it from the "
                    "app’s basic settings at Meta."
                )
            )

    def _channel(self, channel_id: ChannelId) -> ChannelSettings:
        found = self._numbers.find(channel_id)
        if found is None:
            raise NotFound(_("The hub has no such number, or no keys for it any more."))
        return found

    async def _row(self, channel_id: ChannelId) -> sa.RowMapping:
        query = sa.select(schema.channel).where(schema.channel.c.id == channel_id)
        async with self._store.reading() as connection:
            row = (await connection.execute(query)).mappings().first()
        if row is None:
            raise NotFound(_("There is no such number."))
        return row


def _check_form(request: ConnectNumber) -> None:
    needed = (
        (request.access_token, _("Paste the access token of a system user first.")),
        (request.app_secret, _("Write the app secret, which shows that webhooks are Meta’s.")),
        (request.verify_token, _("Write a verify token of your own, as long as you like.")),
        (request.name, _("Give the number a name that reps will see.")),
    )
    for value, words in needed:
        if not value.strip():
            raise InvalidInput(words)
    if len(request.name.strip()) > NAME_MOST:
        words = _("The name may have {count} characters at most.")
        raise InvalidInput(words.format(count=NAME_MOST))
    if not (request.number_id.isdecimal() and request.account.isdecimal()):
        raise InvalidInput(_("Choose a number of the list."))


def _keys_of(channel: ChannelSettings) -> NumberKeys:
    return NumberKeys(
        access_token=channel.access_token.reveal(),
        app_secrets=tuple(one.reveal() for one in channel.app_secrets),
        verify_token=channel.verify_token.reveal(),
    )
