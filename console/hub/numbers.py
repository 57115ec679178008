"""Numbers: those of hub.toml and those connected in the window, with their keys, as of now.

A number's home is where it was connected. What stands in hub.toml is run by hub.toml, which is
read again when it changes; any other is run by the window, and its keys are kept sealed.
"""

import asyncio
import logging
import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from console.domain.errors import Unavailable
from console.domain.ids import ChannelId
from console.domain.texts import _
from console.hub import channel_health, notices, outage, sealing
from console.hub.furnish import channel_id_of, furnish
from console.hub.number_sealing import NumberKeys, opened, sealed
from console.hub.ports import Clock
from console.hub.sealing import Keys, SealFault
from console.hub.secret import Secret
from console.hub.settings import ChannelSettings, Settings
from console.hub.settings_file import load
from console.hub.settings_tables import SettingsFault
from console.hub.store import schema
from console.hub.store.number_table import number
from console.hub.store.store import Store

_EVERY_S = 5.0
_channel, _queue = schema.channel, schema.queue
_KEPT = (
    sa.select(_channel, number.c.sealed, _queue.c.name.label("queue"))
    .join(number, number.c.channel_id == _channel.c.id)
    .join(_queue, _queue.c.id == _channel.c.queue_id)
    .where(number.c.sealed.is_not(None))
    .order_by(_channel.c.id)
)
_UNREAD = "The keys of this number can’t be opened:"
_log = logging.getLogger(__name__)


class Numbers:
    """What this replica knows; a change made elsewhere is known within seconds.

    Attributes:
        tokens: the access token by phone number id; always the same mapping.
        version: grows whenever anything has changed.
        fault: why hub.toml as it is now can't be used; what stood there before counts on.
    """

    def __init__(self, settings: Settings, store: Store, clock: Clock) -> None:
        self.settings = settings
        self.tokens: dict[str, str] = {}
        self.version = 0
        self.fault = ""
        self._store, self._clock = store, clock
        self._file_at = _changed_at(settings.file)
        self._of_window: dict[ChannelId, ChannelSettings] = {}
        self._seen: list[tuple[Any, ...]] = []
        self._unread: dict[ChannelId, str] = {}
        self._show()

    @property
    def channels(self) -> tuple[ChannelSettings, ...]:
        """All there are; what stands in hub.toml as well is taken from there."""
        own = self.settings.channels
        named = {one.phone_number_id for one in own}
        others = self._of_window.values()
        return (*own, *(one for one in others if one.phone_number_id not in named))

    def find(self, channel_id: ChannelId) -> ChannelSettings | None:
        """This number with its keys, if the hub has them."""
        return next((one for one in self.channels if channel_id_of(one) == channel_id), None)

    def is_in_file(self, number_id: str) -> bool:
        """Whether the number stands in hub.toml."""
        return any(one.phone_number_id == number_id for one in self.settings.channels)

    def unread(self, channel_id: ChannelId) -> str:
        """Why the keys of this number can't be opened; empty if they can."""
        return self._unread.get(channel_id, "")

    async def run(self) -> None:
        """Looks for changes every few seconds, until cancelled."""
        while True:
            await asyncio.sleep(_EVERY_S)  # files and replicas keep no demo's time
            await outage.through(self.look, self._clock, "the look for changed numbers")

    async def look(self) -> None:
        """What was changed in hub.toml or by another replica counts from now on."""
        changed_at = _changed_at(self.settings.file)
        if changed_at != self._file_at and self.settings.file is not None:
            await self._read_file(self.settings.file)
            self._file_at = changed_at
        await self.read()

    async def read(self) -> None:
        """The numbers connected in the window are as they are kept."""
        async with self._store.reading() as connection:
            rows = [dict(row) for row in (await connection.execute(_KEPT)).mappings()]
        seen = [(row["id"], row["name"], row["queue"], row["sealed"]) for row in rows]
        if seen == self._seen:
            return
        keys = await asyncio.to_thread(self._keys) if rows else None
        self._of_window, self._unread = {}, {}
        for row in rows:
            self._take(row, keys)
        async with self._store.transaction() as tx:
            for channel_id, why in self._unread.items():
                await notices.out_of_order(tx, channel_id, f"{_UNREAD} {why}")
        self._seen = seen
        self._show()

    def seal(self, keys: NumberKeys, channel_id: ChannelId) -> str:
        """The keys as the database keeps them.

        Raises:
            Unavailable: there is no key to seal with, or none can be made here.
        """
        try:
            found = self._keys() or self._made()
        except (SealFault, OSError) as fault:
            words = _("The hub can’t keep the keys of a number safely: {why}")
            raise Unavailable(words.format(why=fault)) from None
        return sealed(found, keys, channel_id)

    def _take(self, row: dict[str, Any], keys: Keys | None) -> None:
        channel_id = ChannelId(row["id"])
        try:
            if keys is None:
                raise SealFault(_("the hub’s key is missing. Put hub.key beside hub.toml."))
            plain = opened(keys, row["sealed"], channel_id)
        except SealFault as fault:
            self._unread[channel_id] = str(fault)
            _log.error("the keys of %s can't be opened: %s", channel_id, fault)
            return
        self._of_window[channel_id] = ChannelSettings(
            kind=row["kind"],
            name=row["name"],
            phone_number_id=row["phone_number_id"],
            waba_id=row["waba_id"],
            display_number=row["display_number"],
            queue=row["queue"],
            access_token=Secret(plain.access_token),
            app_secrets=tuple(Secret(one) for one in plain.app_secrets),
            verify_token=Secret(plain.verify_token),
        )

    async def _read_file(self, path: Path) -> None:
        try:
            now = await asyncio.to_thread(load, path)
        except SettingsFault as fault:
            self.fault = str(fault)
            _log.error("hub.toml has changed and can't be used: %s", fault)
            return
        self.fault = ""
        self.settings = now
        await furnish(self._store, now)
        async with self._store.transaction() as tx:
            await channel_health.plan(tx)  # one may be well with its new token
        self._show()
        _log.info("hub.toml was read again: numbers, queues and quick replies")

    def _keys(self) -> Keys | None:
        return sealing.keys(self._folder(), os.environ)

    def _made(self) -> Keys:
        """A new key beside hub.toml; several replicas have to be given the same one."""
        if not self._store.is_sqlite:
            raise SealFault(
                _(
                    "there is no key. Make one with “hub seal --print-key” and give it to "
                    "every replica as REPCONSOLE_HUB_KEY."
                )
            )
        sealing.write_keys(self._folder(), sealing.new_key())
        made = self._keys()
        assert made is not None  # it was written just now
        return made

    def _folder(self) -> Path:
        file = self.settings.file
        return self.settings.data_folder if file is None else file.parent

    def _show(self) -> None:
        now = {one.phone_number_id: one.access_token.reveal() for one in self.channels}
        for gone in self.tokens.keys() - now.keys():
            del self.tokens[gone]
        self.tokens.update(now)
        self.version += 1


def _changed_at(file: Path | None) -> int:
    try:
        return 0 if file is None else file.stat().st_mtime_ns
    except OSError:
        return 0  # gone for now, as while an editor saves it
