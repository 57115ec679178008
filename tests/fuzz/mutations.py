"""Mutations: what is wrong with a body, in its tree and in the way it is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

#: Texts that are written without their quotes, as no JSON writer would.
_NESTED = tuple(f"{'[' * deep}{']' * deep}" for deep in (100, 450, 990, 3000))
_BARE = ("1e400", "-1e400", "9" * 4000, "9" * 4400, "-0", "1E-999", "Infinity", *_NESTED)
BARE = {f"@bare{nth}@": text for nth, text in enumerate(_BARE)}
WILD: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    2**53 + 1,
    2**63,
    10**30,
    1.5,
    float("nan"),
    float("inf"),
    *BARE,
    "",
    "\x00",
    "\ud800",
    "text",
    [],
    {},
    [[]],
    [None],
    {"": ""},
    {"\x00": "\x00"},
    "x" * 5_000,
)
Place = tuple[Any, Any]


def places(tree: Any) -> list[Place]:
    """Every (container, key) in a tree."""
    found: list[Place] = []
    rest = [tree]
    while rest:
        one = rest.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one))
        for key in keys:
            found.append((one, key))
            if isinstance(one[key], dict | list):
                rest.append(one[key])
    return found


def copied(tree: Any) -> Any:
    """The tree with nothing shared."""
    if isinstance(tree, dict):
        return {key: copied(inner) for key, inner in tree.items()}
    return [copied(inner) for inner in tree] if isinstance(tree, list) else tree


def _drop(chance: Random, box: Any, key: Any) -> None:
    del box[key]


def _wild(chance: Random, box: Any, key: Any) -> None:
    box[key] = copied(chance.choice(WILD))


def _twice(chance: Random, box: Any, key: Any) -> None:
    if isinstance(box, list):
        box.insert(chance.randrange(len(box) + 1), copied(box[key]))
    else:
        box[chance.choice(("new", "id", "type", "from", "x" * 300, "\ud800"))] = copied(
            box[key]
        )


def _other_type(chance: Random, box: Any, key: Any) -> None:
    value = box[key]
    if isinstance(value, dict):
        box[key] = list(value.values())
    elif isinstance(value, list):
        box[key] = {str(nth): one for nth, one in enumerate(value)}
    elif isinstance(value, str):
        box[key] = chance.choice(
            (int(value) if value.isdecimal() else 7, [value], {"v": value})
        )
    else:
        box[key] = str(value)


def _deeper(chance: Random, box: Any, key: Any) -> None:
    value = box[key]
    for _ in range(chance.choice((1, 2, 10))):
        value = [value] if chance.random() < 0.5 else {"a": value}
    box[key] = value


def _text(chance: Random, box: Any, key: Any) -> None:
    if isinstance(box[key], str) and box[key]:
        cut = chance.randrange(len(box[key]))
        odd = chance.choice(("\x00", "\ud800", "\udfff\ud800", "\u202e", "/", "\\", '"', "\n"))
        box[key] = box[key][:cut] + odd + box[key][cut:]


_STEPS = (_drop, _drop, _wild, _wild, _twice, _other_type, _deeper, _text)


def mutated(chance: Random, tree: Any) -> Any:
    """The tree with one to eight things wrong."""
    tree = copied(tree)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        found = places(tree)
        if found:
            chance.choice(_STEPS)(chance, *chance.choice(found))
    return tree


def written(chance: Random, tree: Any) -> bytes:
    """The tree as JSON, in Meta's way or another that a reader has to understand."""
    ascii_only = chance.random() < 0.7
    gaps = chance.choice(((",", ":"), (", ", ": "), (" ,\n", "\t:\r\n")))
    text = json.dumps(tree, ensure_ascii=ascii_only, separators=gaps)
    if chance.random() < 0.5:
        text = text.replace("/", "\\/")
    for mark, bare in BARE.items():
        text = text.replace(f'"{mark}"', bare).replace(mark, "@")
    return text.encode("utf-8", "surrogatepass")


def _changed_byte(chance: Random, raw: bytes, cut: int) -> bytes:
    return raw[:cut] + bytes([chance.randrange(256)]) + raw[cut + 1 :]


def _deep(chance: Random, _raw: bytes, _cut: int) -> bytes:
    depth = chance.choice((1, 400, 990, 5_000, 100_000))
    return b'{"entry":' + b"[" * depth + (b"]" * depth + b"}") * chance.choice((0, 1))


_SPOILERS: tuple[Callable[[Random, bytes, int], bytes], ...] = (
    lambda _chance, raw, cut: raw[:cut],
    lambda _chance, raw, _cut: b"\xef\xbb\xbf" + raw,
    lambda _chance, raw, _cut: raw.decode("utf-8", "replace").encode("utf-16"),
    lambda _chance, raw, _cut: raw + raw,
    lambda _chance, _raw, _cut: b"",
    lambda _chance, raw, _cut: raw.rstrip(b"}") + b',"entry":[]}',
    lambda chance, _raw, _cut: chance.randbytes(200),
    lambda chance, _raw, _cut: chance.choice((b"null", b"7", b'""', b"[]", b"{}", b"NaN")),
    _changed_byte,
    _deep,
)


def spoiled(chance: Random, raw: bytes) -> bytes:
    """Bytes that are JSON no longer, or hardly."""
    return chance.choice(_SPOILERS)(chance, raw, chance.randrange(len(raw) + 1))
