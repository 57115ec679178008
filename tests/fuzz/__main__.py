"""`python3 -m tests.fuzz`: posts drawn webhooks at a hub and says what came of it."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from tests.fuzz import corpus
from tests.fuzz.asking import ask, peopled
from tests.fuzz.bodies import body
from tests.fuzz.hunt import Found, Hunt, hunting
from tests.given import a_hub

_ROUND = 2_000
_MOST_TOLD = 10


def main(argv: list[str]) -> int:
    """0 if nothing was found."""
    asked = _parser().parse_args(argv)
    logging.getLogger().addHandler(logging.NullHandler())  # what counts is told below
    return asyncio.run(_ask(asked) if asked.api else _run(asked))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python3 -m tests.fuzz", description=__doc__)
    parser.add_argument("--bodies", type=int, default=2_000, help="how many to post")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="start", type=int, default=0, help="the first body")
    parser.add_argument("--api", type=int, default=0, help="ask the API instead, so often each")
    return parser


async def _ask(asked: argparse.Namespace) -> int:
    wrong: list[str] = []
    for name in ("ada", "maya"):
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            async with a_hub(Path(folder) / "hub") as hub:
                await peopled(hub)
                told = await ask(hub, name, asked.api, asked.seed)
        codes = sum(told.answers.values(), Counter())
        print(
            f"{name}: {told.count():,} requests of {len(told.answers)} operations in "
            f"{time.monotonic() - began:,.0f} s; answers {dict(sorted(codes.items()))}; "
            f"{len(told.wrong)} wrong",
            flush=True,
        )
        wrong += told.wrong
    print("\n\n".join(wrong))
    return int(bool(wrong))


async def _run(asked: argparse.Namespace) -> int:
    began, memory = time.monotonic(), [_mib()]
    end = asked.start + asked.bodies
    with tempfile.TemporaryDirectory() as folder:
        async with hunting(Path(folder) / "hub") as hunt:
            for start in range(asked.start, end, _ROUND):
                numbers = range(start, min(start + _ROUND, end))
                told = len(hunt.tally.found)
                await hunt.post(body(asked.seed, nth) for nth in numbers)
                for one in hunt.tally.found[told:]:
                    print(f"found: {one.problem[:300]}", flush=True)
                memory.append(_mib())
                _progress(hunt, memory, time.monotonic() - began)
                if len(hunt.tally.found) >= _MOST_TOLD:
                    break
            await hunt.leave()
        found = hunt.tally.found
    print(_summary(asked, hunt, memory, time.monotonic() - began))
    for one in found[:_MOST_TOLD]:
        await _tell(one)
    return int(bool(found))


def _mib() -> int:
    return int(psutil.Process().memory_info().rss) // 2**20


def _progress(hunt: Hunt, memory: list[int], spent_s: float) -> None:
    tally = hunt.tally
    print(
        f"{tally.posted:>8,} posted in {spent_s:,.0f} s, {memory[-1]} MiB, "
        f"{len(tally.found)} found",
        flush=True,
    )


def _summary(asked: argparse.Namespace, hunt: Hunt, memory: list[int], spent_s: float) -> str:
    tally = hunt.tally
    answers = ", ".join(f"{count:,} × {code}" for code, count in sorted(tally.answers.items()))
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in tally.kinds.most_common())
    warm = memory[min(len(memory) - 1, max(1, len(memory) // 10))]
    return (
        f"seed {asked.seed}, from {asked.start}: {tally.posted:,} bodies ({kinds}) in "
        f"{spent_s:,.0f} s; answers {answers}; {tally.kept:,} kept, {tally.with_trouble:,} of "
        f"them shown to administrators as partly unreadable; memory {memory[0]} MiB at start, "
        f"{warm} warm, {max(memory)} at most, {memory[-1]} at the end; {len(tally.found)} found"
    )


async def _tell(found: Found) -> None:
    smallest = await corpus.shrunk(found.body) if found.body.kind != "?" else b""
    file = corpus.keep(smallest) if smallest else "nothing: it was no body"
    print(f"\n{found.problem}\n{found.body.kind}: {smallest[:600]!r}\nkept in {file}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
