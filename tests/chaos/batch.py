"""Batch: many worlds, one after the other or in several processes."""

import multiprocessing
from collections.abc import Iterable, Iterator

from tests.chaos.plan import draw
from tests.chaos.world import Broken, Report, run

Outcome = tuple[Report | None, str]


def run_all(
    seeds: Iterable[int], steps: int, jobs: int, without: frozenset[str]
) -> Iterator[Outcome]:
    """The report of each world in turn, or None and what broke."""
    tasks = [(seed, steps, without) for seed in seeds]
    if jobs == 1:
        yield from map(_run, tasks)
        return
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap(_run, tasks)


def _run(task: tuple[int, int, frozenset[str]]) -> Outcome:
    seed, steps, without = task
    try:
        return run(seed, steps=steps, without=without), ""
    except Broken as broken:
        return None, f"{broken}\nfaults of the seed: {sorted(draw(seed).rates)}"
