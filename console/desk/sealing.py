"""What lies on the disk is sealed: AES-256-GCM, each piece with a nonce of its own."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12  # by chance: good for 2**32 pieces a key


class WrongSeal(ValueError):  # noqa: N818 - it names what was found
    """It was sealed with another key, as something else, or has been changed since."""


class Seal:
    """One person's key at work; may be used by several threads."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def shut(self, plain: bytes, about: str) -> bytes:
        """The sealed bytes; whoever opens them must say the same of what they are about."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, about.encode())

    def open(self, sealed: bytes, about: str) -> bytes:
        """What was sealed.

        Raises:
            WrongSeal: with another key, as something else, or not at all.
        """
        try:
            nonce, rest = bytes(sealed[:_NONCE_BYTES]), sealed[_NONCE_BYTES:]
            return self._cipher.decrypt(nonce, rest, about.encode())
        except (InvalidTag, ValueError, TypeError):  # a row may hold anything
            raise WrongSeal(about.partition(" ")[0]) from None
