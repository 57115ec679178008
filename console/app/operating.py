"""What an operator asks of a hub's database, whether the hub runs or not."""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from console.hub.audit import Proof
    from console.hub.restored import Marked
    from console.hub.sealing import Keys
    from console.hub.store.store import Store


def _noted(text: str) -> tuple[int, str]:
    """Number and hash of an entry that was written down."""
    if not re.fullmatch(r"[0-9]{1,18}:[0-9a-f]{64}", text):
        raise argparse.ArgumentTypeError("it must be as --verify printed it: NUMBER:HASH")
    number, _, digest = text.partition(":")
    return int(number), digest


def add_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    """`add(name, do, words)` makes a command of the hub's command line."""
    trail = add("audit", _audit, "look at the audit trail")
    trail.add_argument("--verify", action="store_true", required=True, help="all of it")
    trail.add_argument("--noted", type=_noted, metavar="NUMBER:HASH", help="must fit")
    backup = add("backup", _back_up, "copy a running hub's data into one file")
    backup.add_argument("--to", type=Path, required=True, metavar="FILE")
    restore = add("restore", _restore, "put a backup in place; the hub must not run")
    source = restore.add_mutually_exclusive_group(required=True)
    source.add_argument("--from", dest="source", type=Path, metavar="FILE")
    source.add_argument("--mark-only", action="store_true", help="it was restored otherwise")
    restore.add_argument("--replace", action="store_true", help="keep what is there aside")
    seal = add("seal", _seal, "encrypt the secrets that stand in hub.toml")
    seal.add_argument("--new-key", action="store_true", help="make a new key in the key file")
    seal.add_argument("--print-key", action="store_true", help="only print a new key")
    add("release", _release, "let messages go that a restore has held back")


def _audit(options: argparse.Namespace) -> int:
    """0 if every entry of the trail fits; 1 and the first that doesn't, if not."""
    proof = asyncio.run(_verified(options))
    if proof.trouble:
        print(proof.trouble, file=sys.stderr)
        return 1
    print(f"All {proof.number} entries fit together. The last one: {proof.number}:{proof.hash}")
    return 0


async def _verified(options: argparse.Namespace) -> Proof:
    from console.hub.audit import verify

    async with opened(options) as store:
        return await verify(store, options.noted)


def _back_up(options: argparse.Namespace) -> int:
    """0 once the file is there and whole."""
    from console.hub.backup import back_up
    from console.hub.clock import WallClock
    from console.hub.settings_file import load

    settings = load(options.config)
    made = back_up(settings, options.to, clock=WallClock(), progress=_Progress())
    messages = made.contents.rows.get("message", 0)
    print(f"Backed up to {options.to}: {messages} messages, {made.media} files, checked.")
    if made.missing:
        print(f"{made.missing} files that the database names were not there.", file=sys.stderr)
    return 0


class _Progress:
    """One line on stderr for every tenth of the way."""

    def __init__(self) -> None:
        self._said = ("", -1)

    def __call__(self, what: str, done: int, whole: int) -> None:
        tenths = 10 * done // max(whole, 1)
        if (what, tenths) != self._said:
            self._said = (what, tenths)
            print(f"{what}: {10 * tenths} %", file=sys.stderr, flush=True)


def _restore(options: argparse.Namespace) -> int:
    """0 once the hub may be started again."""
    marked, aside = asyncio.run(_restored(options))
    if aside is not None:
        print(f"What was there is in {aside}.")
    print(
        f"Restored. {marked.unknown} messages were under way and are unknown now; "
        f"{marked.held} were queued and are held back. Everybody signs in again. Start the "
        "hub, look, then let the held ones go with: hub release"
    )
    return 0


async def _restored(options: argparse.Namespace) -> tuple[Marked, Path | None]:
    from console.hub import restored
    from console.hub.clock import WallClock
    from console.hub.restore import restore
    from console.hub.settings_file import load
    from console.hub.store import one_hub
    from console.hub.store.migrate import migrate

    settings = load(options.config)
    if not options.mark_only:
        return await restore(
            settings, options.source, instead=options.replace, clock=WallClock()
        )
    with one_hub.alone(settings.database_url):
        async with opened(options) as store:
            if not store.is_sqlite:
                await restored.refuse_while_in_use(store)
            await migrate(store)
            return await restored.mark(store, "by other means"), None


def _seal(options: argparse.Namespace) -> int:
    """0 once no secret stands in the settings as it is."""
    from console.hub import sealed_file, sealing

    if options.print_key:
        print(sealing.new_key())
        return 0
    try:
        count = sealed_file.seal(
            options.config,
            os.environ,
            anew=options.new_key,
            elsewhere=lambda keys: asyncio.run(_numbers_sealed(options, keys)),
        )
    except sealing.SealFault as fault:
        print(fault, file=sys.stderr)
        return 1
    print(f"Sealed {count} secrets in {options.config}.")
    if count:
        asyncio.run(_on_record(options, count, anew=options.new_key))
    return 0


async def _numbers_sealed(options: argparse.Namespace, keys: Keys) -> bool:
    """Whether the keys of all numbers connected in the window are sealed with the newest."""
    from console.hub import number_sealing, outage

    try:
        async with opened(options) as store:
            if count := await number_sealing.seal_anew(store, keys):
                print(f"Sealed the keys of {count} numbers in the database.")
    except outage.FAULTS:
        print("The database can’t be used, so the old key stays in force.", file=sys.stderr)
        return False
    return True


async def _on_record(options: argparse.Namespace, count: int, *, anew: bool) -> None:
    from console.hub import audit, outage
    from console.hub.audit import Action

    why = f"{count} secrets, {'a new key' if anew else 'the same key'}"
    try:
        async with opened(options) as store, store.transaction() as tx:
            audit.append(tx, Action.SECRETS_SEALED, "settings", by=audit.COMMAND_LINE, why=why)
    except outage.FAULTS:
        print("It isn’t on record: the database can’t be used.", file=sys.stderr)


def _release(options: argparse.Namespace) -> int:
    """0 once no message is held back any more."""
    print(f"Let {asyncio.run(_released(options))} messages go.")
    return 0


async def _released(options: argparse.Namespace) -> int:
    from console.hub import restored

    async with opened(options) as store:
        return await restored.release(store)


@asynccontextmanager
async def opened(options: argparse.Namespace) -> AsyncIterator[Store]:
    """The hub's database, whether the hub runs or not."""
    from console.hub.clock import WallClock
    from console.hub.settings_file import load
    from console.hub.store.store import Store

    store = Store(load(options.config).database_url, clock=WallClock())
    try:
        yield store
    finally:
        await store.close()
