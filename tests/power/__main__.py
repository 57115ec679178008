"""`python3 -m tests.power`: power cuts of a hub at work; what it answered 200 must be there.

The hub is the real one, in a process of its own whose writes and syncs a small library notes.
From the notes the disk is made as it may be found after a cut at any moment, and opened.
"""

import argparse
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tests.power import disk, load
from tests.power.load import Taken

_NAMES = {"d": "hub.db", "w": "hub.db-wal"}
_LYING = 50


def main(argv: list[str]) -> int:
    """0 if nothing that was answered is lost; 1 if it is, 2 without a compiler."""
    options = _parser().parse_args(argv)
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        print("This needs Linux and a C compiler named cc.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        shim = top / "shim.so"
        source = Path(__file__).with_name("shim.c")
        command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(shim), str(source), "-ldl"]
        subprocess.run(command, check=True)
        taken = load.run(top, shim, for_s=options.for_s)
        return _judge(top, taken, options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python3 -m tests.power", description=__doc__)
    parser.add_argument("--cuts", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--for-s", type=float, default=10, help="how long customers write")
    return parser


def _judge(top: Path, taken: Taken, options: argparse.Namespace) -> int:
    acts = list(disk.read(taken.notes))
    syncs = sum(act.what == "s" for act in acts)
    print(f"{len(taken.answered)} answered 200; {len(acts) - syncs} writes, {syncs} syncs")
    began_s = time.monotonic()
    lost = _cuts(top, taken, acts, options.cuts, options.seed)
    seen = _cuts(top, taken, acts, _LYING, options.seed, honest=False)
    print(f"{options.cuts} cuts: in {lost} something answered was lost or the file damaged")
    print(f"a disk that lies about syncs, {_LYING} cuts: noticed in {seen}")
    print(f"{time.monotonic() - began_s:.0f} s, seed {options.seed}")
    return int(bool(lost) or not seen)


def _cuts(
    top: Path, taken: Taken, acts: list[disk.Act], count: int, seed: int, *, honest: bool = True
) -> int:
    """In how many cuts the database wasn't whole."""
    chance = random.Random(seed)
    moments = sorted(chance.randrange(len(acts)) for _ in range(count))
    files = {name: bytearray(data) for name, data in taken.before.items()}
    found, broken, done = disk.Disk(files, honest), 0, 0
    for moment in moments:
        for act in acts[done : moment + 1]:
            found.take(act)
        done = moment + 1
        reached = acts[moment].noted_at
        wanted = {key for key, at in taken.answered.items() if at <= reached}
        trouble = _trouble(top / "found", found.cut(chance), wanted)
        broken += bool(trouble)
        if trouble and honest:
            print(f"BREACH at {moment}: {trouble}")
    if honest:
        for act in acts[done:]:
            found.take(act)
        if found.whole() != taken.after:
            raise AssertionError("the notes don't tell of everything that was written")
    return broken


def _trouble(folder: Path, files: dict[str, bytes], wanted: set[str]) -> str:
    """What is wrong with the database that is found; empty if nothing is."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in files.items():
        (folder / _NAMES[name]).write_bytes(data)
    try:
        with closing(sqlite3.connect(folder / "hub.db")) as database:
            (sound,) = database.execute("PRAGMA integrity_check(1)").fetchone()
            rows = database.execute("SELECT sha256 FROM raw_webhook").fetchall()
    except sqlite3.DatabaseError as error:
        return str(error)
    missing = wanted - {sha256 for (sha256,) in rows}
    if sound != "ok":
        return str(sound)
    return f"{len(missing)} of {len(wanted)} answered are missing" if missing else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
