"""The desk's own key, to which its token is bound, and the signing of each request with it.

Source: RFC 9449. The key is made from a seed, which is kept beside the token, and the id of
this machine: whoever copies the keyring to another machine has another key there.
"""

import sys
import time
from collections.abc import Generator
from pathlib import Path
from uuid import uuid4

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from console.wire import proofs, requests

_now_s = time.time  # noqa: TID251 - the machine's own; the hub corrects it
_LINUX_ID = Path("/etc/machine-id")


def machine_id() -> str:
    """What tells this machine from others; empty where the system has no such id."""
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(
                winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography"
            ) as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""
    try:
        return _LINUX_ID.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def key_of(seed: str, machine: str) -> Ed25519PrivateKey:
    """The key of this seed on this machine."""
    made = HKDF(SHA256(), 32, salt=machine.encode(), info=b"Rep Console desk key")
    return Ed25519PrivateKey.from_private_bytes(made.derive(seed.encode()))


class Signing(httpx.Auth):
    """Sends the token with each request and, if it is bound to a key, a proof of the key."""

    def __init__(self, token: str = "", key: Ed25519PrivateKey | None = None) -> None:
        self.token = token
        self.key = key
        self._ahead_s = 0.0  # the hub's clock; that of this machine may be wrong

    def auth_flow(
        self, request: httpx.Request
    ) -> Generator[httpx.Request, httpx.Response, None]:
        """The request, and once more by the hub's clock if its proof was refused."""
        self._sign(request)
        response = yield request
        refused = proofs.BAD_PROOF in response.headers.get("WWW-Authenticate", "")
        if self.key is None or not refused or not isinstance(request.stream, httpx.ByteStream):
            return
        self._set_clock(response.headers.get(proofs.NOW, ""))
        self._sign(request)
        yield request

    def _sign(self, request: httpx.Request) -> None:
        if self.key is not None:
            request.headers[requests.DPOP] = proofs.prove(
                self.key,
                method=request.method,
                url=str(request.url.copy_with(query=None)),
                token=self.token,
                proof_id=str(uuid4()),
                at_s=_now_s() + self._ahead_s,
            )
        if self.token:
            scheme = "Bearer" if self.key is None else requests.DPOP
            request.headers["Authorization"] = f"{scheme} {self.token}"

    def _set_clock(self, said: str) -> None:
        try:
            self._ahead_s = float(said) - _now_s()
        except ValueError:
            return
