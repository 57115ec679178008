"""The demo: the desk on a hub of its own, with simulated customers and colleagues."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.app.environment import Folders
    from console.app.shop.history import History

REP, DESK_NAME = "maya", "Utrecht-07"


def main(argv: list[str]) -> int:
    """0 after the window was closed or the pictures are written; 1 if it can't start."""
    options = _parser().parse_args(argv)
    if options.colleagues:
        return _colleagues(options)
    if options.shots is None and not _has_screen():
        options.shots = Path("shots-demo")
        print(
            "There is no screen here, so the demo plays a tour and writes a picture of every "
            f"screen to {options.shots}/."
        )
    if options.shots is not None:
        from console.app.tour import tour

        return tour(options.shots, seed=options.seed)
    return _show(options)


def _has_screen() -> bool:
    """Whether a window could be shown to a person."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform in {"offscreen", "minimal", "vnc"}:
        return False
    if sys.platform != "linux" or platform:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _show(options: argparse.Namespace) -> int:
    from console.app.environment import DeskLog, folders
    from console.app.shop.children import Children, ChildTrouble
    from console.app.shop.history import History

    places = _under(folders())
    history = History(places.data / "shop")
    if options.fresh:
        shutil.rmtree(places.data, ignore_errors=True)
    if not history.is_there(options.seed):
        shutil.rmtree(places.data, ignore_errors=True)
        places.data.mkdir(parents=True, mode=0o700)
        _play(history, options.seed)
    log = DeskLog(places.state)
    try:
        with Children(history, speed=options.speed, seed=options.seed) as children:
            return _desk(places, children.hub_url)
    except ChildTrouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    finally:
        log.close()


def _under(places: Folders) -> Folders:
    """The demo's own folders: it must not touch the drafts of a rep's real desk."""
    from console.app.environment import Folders

    own = Folders(
        places.data / "demo", places.cache / "demo", places.state / "demo", places.config
    )
    for folder in (own.data, own.cache, own.state):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return own


def _play(history: History, seed: int) -> None:
    """The shop's last days have been played; a line on the terminal says how far it is."""
    from console.app.shop import stories
    from console.app.shop.loop import run

    story = stories.load(datetime.now(UTC).replace(microsecond=0))

    def progress(done: int, of: int) -> None:
        if sys.stdout.isatty():
            print(f"\rPlaying the shop’s last days: {100 * done // of} %", end="", flush=True)

    if not sys.stdout.isatty():
        print("Playing the shop’s last days. This takes a moment, the first time only.")
    run(history.make(story, seed=seed, progress=progress))
    if sys.stdout.isatty():
        print()


def _desk(places: Folders, hub_url: str) -> int:
    """Maya's desk, signed in, until its window is closed."""
    from console.app.desk import load_the_rest, paint_first
    from console.app.shop.seat import signed_in

    screens = paint_first(places, DESK_NAME)
    load_the_rest()
    from console.app.desk_run import run

    credentials = asyncio.run(signed_in(places.data, hub_url, REP))
    return run(screens, places, hub_url=hub_url, desk_name=DESK_NAME, credentials=credentials)


def _colleagues(options: argparse.Namespace) -> int:
    from console.app import parent
    from console.app.shop import colleagues, stories

    async def stay() -> None:
        async with asyncio.TaskGroup() as group:
            staying = group.create_task(
                colleagues.stay(
                    options.colleagues, stories.load(), without=REP, speed=options.speed
                )
            )
            await parent.gone(options.parent)
            staying.cancel()

    try:
        asyncio.run(stay())
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m console demo", description=__doc__)
    add = parser.add_argument
    add("--speed", type=_speed, default=1.0, metavar="X", help="60 makes an hour a minute")
    add("--seed", type=int, default=0, metavar="N", help="another number, another day")
    add("--shots", type=Path, metavar="DIR", help="write a picture of every screen and end")
    add("--fresh", action="store_true", help="play the shop's last days anew")
    add("--colleagues", metavar="URL", help=argparse.SUPPRESS)
    add("--parent", type=int, default=0, help=argparse.SUPPRESS)
    return parser


def _speed(text: str) -> float:
    speed = float(text)
    if not 0.1 <= speed <= 600:
        raise argparse.ArgumentTypeError("give a number from 0.1 to 600")
    return speed
