"""Number check: asks Graph and our own public address whether a number works, end to end."""

import asyncio
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console.channels.whatsapp import number_checks, number_setup
from console.channels.whatsapp.calls import GraphCall
from console.channels.whatsapp.entry_links import chat_link
from console.domain.business_numbers import NumberFacts
from console.domain.errors import NotFound
from console.domain.findings import Finding, note, ok, trouble
from console.domain.ids import ChannelId
from console.domain.texts import _
from console.hub import groups, number_rows
from console.hub.gateway import Gateway, Reply
from console.hub.numbers import Numbers
from console.hub.settings import ChannelSettings, Settings
from console.hub.store.store import Store
from console.wire.numbers import ChannelReport

Reading = Callable[[Any], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Look:
    """What was found about a number, in the order in which one would mend it, and the facts."""

    findings: list[Finding]
    facts: NumberFacts


async def report(
    store: Store, gateway: Gateway, numbers: Numbers, channel_id: ChannelId
) -> ChannelReport:
    """What a look at one of the hub's numbers has found.

    Raises:
        NotFound: no such channel, or the hub has its keys no more.
    """
    channel = numbers.find(channel_id)
    if channel is None:
        raise NotFound(_without_keys(numbers.unread(channel_id)))
    now = store.clock.now()
    look = await check(gateway, channel, numbers.settings, now)
    if numbers.fault:
        look.findings.append(_unused(numbers.fault))
    async with store.reading() as connection:
        look.findings.extend(await groups.findings(connection, channel_id))
        registered = await number_rows.registered(connection, channel_id, now)
    return ChannelReport(
        channel_id=channel_id,
        name=channel.name,
        display_number=channel.display_number,
        chat_link=chat_link(channel.display_number),
        checked_at=now,
        findings=tuple(look.findings),
        facts=look.facts,
        in_file=numbers.is_in_file(channel.phone_number_id),
        registered=registered,
        callback=numbers.settings.callback,
    )


def _without_keys(why: str) -> str:
    if why:
        return _("The keys of this number can’t be opened: {why}").format(why=why)
    return _("The hub has no such number, or no keys for it any more.")


def _unused(fault: str) -> Finding:
    return note(
        _("hub.toml was changed and can’t be used: {fault}").format(fault=fault),
        _("Correct it. Until then the hub goes by what stood there before."),
    )


async def check(
    gateway: Gateway, channel: ChannelSettings, settings: Settings, now: datetime
) -> Look:
    """Everything about the number.

    The order is that of Meta's own: token, number, account, subscription, webhooks.
    """
    callback = settings.callback
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
    bodies: list[Any] = []
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
            return Look([*found, _unreachable(settings.graph_base_url)], NumberFacts())
        bodies.append(answer.body if answer.is_good else None)
        if answer.is_good:
            found.extend(reading(answer.body))
        else:
            found.append(number_checks.refused(what, answer.body, answer.status))
    facts = number_setup.facts(
        token=bodies[0], number=bodies[1], account=bodies[2], apps=bodies[3], callback=callback
    )
    return Look([*found, way_in.result()], facts)


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
