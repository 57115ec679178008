"""Proving: whether a token comes from the desk it was given to, and each proof only once."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from console.domain.errors import NotSignedIn
from console.domain.texts import _
from console.wire import proofs
from console.wire.proofs import BadProofError, Proof

#: How far a desk's clock may be from the hub's; a desk that is told so corrects itself.
TOLERANCE_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a request shows of who sent it."""

    token: str
    proof: str
    method: str
    path: str


class Proving:
    """One process's memory of proofs."""

    def __init__(
        self,
        now_s: Callable[[], float] = time.time,  # noqa: TID251 - real also in a played hub
    ) -> None:
        self._now_s = now_s
        self._seen: dict[str, float] = {}  # in the order in which they came

    def key_of(self, shown: Shown) -> str:
        """The public key that a sign-in wants its token bound to; empty if it shows none.

        Raises:
            NotSignedIn: what it shows is no good proof.
        """
        return self._proof(shown).key if shown.proof else ""

    def check(self, shown: Shown, key: str) -> str:
        """The name of the proof that the request comes from the desk that has the key.

        An empty key binds nothing and is proved by nothing.

        Raises:
            NotSignedIn: it doesn't, or says so twice, or too late.
        """
        if not key:
            return ""
        proof = self._proof(shown)
        if proof.key != key:
            raise _stranger()
        return _name(proof)

    def _proof(self, shown: Shown) -> Proof:
        try:
            proof = proofs.read(
                shown.proof, method=shown.method, path=shown.path, token=shown.token
            )
        except BadProofError:
            raise _stranger() from None
        now_s = self._now_s()
        if not abs(now_s - proof.at_s) <= TOLERANCE_S or self._is_known(proof, now_s):
            raise too_late(int(now_s))
        return proof

    def _is_known(self, proof: Proof, now_s: float) -> bool:
        while self._seen:
            oldest = next(iter(self._seen))
            if self._seen[oldest] > now_s - 2 * TOLERANCE_S:
                break
            del self._seen[oldest]
        name = _name(proof)
        known = name in self._seen
        self._seen.setdefault(name, now_s)
        return known


def _name(proof: Proof) -> str:
    return f"{proof.key}:{proof.proof_id}"


def too_late(now_s: int | None = None) -> NotSignedIn:
    """What is said to a proof from another time, and to one that was used; with the time."""
    words = _(
        "This request came too late, or twice. Check this computer’s clock and sign in again."
    )
    return NotSignedIn(words, proof=proofs.BAD_PROOF, now_s=now_s)


def _stranger() -> NotSignedIn:
    words = _("This sign-in belongs to another desk and is of no use here. Sign in again.")
    return NotSignedIn(words, proof=proofs.BAD_PROOF)
