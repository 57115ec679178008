"""The keys that seal what lies on the disk: one for each person at each hub, made by chance.

A key lies in the system's keyring for as long as the person stays signed in, and beside their
files, closed with their password, for the next time they sign in. Whoever signs in next at
this desk finds neither.
"""

import asyncio
import json
import os
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from console.desk import kernel_keyring
from console.desk.credentials import Credentials
from console.desk.installation import key_path
from console.desk.picture import held_name
from console.desk.sealing import KEY_BYTES, Seal

_ABOUT = "key"
_SALT_BYTES = 16
_BLOCK, _LANES = 8, 3
#: Makes guessing a password dear. Source: OWASP, Password Storage: 2**15 with three lanes.
WORK = 2**15


class Keys:
    """The keys of the persons at this desk."""

    def __init__(self, folder: Path, credentials: Credentials) -> None:
        self._folder, self._credentials = folder, credentials

    async def at_hand(self, name: str) -> bytes | None:
        """The key of who stays signed in; None if the keyring has none that could be one."""
        found = await self._credentials.read(_entry(name))
        try:
            key = bytes.fromhex(found or "")
        except ValueError:
            return None
        return key if len(key) == KEY_BYTES else None

    async def behind(self, name: str, password: str) -> bytes | None:
        """The key that this password opens; None if there is none."""
        return await asyncio.to_thread(_opened, key_path(self._folder, name), password)

    async def close_with(self, name: str, key: bytes, password: str) -> None:
        """From now on this password opens the key."""
        await asyncio.to_thread(_write, key_path(self._folder, name), key, password)

    async def change(self, name: str, old: str, new: str) -> None:
        """The new password opens what the old one did."""
        key = await self.behind(name, old) or await self.at_hand(name)
        if key is not None:
            with suppress(OSError):  # until the next sign-in the keyring has it
                await self.close_with(name, key, new)

    async def stay(self, name: str, key: bytes) -> bool:
        """Whether the key is at hand at the next start too."""
        await self._credentials.keep(_entry(name), key.hex())
        await self.hold(name, key)
        return not self._credentials.trouble

    async def hold(self, name: str, key: bytes) -> None:
        """The kernel holds the key for the next first paint, where there is such a kernel."""
        if self._credentials.in_system:
            await asyncio.to_thread(kernel_keyring.hold, held_name(self._folder, name), key)

    async def forget(self, name: str) -> None:
        """Only the password opens the key; one that no password opens stays at hand."""
        await asyncio.to_thread(kernel_keyring.forget, held_name(self._folder, name))
        if key_path(self._folder, name).exists():
            await self._credentials.forget(_entry(name))


def new_key() -> bytes:
    """A key nobody has had before."""
    return os.urandom(KEY_BYTES)


def _entry(name: str) -> str:
    return f"{name} files"


def _opened(path: Path, password: str) -> bytes | None:
    try:
        kept = json.loads(path.read_text(encoding="ascii"))
        made = _stretched(password, bytes.fromhex(kept["salt"]), int(kept["work"]))
        return Seal(made).open(bytes.fromhex(kept["key"]), _ABOUT)
    except (OSError, ValueError, LookupError, TypeError):  # WrongSeal: another password
        return None


def _write(path: Path, key: bytes, password: str) -> None:
    salt = os.urandom(_SALT_BYTES)
    sealed = Seal(_stretched(password, salt, WORK)).shut(key, _ABOUT)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_suffix(".new")
    kept = {"work": WORK, "salt": salt.hex(), "key": sealed.hex()}
    with beside.open("w", encoding="ascii") as file:
        json.dump(kept, file)
        file.flush()
        os.fsync(file.fileno())  # without it drafts of a day could not be opened
    os.replace(beside, path)  # noqa: PTH105 - replaces on Windows too


def _stretched(password: str, salt: bytes, work: int) -> bytes:
    return Scrypt(salt, KEY_BYTES, work, _BLOCK, _LANES).derive(password.encode())
