"""Tokens and keys in the system's keyring; without one in memory only, and it says so."""

import asyncio
from typing import Protocol

from console.domain.texts import N_, _

SERVICE = "Rep Console"
NO_KEYRING = N_(
    "This computer has no keyring, so you stay signed in only until Rep Console closes."
)


class Credentials(Protocol):
    """Where tokens are kept.

    Attributes:
        trouble: in words, why they will not outlast the program; empty if they will.
        in_system: whether the system keeps them, so that its kernel may hold a key as well.
    """

    trouble: str

    @property
    def in_system(self) -> bool:
        """See above."""

    async def read(self, name: str) -> str | None:
        """The token kept under a name."""

    async def keep(self, name: str, token: str) -> None:
        """The token is kept under the name."""

    async def forget(self, name: str) -> None:
        """Nothing is kept under the name."""


class MemoryCredentials:
    """Tokens that are gone when the program ends."""

    in_system = False

    def __init__(self, trouble: str = "") -> None:
        self.trouble = trouble
        self._tokens: dict[str, str] = {}

    async def read(self, name: str) -> str | None:
        """The token kept under a name."""
        return self._tokens.get(name)

    async def keep(self, name: str, token: str) -> None:
        """The token is kept until the program ends."""
        self._tokens[name] = token

    async def forget(self, name: str) -> None:
        """Nothing is kept under the name."""
        self._tokens.pop(name, None)


class KeyringCredentials:
    """Tokens in the system's keyring, asked in a thread because it may ask the person."""

    def __init__(self) -> None:
        self.trouble = ""
        self._memory = MemoryCredentials()

    @property
    def in_system(self) -> bool:
        """Whether nothing stood in the way."""
        return not self.trouble

    async def read(self, name: str) -> str | None:
        """The token kept under a name."""
        return await self._memory.read(name) or await asyncio.to_thread(self._read, name)

    async def keep(self, name: str, token: str) -> None:
        """The token is in the keyring, or in memory and `trouble` says why."""
        await self._memory.keep(name, token)
        self.trouble = (
            "" if await asyncio.to_thread(self._write, name, token) else _(NO_KEYRING)
        )

    async def forget(self, name: str) -> None:
        """Nothing is kept under the name."""
        await self._memory.forget(name)
        await asyncio.to_thread(self._delete, name)

    def _read(self, name: str) -> str | None:
        import keyring  # here: its backends are slow to find
        from keyring.errors import KeyringError

        try:
            return keyring.get_password(SERVICE, name)
        except (KeyringError, RuntimeError, OSError):
            self.trouble = _(NO_KEYRING)
            return None

    def _write(self, name: str, token: str) -> bool:
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(SERVICE, name, token)
        except (KeyringError, RuntimeError, OSError):
            return False
        return True

    def _delete(self, name: str) -> None:
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.delete_password(SERVICE, name)
        except (KeyringError, RuntimeError, OSError):
            return
