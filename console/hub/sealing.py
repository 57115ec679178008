"""Sealing: secrets in hub.toml encrypted with a key that is kept apart from it."""

import base64
import binascii
import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SEALED = "sealed:"
VARIABLE, CREDENTIAL, FILE_NAME = "REPCONSOLE_HUB_KEY", "hub-key", "hub.key"
_KEY_BYTES, _NONCE_BYTES, _MARK_LETTERS = 32, 12, 8


class SealFault(Exception):  # noqa: N818 - says what it is
    """Why a secret can't be sealed or opened, in one sentence without any of it."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys there are, the one to seal with first, and where they come from."""

    source: str
    found: tuple[bytes, ...] = field(repr=False)

    def seal(self, secret: str, name: str) -> str:
        """The secret as hub.toml keeps it; `name` is its setting and is bound to it."""
        key = self.found[0]
        nonce = secrets.token_bytes(_NONCE_BYTES)
        hidden = AESGCM(key).encrypt(nonce, secret.encode(), name.encode())
        return f"{SEALED}{mark_of(key)}:{_text(nonce + hidden)}"

    def open(self, sealed: str, name: str) -> str:
        """The secret again.

        Raises:
            SealFault: none of the keys fits, or the text was changed or is another setting's.
        """
        mark, _, text = sealed.removeprefix(SEALED).partition(":")
        key = next((key for key in self.found if mark_of(key) == mark), None)
        if key is None:
            raise SealFault(
                f"it was sealed with another key than the one in {self.source}. Give the hub "
                "that key, or write the secret here anew and run “hub seal”."
            )
        try:
            raw = _bytes(text)
            opened = AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], name.encode())
        except (InvalidTag, ValueError):
            raise SealFault(
                "the sealed text was changed or belongs to another setting. Write the secret "
                "here anew and run “hub seal”."
            ) from None
        return opened.decode()

    def is_newest(self, sealed: str) -> bool:
        """Whether it is sealed with the key that seals now."""
        return sealed.startswith(f"{SEALED}{mark_of(self.found[0])}:")


def mark_of(key: bytes) -> str:
    """What tells keys apart without telling anything of them."""
    return hashlib.sha256(b"rep console hub key" + key).hexdigest()[:_MARK_LETTERS]


def new_key() -> str:
    """A key as text, for the file, the variable or the credential."""
    return _text(secrets.token_bytes(_KEY_BYTES))


def keys(folder: Path, environment: Mapping[str, str]) -> Keys | None:
    """The keys from the variable, from systemd's credentials, or from the file; or None.

    Several stand one after the other, the newest first.

    Raises:
        SealFault: what is there is no key, or others may read the file.
    """
    if text := environment.get(VARIABLE, "").strip():
        return _parsed(text, f"the variable {VARIABLE}")
    if given := environment.get("CREDENTIALS_DIRECTORY"):
        credential = Path(given) / CREDENTIAL
        if credential.is_file():
            return _parsed(_read(credential), f"the credential {CREDENTIAL}")
    path = folder / FILE_NAME
    if not path.exists():
        return None
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise SealFault(f"others may read the key in {path}. Say: chmod 600 {path}")
    return _parsed(_read(path), str(path))


def write_keys(folder: Path, *texts: str) -> None:
    """The key file holds these, and only its owner may read it."""
    write_private(folder / FILE_NAME, "\n".join(texts) + "\n")


def write_private(path: Path, text: str) -> None:
    """The file holds this text, all of it or what was there, and is its owner's alone."""
    draft = path.with_name(f"{path.name}.part")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise SealFault(f"the key in {path} can’t be read.") from None


def _parsed(text: str, source: str) -> Keys:
    try:
        found = tuple(_bytes(word) for word in text.split())
    except ValueError:
        found = ()
    if not found or any(len(key) != _KEY_BYTES for key in found):
        raise SealFault(f"what is in {source} is no key. “hub seal --print-key” makes one.")
    return Keys(source, found)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    """Raises ValueError unless it is ours."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None
