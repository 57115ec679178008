"""Number check: asks Graph and our own public address whether a number works, end to end."""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from console.channels.whatsapp import number_checks
from console.channels.whatsapp.calls import GraphCall
from console.domain.findings import Finding, note, ok, trouble
from console.domain.texts import _
from console.hub.gateway import Gateway, Reply
from console.hub.settings import ChannelSettings, Settings

WEBHOOK_PATH = "/webhooks/whatsapp"

Reading = Callable[[Any], Iterable[Finding]]


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
    for what, call, reading in asked:
        answer = await gateway.call(call, number_id=channel.phone_number_id)
        if not isinstance(answer, Reply):
            return [*found, _unreachable(settings.graph_base_url)]
        if answer.is_good:
            found.extend(reading(answer.body))
        else:
            found.append(number_checks.refused(what, answer.body, answer.status))
    return [*found, await _round_trip(gateway, callback, channel.verify_token.reveal())]


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
