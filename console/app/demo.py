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

from console.domain.texts import _

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from console.app.environment import Folders
    from console.app.running import Lock
    from console.app.shop.kept import KeptShop

REP, DESK_NAME = "maya", "Utrecht-07"


def main(argv: list[str]) -> int:
    """0 after the window was closed or the pictures are written; 1 if it can't start."""
    options = _parser().parse_args(argv)
    if options.colleagues:
        return _colleagues(options)
    if options.play:
        return _play(options)
    if options.shots is None and not _has_screen():
        options.shots = Path("shots-demo")
        print(
            _(
                "There is no screen here, so the demo plays a tour and writes a picture of "
                "every screen to {shots}/."
            ).format(shots=options.shots)
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
    from console.app.environment import folders
    from console.app.running import take_lock

    places = _under(folders())
    lock = take_lock(places.state)
    if isinstance(lock, int):
        return lock
    try:
        return _shown(places, lock, options)
    finally:
        lock.close()


def _shown(places: Folders, lock: Lock, options: argparse.Namespace) -> int:
    """Of the one demo in these folders: played first, if there is no history yet."""
    from console.app.shop.kept import KeptShop

    shop = KeptShop(places.data / "shop")
    if options.fresh or not shop.is_there(options.seed):
        from console.app.door import Door
        from console.app.playing import command_for, played
        from console.ui.theme.style import make_application

        make_application(sys.argv[0])
        door = Door(lock, places.data)
        try:
            if not played(places, shop.folder, command_for(options.seed)):
                return 0
        finally:
            door.close()
        _forget_all_but(shop.folder)
    return _desk(places, shop, lock, options)


def _forget_all_but(shop: Path) -> None:
    """What the desk kept of an earlier shop is gone: it knows other customers."""
    for path in shop.parent.iterdir():
        if path.is_dir() and path != shop:
            shutil.rmtree(path, ignore_errors=True)
        elif path != shop:
            path.unlink(missing_ok=True)


def _under(places: Folders) -> Folders:
    """The demo's own folders: it must not touch the drafts of a rep's real desk."""
    from console.app.environment import Folders

    own = Folders(
        places.data / "demo", places.cache / "demo", places.state / "demo", places.config
    )
    for folder in (own.data, own.cache, own.state):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return own


def _desk(places: Folders, shop: KeptShop, lock: Lock, options: argparse.Namespace) -> int:
    """Maya's desk until its window is closed: painted first, then what it needs is started."""
    from console.app.desk import load_the_rest, paint_first
    from console.app.environment import DeskLog

    screens = paint_first(places, DESK_NAME)
    from console.app.door import Door  # here: the window is there already
    from console.app.shop.children import Children
    from console.app.starting import Starting

    log = DeskLog(places.state)
    door = Door(lock, places.data)
    door.session_wanted.connect(screens.show_session)
    starting = Starting(Children(shop, speed=options.speed, seed=options.seed))
    try:
        load_the_rest()
        from console.app.demo_run import run

        return run(screens, places, starting, rep=REP, desk_name=DESK_NAME)
    finally:
        door.close()
        starting.stop()
        log.close()


def _play(options: argparse.Namespace) -> int:
    """The shop's last days have been played into the demo's folder, for the one who waits."""
    from console.app.environment import folders
    from console.app.shop import history, stories
    from console.app.shop.loop import run

    story = stories.load(datetime.now(UTC).replace(microsecond=0))
    folder = _under(folders()).data / "shop"
    said = [-1]

    def progress(done: int, of: int) -> None:
        percent = 100 * done // of
        if percent != said[0]:
            said[0] = percent
            print(f"{percent} %", flush=True)

    work = history.play(folder, story, seed=options.seed, progress=progress)
    run(_while_parent_lives(work, options.parent))
    return 0


async def _while_parent_lives(work: Coroutine[object, object, object], pid: int) -> None:
    """The work is done, or was given up because nobody waits for it any more."""
    from console.app import parent

    async with asyncio.TaskGroup() as group:
        working = group.create_task(work)
        watching = group.create_task(parent.gone(pid))
        await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
        working.cancel()
        watching.cancel()


def _colleagues(options: argparse.Namespace) -> int:
    from console.app.shop import colleagues, stories

    work = colleagues.stay(options.colleagues, stories.load(), without=REP, speed=options.speed)
    try:
        asyncio.run(_while_parent_lives(work, options.parent))
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m console demo", description=__doc__)
    add = parser.add_argument
    add("--speed", type=_speed, default=1.0, metavar="X", help=_("60 makes an hour a minute"))
    add("--seed", type=int, default=0, metavar="N", help=_("another number, another day"))
    add("--shots", type=Path, metavar="DIR", help=_("write a picture of every screen and end"))
    add("--fresh", action="store_true", help=_("play the shop's last days anew"))
    add("--colleagues", metavar="URL", help=argparse.SUPPRESS)
    add("--play", action="store_true", help=argparse.SUPPRESS)
    add("--parent", type=int, default=0, help=argparse.SUPPRESS)
    return parser


def _speed(text: str) -> float:
    speed = float(text)
    if not 0.1 <= speed <= 600:
        raise argparse.ArgumentTypeError(_("give a number from 0.1 to 600"))
    return speed
