"""`python3 -m tests.kill`: kills hubs and desks, then says what was lost or came twice."""

import argparse
import asyncio
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.kill import loop
from tests.kill.loop import Asked, Report

ROOT = Path(__file__).resolve().parent.parent.parent


def main(argv: list[str]) -> int:
    """0 if nothing broke."""
    options = _parser().parse_args(argv)
    several = options.engine == "postgresql"
    asked = Asked(
        engine=options.engine,
        kills=options.kills,
        seed=options.seed,
        for_s=options.for_s,
        replicas=(options.replicas or 2) if several else 1,
    )
    began_s = time.monotonic()

    def tell(words: str) -> None:
        print(f"{time.monotonic() - began_s:6.1f} s  {words}", flush=True)

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends like Ctrl+C
    try:
        report = asyncio.run(loop.run(asked, tell))
    except KeyboardInterrupt:
        print("Stopped; everything that was started has been ended.")
        return 130
    print(_table(asked, report))
    for words in report.verdict.breaches[:20]:
        print(f"BREACH: {words}")
    if report.verdict.breaches:
        print(f"commit {_commit()}; again: python3 -m tests.kill {' '.join(argv)}")
    return int(bool(report.verdict.breaches))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python3 -m tests.kill", description=__doc__)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--replicas", type=int, help="hubs on one PostgreSQL; default: 2")
    parser.add_argument("--for-s", type=float, default=0, help="no more kills after that")
    return parser


def _table(asked: Asked, report: Report) -> str:
    found = report.verdict
    rows: dict[str, object] = {
        "engine": f"{asked.engine}, {asked.replicas} hub(s), seed {asked.seed}",
        **{f"killed: {what}": count for what, count in sorted(report.kills.items())},
        "webhook posts": f"{report.posts}, {report.refused} of them not taken at first",
        "customers’ messages": found.webhooks,
        "Send pressed": found.pressed,
        "accepted by the hub": found.accepted,
        "returned to the rep": found.returned,
        "reached the platform": found.sent,
        "calls cut by a kill": found.under_way,
        "unknown, the rep is asked": found.asked,
        "duplicates": found.duplicates,
        "lost": found.lost,
        "breaches": len(found.breaches),
        "seconds": f"{report.seconds:.0f}",
        **{f"logged: {words}": count for words, count in report.logged.most_common(12)},
    }
    return "\n".join(f"{name:28} {value}" for name, value in rows.items())


def _commit() -> str:
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
