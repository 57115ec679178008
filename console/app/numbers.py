"""What an administrator asks about the hub's numbers: do they work, and how is one reached."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from console.app.doctor import line
from console.domain.findings import Finding, Kind
from console.domain.texts import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from console.hub.settings import ChannelSettings, Settings


def add_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    """`add(name, do, words)` makes a command of the hub's command line."""
    add("check", _check, _("ask Meta whether the numbers work, and whether webhooks arrive"))
    link = add("link", _link, _("print the links by which customers open a chat"))
    link.add_argument("--text", default="", help=_("stands in the customer's composer"))
    link.add_argument(
        "--qr", type=Path, metavar="FOLDER", help=_("write QR codes as SVG there")
    )


def _check(options: argparse.Namespace) -> int:
    """0 if nothing keeps a number from working; 1 if something does."""
    settings = _with_numbers(options)
    if settings is None:
        return 1
    found = asyncio.run(_checked(settings))
    for channel, findings in found:
        print(f"{channel.name}  {channel.display_number}")
        for finding in findings:
            print(f"  {line(finding)}")
    return int(any(one.kind is Kind.TROUBLE for _channel, all_ in found for one in all_))


async def _checked(settings: Settings) -> list[tuple[ChannelSettings, list[Finding]]]:
    from console.hub.gateway import gateway_settings, open_gateway
    from console.hub.number_check import check

    now = datetime.now(UTC)
    async with open_gateway(gateway_settings(settings)) as gateway:
        return [
            (channel, (await check(gateway, channel, settings, now)).findings)
            for channel in settings.channels
        ]


def _link(options: argparse.Namespace) -> int:
    """0 once every number's link is printed, and its QR code in the folder if asked for."""
    import segno

    from console.channels.whatsapp.entry_links import PREFILLED_MOST, chat_link

    settings = _with_numbers(options)
    if settings is None:
        return 1
    if len(options.text) > PREFILLED_MOST:
        words = _("The text may have {count} characters at most.").format(count=PREFILLED_MOST)
        print(words, file=sys.stderr)
        return 2
    for channel in settings.channels:
        link = chat_link(channel.display_number, options.text)
        print(f"{channel.name}  {link}")
        if options.qr is not None:
            options.qr.mkdir(parents=True, exist_ok=True)
            file = options.qr / f"{channel.phone_number_id}.svg"
            segno.make(link, micro=False).save(str(file), scale=8)
            print(f"  {file}")
    return 0


def _with_numbers(options: argparse.Namespace) -> Settings | None:
    from console.hub.settings_file import load

    settings = load(options.config)
    if settings.channels:
        return settings
    print(
        _("{file} has no [[channel]] yet: there is no number.").format(file=options.config),
        file=sys.stderr,
    )
    return None
