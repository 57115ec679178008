"""`python3 -m tests.chaos`: runs worlds by seed; a broken one is told so that it replays."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.chaos import world
from tests.chaos.batch import run_all

ROOT = Path(__file__).resolve().parent.parent.parent


def main(argv: list[str]) -> int:
    """0 if no world broke."""
    asked = _parser().parse_args(argv)
    began = time.monotonic()
    seeds = range(asked.start, asked.start + asked.seeds)
    reports: list[world.Report] = []
    broken = 0
    for report, words in run_all(seeds, asked.steps, asked.jobs, frozenset(asked.without)):
        if asked.for_s and time.monotonic() - began > asked.for_s:
            break
        if report is None:
            broken += 1
            print(
                f"\n{words}\ncommit {_commit()}\nagain: {_again(words, asked.steps)}",
                flush=True,
            )
            if not asked.go_on:
                break
            continue
        reports.append(report)
        if asked.traces:
            print(f"seed {report.seed}: trace {report.trace:016x}", flush=True)
    spent_s = time.monotonic() - began
    print(_summary(reports, broken, spent_s))
    return int(broken > 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python3 -m tests.chaos", description=__doc__)
    parser.add_argument("--seeds", type=int, default=100, help="how many worlds")
    parser.add_argument("--from", dest="start", type=int, default=0, help="the first seed")
    parser.add_argument("--steps", type=int, default=world.STEPS, help="of each world")
    parser.add_argument("--jobs", type=int, default=1, help="worlds at a time")
    parser.add_argument("--for-s", type=float, default=0, help="stop after so many seconds")
    parser.add_argument("--without", nargs="*", default=[], help="faults to turn off")
    parser.add_argument("--go-on", action="store_true", help="do not stop at a broken world")
    parser.add_argument("--traces", action="store_true", help="print the trace of each world")
    return parser


def _again(words: str, steps: int) -> str:
    seed = words.split(":", 1)[0].removeprefix("seed ")
    return f"python3 -m tests.chaos --from {seed} --seeds 1 --steps {steps}"


def _commit() -> str:
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() or "unknown"


def _summary(reports: list[world.Report], broken: int, spent_s: float) -> str:
    hours = sum(report.virtual_s for report in reports) / 3600
    return (
        f"{len(reports)} worlds held, {broken} broke, in {spent_s:.0f} s: "
        f"{hours:,.0f} virtual hours, {sum(r.messages for r in reports):,} customer messages, "
        f"{sum(r.sends for r in reports):,} Sends accepted, "
        f"{sum(r.copies for r in reports):,} taken in by the platform, "
        f"{sum(r.crashes for r in reports):,} hub crashes"
    )


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # sets of words in one order, run after run
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "tests.chaos", *sys.argv[1:]])
    sys.exit(main(sys.argv[1:]))
