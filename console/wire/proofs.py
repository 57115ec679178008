"""Proofs that a request comes from the desk whose key its token is bound to.

Source: RFC 9449 (DPoP), with Ed25519 keys. A hub may stand behind a proxy that renames its
host and cuts off a leading part of the path, so of `htu` the end of the path is compared.
"""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

BAD_PROOF = "invalid_dpop_proof"
#: A header of the refusal: the hub's clock, in seconds since 1970.
NOW = "DPoP-Now"
_TYPE, _ALGORITHM = "dpop+jwt", "EdDSA"
_LONGEST = 4096


class BadProofError(ValueError):
    """It proves nothing."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved.

    Attributes:
        key: the public key, base64url.
        proof_id: new in each proof.
        at_s: when it was made, by the desk's word; seconds since 1970.
    """

    key: str
    proof_id: str
    at_s: float


def prove(
    key: Ed25519PrivateKey, *, method: str, url: str, token: str, proof_id: str, at_s: float
) -> str:
    """What goes into the header `DPoP` of one request; `token` is empty when signing in."""
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": _packed(key.public_key().public_bytes_raw())}
    head = {"typ": _TYPE, "alg": _ALGORITHM, "jwk": jwk}
    claims = {"jti": proof_id, "htm": method, "htu": url, "iat": int(at_s)}
    if token:
        claims["ath"] = _hash(token)
    said = ".".join(_packed(json.dumps(part).encode()) for part in (head, claims))
    return f"{said}.{_packed(key.sign(said.encode()))}"


def read(proof: str, *, method: str, path: str, token: str) -> Proof:
    """What the header proves of a request of this method and path with this token.

    Raises:
        BadProofError: it is none, or one of another request or token.
    """
    try:
        head, claims = _opened(proof)
        url, key = str(claims["htu"]), str(head["jwk"]["x"])
        fits = (
            head["typ"] == _TYPE
            and claims["htm"] == method
            and urlsplit(url).path.endswith(path)
            and claims.get("ath", "") == (_hash(token) if token else "")
        )
        made = Proof(key, str(claims["jti"]), float(claims["iat"]))
    except (KeyError, TypeError, ValueError, RecursionError, InvalidSignature) as error:
        raise BadProofError from error
    if not fits:
        raise BadProofError
    return made


def _opened(proof: str) -> tuple[dict[str, Any], dict[str, Any]]:
    if len(proof) > _LONGEST:
        raise BadProofError
    said, _dot, signature = proof.rpartition(".")
    head, claims = (json.loads(_unpacked(part)) for part in said.split("."))
    jwk = head["jwk"]
    if (head["alg"], jwk["kty"], jwk["crv"]) != (_ALGORITHM, "OKP", "Ed25519"):
        raise BadProofError
    key = Ed25519PublicKey.from_public_bytes(_unpacked(jwk["x"]))
    key.verify(_unpacked(signature), said.encode())
    return head, claims


def _hash(token: str) -> str:
    return _packed(hashlib.sha256(token.encode()).digest())


def _packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unpacked(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except binascii.Error as error:
        raise BadProofError from error
