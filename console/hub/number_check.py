"""Number check: asks Graph and our own public address whether a number works, end to end."""

import asyncio
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from console.channels.whatsapp import number_checks
from console.channels.whatsapp.calls import GraphCall
from console.channels.whatsapp.entry_links import chat_link
from console.domain.errors import NotFound
from console.domain.findings import Finding, note, ok, trouble
from console.domain.ids import ChannelId
from console.domain.texts import _
from console.hub import groups
from console.hub.gateway import Gateway, Reply
from console.hub.settings import ChannelSettings, Settings
from console.hub.store import schema
from console.hub.store.store import Store
from console.wire.views import ChannelReport

WEBHOOK_PATH = "/webhooks/whatsapp"

Reading = Callable[[Any], Iterable[Finding]]


async def report(
    store: Store, gateway: Gateway, settings: Settings, channel_id: ChannelId
) -> ChannelReport:
    """What a look at one of the hub's numbers has found.

    Raises:
        NotFound: no such channel, or hub.toml has it no more.
    """
    query = sa.select(schema.channel).where(schema.channel.c.id == channel_id)
    async with store.reading() as connection:
        row = (await connection.execute(query)).mappings().first()
    number_id = None if row is None else row["phone_number_id"]
    channel = next((one for one in settings.channels if one.phone_number_id == number_id), None)
    if channel is None:
        raise NotFound(_("The hub’s settings have no such number."))
    found = await check(gateway, channel, settings, store.clock.now())
    async with store.reading() as connection:
        found += await groups.findings(connection, channel_id)
    return ChannelReport(
        channel_id=channel_id,
        name=channel.name,
        display_number=channel.display_number,
        chat_link=chat_link(channel.display_number),
        checked_at=store.clock.now(),
        findings=tuple(found),
    )


async def check(
    gateway: Gateway, channel: ChannelSettings, settings: Settings, now: datetime
) -> list[Finding]:
    """Everything found about the number, in the order in which one would mend it.

    The order is that of Meta's own: token, number, account, subscription, webhooks.
    """
    callback = f"{settings.public_url.rstrip('/')}{WEBHOOK_PATH}" if settings.public_url else ""
    token = channel.access_token.reveal()
    asked: list[tuple[str, GraphCall, Reading]] = [
        (
            _("Access token"),
            number_checks.token_call(token),
            lambda body: number_checks.token(body, now),
        ),
        (
            _("Number"),
            number_checks.number_call(channel.phone_number_id),
            number_checks.number,
        ),
        (_("Account"), number_checks.account_call(channel.waba_id), number_checks.account),
        (
            _("Subscription"),
            number_checks.subscription_call(channel.waba_id),
            lambda body: number_checks.subscription(body, callback),
        ),
    ]
    found = [*number_checks.version(settings.graph_version, now)]
    async with asyncio.TaskGroup() as group:
        way_in = group.create_task(
            _round_trip(gateway, callback, channel.verify_token.reveal())
        )
        answers = [
            group.create_task(gateway.call(call, number_id=channel.phone_number_id))
            for _what, call, _reading in asked
        ]
    for (what, _call, reading), told in zip(asked, answers, strict=True):
        answer = told.result()
        if not isinstance(answer, Reply):
            return [*found, _unreachable(settings.graph_base_url)]
        if answer.is_good:
            found.extend(reading(answer.body))
        else:
            found.append(number_checks.refused(what, answer.body, answer.status))
    return [*found, way_in.result()]


def _unreachable(base_url: str) -> Finding:
    return trouble(
        _("Meta can’t be reached at {address}.").format(address=base_url),
        _("Check this machine’s network, proxy and firewall."),
    )


async def _round_trip(gateway: Gateway, callback: str, verify_token: str) -> Finding:
    """Whether a webhook that is sent to the public address ends at a hub with this token."""
    if not callback:
        return note(
            _("public_url isn’t set, so it can’t be checked that webhooks arrive."),
            _("Set it in hub.toml to the address that Meta calls."),
        )
    challenge = secrets.token_hex(16)
    query = {
        "hub.mode": "subscribe",
        "hub.verify_token": verify_token,
        "hub.challenge": challenge,
    }
    answer = await gateway.ask_ourselves(callback, query)
    if not isinstance(answer, Reply):
        return trouble(
            _("Nothing answers at {address}.").format(address=callback),
            _("Check that the hub runs, and DNS, certificate and reverse proxy."),
        )
    if answer.is_good and answer.raw == challenge.encode():
        return ok(_("Webhooks reach this hub through {address}.").format(address=callback))
    return trouble(
        _("{address} answers {status}, and not as this hub would.").format(
            address=callback, status=answer.status
        ),
        _("Check that the reverse proxy leads there, and the verify token."),
    )
