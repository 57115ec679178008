"""Passwords: argon2id hashes, worked out in threads so that the hub never stands still."""

import asyncio
import gzip
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from console.domain import passwords
from console.domain.errors import InvalidInput

_TOP = Path(__file__).resolve().parents[2]
_COMMON = "resources/common-passwords.txt.gz"
_AT_ONCE = 2  # each takes 64 MiB and a core


class Passwords:
    """Hashes and checks passwords; `hasher` sets the cost."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._nobody = ""

    async def hashed(self, password: str) -> str:
        """What is kept of a password."""
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, passwords.normal(password))

    async def match(self, kept: str | None, password: str) -> bool:
        """Whether the password is the one kept; takes as long if there is none kept."""
        if not self._nobody:
            self._nobody = await self.hashed("nobody")
        async with self._slots:
            right = await asyncio.to_thread(self._verify, kept or self._nobody, password)
        return right and kept is not None

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, passwords.normal(password))
        except (VerificationError, InvalidHashError):
            return False


@cache
def common() -> frozenset[str]:
    """Passwords that many people have, without the digits at their ends."""
    return frozenset(gzip.decompress((_TOP / _COMMON).read_bytes()).decode().split())


def refuse_weak(password: str, user_name: str) -> None:
    """Raises `InvalidInput` with the reason if this may not be a new password."""
    if trouble := passwords.trouble(password, user_name, common()):
        raise InvalidInput(trouble)
