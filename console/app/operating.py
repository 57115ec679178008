"""What an operator asks of a hub's database, whether the hub runs or not."""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.hub.audit import Proof


def noted(text: str) -> tuple[int, str]:
    """Number and hash of an entry that was written down."""
    if not re.fullmatch(r"[0-9]{1,18}:[0-9a-f]{64}", text):
        raise argparse.ArgumentTypeError("it must be as --verify printed it: NUMBER:HASH")
    number, _, digest = text.partition(":")
    return int(number), digest


def audit(options: argparse.Namespace) -> int:
    """0 if every entry of the trail fits; 1 and the first that doesn't, if not."""
    proof = asyncio.run(_verified(options))
    if proof.trouble:
        print(proof.trouble, file=sys.stderr)
        return 1
    print(f"All {proof.number} entries fit together. The last one: {proof.number}:{proof.hash}")
    return 0


async def _verified(options: argparse.Namespace) -> Proof:
    from console.hub.audit import verify
    from console.hub.clock import WallClock
    from console.hub.settings_file import load
    from console.hub.store.store import Store

    store = Store(load(options.config).database_url, clock=WallClock())
    try:
        return await verify(store, options.noted)
    finally:
        await store.close()
