"""Bodies: number n of a seed is always the same request."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from console.channels.whatsapp.signatures import sign
from tests.fuzz import grammar
from tests.fuzz.mutations import mutated, spoiled, written
from tests.given import APP_SECRET

LARGEST = 3_000_000  # bytes, Meta's own limit
OVER = 4 * 1024 * 1024 + 1


@dataclass(frozen=True, slots=True)
class Body:
    """One post.

    Attributes:
        kind: how it was made; a `right` one must be read without trouble.
        answer: the status it must get.
    """

    raw: bytes
    kind: str
    signature: str
    answer: int = 200


def of(raw: bytes, kind: str) -> Body:
    """The post of these bytes, rightly signed."""
    return Body(raw, kind, sign(raw, APP_SECRET))


def body(seed: int, nth: int) -> Body:
    """Body number `nth` of a seed."""
    chance = Random(f"{seed}:{nth}")
    roll = chance.random()
    if roll < 0.0005:
        return _of_size(chance)
    if roll < 0.0015:
        updates = chance.choice((100, 300, 1000))
        return of(written(chance, grammar.batch(chance, updates)), "batch")
    if roll < 0.01:
        raw = written(chance, grammar.webhook(chance))
        return Body(raw, "forged", chance.choice(_forgeries(raw)), 401)
    if roll < 0.3:
        return of(written(chance, grammar.webhook(chance)), "right")
    if roll < 0.9:
        return of(written(chance, mutated(chance, grammar.webhook(chance))), "mutated")
    tree = grammar.webhook(chance)
    return of(spoiled(chance, written(chance, tree)), "spoiled")


def _of_size(chance: Random) -> Body:
    if chance.random() < 0.3:
        raw = b" " * OVER
        return Body(raw, "too large", sign(raw, APP_SECRET), 413)
    size = chance.choice((100_000, 1_000_000, LARGEST - 20_000))
    return of(written(chance, grammar.large(chance, size)), "large")


def _forgeries(raw: bytes) -> tuple[str, ...]:
    right = sign(raw, APP_SECRET)
    return "", "sha256=", right[:-1], sign(raw + b" ", APP_SECRET), sign(raw, "another"), "\xff"
