"""Number check: asks Graph and our own public address whether a number works, end to end."""

import asyncio
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from console.channels.whatsapp import faults, health, number_checks, number_setup
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
    """What was found about a number.

    Attributes:
        findings: in the order in which one would mend what is wrong.
        stops: why it can't send, in English; empty if it can.
        answered: whether Meta said anything at all.
    """

    findings: list[Finding]
    facts: NumberFacts = field(default_factory=NumberFacts)
    stops: str = ""
    answered: bool = True


async def report(
    store: Store, gateway: Gateway, numbers: Numbers, channel_id: ChannelId
) -> tuple[ChannelReport, Look]:
    """What a look at one of the hub's numbers has found, as it is shown and as it is kept.

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
        queue_id, rep_id = await number_rows.goes_to(connection, channel_id)
    shown = ChannelReport(
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
        queue_id=queue_id,
        rep_id=rep_id,
    )
    return shown, look


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
    asked = _questions(channel, callback, now)
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
            lost = _unreachable(settings.graph_base_url)
            return Look([*found, lost], answered=False)
        bodies.append(answer.body if answer.is_good else None)
        if answer.is_good:
            found.extend(reading(answer.body))
        else:
            found.append(number_checks.refused(what, answer.body, answer.status))
    facts = number_setup.facts(
        token=bodies[0], number=bodies[1], account=bodies[2], apps=bodies[3], callback=callback
    )
    facts = replace(facts, version_ends_at=number_checks.version_end(settings.graph_version))
    return Look([*found, way_in.result()], facts, _stops(answers[1].result()))


def _questions(
    channel: ChannelSettings, callback: str, now: datetime
) -> list[tuple[str, GraphCall, Reading]]:
    """What each is about, how it is asked, and how the answer is read."""
    token = channel.access_token.reveal()
    return [
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


def _stops(answer: object) -> str:
    """Why the number can't send, by what Meta answers when asked about it."""
    if not isinstance(answer, Reply):
        return ""
    if answer.is_good:
        return health.trouble_of(answer.body)
    failure = faults.of_answer(answer.status, answer.raw, answer.headers)
    is_channels = isinstance(failure, faults.Failure) and failure.kind is faults.Class.CHANNEL
    return failure.words if is_channels and isinstance(failure, faults.Failure) else ""


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
