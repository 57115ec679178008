"""Drafts and outgoing messages opened with whichever key fits, at a start or a sign-in."""

import asyncio
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from console.desk import carrying, installation
from console.desk.keys import Keys, new_key
from console.desk.sealing import Seal, WrongSeal
from console.desk.store import Store
from console.domain.errors import NotSignedIn, Unavailable
from console.domain.texts import N_, _

LOST = N_(
    "The drafts and the unsent messages that were kept on this computer can’t be opened any "
    "more, because their key is lost or their file is damaged. Please write them again. "
    "Everything else comes back from the hub by itself."
)
LOCKED = N_(
    "The key of what is kept on this computer is not in its keyring any more. Sign in: your "
    "password opens it too."
)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a person has at this desk; `lost` if what was there could not be opened."""

    store: Store
    key: bytes
    lost: bool = False


class Opening:
    """Opens the store of a person at this desk; a key is kept before anything is sealed."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self._folder, self._keys = folder, keys

    async def again(self, name: str) -> Opened:
        """The store of who stays signed in.

        Raises:
            NotSignedIn: its key is not at hand.
            Unavailable: the disk takes nothing.
        """
        path = installation.store_path(self._folder, name)
        key = await self._keys.at_hand(name)
        if key is None and not path.exists():  # all that is here is of a time without keys
            key = new_key()
            if not await self._keys.stay(name, key):
                key = None
        opened = await asyncio.to_thread(_open, path, [key]) if key else None
        if opened is None:
            raise NotSignedIn(_(LOCKED))
        await self._keys.hold(name, opened.key)
        return opened

    async def with_password(self, name: str, password: str, *, stay: bool) -> Opened:
        """The store of who has just signed in; begun anew if no key opens it.

        Raises:
            Unavailable: the disk takes nothing.
        """
        path = installation.store_path(self._folder, name)
        behind = await self._keys.behind(name, password)
        at_hand = await self._keys.at_hand(name)
        candidates = [key for key in (behind, at_hand) if key]
        opened = await asyncio.to_thread(_open, path, candidates)
        key = opened.key if opened else new_key()
        try:
            if key != behind:
                await self._keys.close_with(name, key, password)
            if stay:
                await self._keys.stay(name, key)
            else:
                await self._keys.forget(name)
        except OSError as error:
            if opened:
                opened.store.close()
            raise _no_room(error) from None
        if opened is None:
            opened = await asyncio.to_thread(_begin_anew, path, key)
        return opened


def _open(path: Path, keys: Iterable[bytes]) -> Opened | None:
    """With the first key that fits; None if none does."""
    for key in keys:
        try:
            return _opened(path, key)
        except WrongSeal:
            continue
        except sqlite3.DatabaseError:
            _set_aside(path)
            return replace(_opened(path, key), lost=True)
    return None


def _begin_anew(path: Path, key: bytes) -> Opened:
    lost = path.exists()
    if lost:
        _set_aside(path)
    opened = _opened(path, key)
    return replace(opened, lost=lost or opened.lost)


def _opened(path: Path, key: bytes) -> Opened:
    seal = Seal(key)
    try:
        whole = carrying.carry_store(path, seal)
        return Opened(Store(path, seal), key, lost=not whole)
    except (sqlite3.Error, OSError) as error:
        if carrying.is_damage(error):
            raise
        raise _no_room(error) from None


def _no_room(error: Exception) -> Unavailable:
    return Unavailable(
        _(
            "What you write can’t be kept on this computer ({error}). Make room on the disk "
            "and try again."
        ).format(error=error)
    )


def _set_aside(path: Path) -> None:
    os.replace(path, installation.aside(path))  # noqa: PTH105 - replaces on Windows too
    installation.remove_database(path)
