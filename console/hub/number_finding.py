"""Number finding: which accounts and numbers a token reaches, before one is connected."""

import asyncio
from dataclasses import replace

from console.channels.whatsapp import number_checks, number_setup
from console.channels.whatsapp.calls import GraphCall
from console.channels.whatsapp.number_setup import Listed
from console.domain.business_numbers import room_for_numbers
from console.domain.errors import InvalidInput, Unavailable
from console.domain.findings import Finding, trouble
from console.domain.texts import _
from console.hub.gateway import Gateway, Reply, may_be_a_token
from console.hub.numbers import Numbers
from console.hub.ports import Clock
from console.wire.numbers import FindNumbers, FoundAccount, FoundNumber, FoundNumbers

_PAGES, _ACCOUNTS = 20, 50


async def find(
    gateway: Gateway, numbers: Numbers, clock: Clock, request: FindNumbers
) -> FoundNumbers:
    """What the token is good for, and the numbers of every account it reaches.

    Raises:
        InvalidInput: there is no token, or an account isn't named by its digits.
        Unavailable: Meta can't be reached.
    """
    token = request.access_token.strip()
    if not token:
        raise InvalidInput(_("Paste the access token of a system user first."))
    if not all(one.isdecimal() and one.isascii() for one in request.accounts):
        raise InvalidInput(_("The id of a WhatsApp account is made of digits alone."))
    told = await ask(gateway, number_checks.token_call(token), token)
    if not told.is_good:
        return FoundNumbers(findings=(_refused(told),))
    findings = list(number_checks.token(told.body, clock.now()))
    named = dict.fromkeys((*number_setup.accounts_of(told.body), *request.accounts))
    accounts: list[FoundAccount] = []
    async with asyncio.TaskGroup() as group:
        asked = [
            group.create_task(_account(gateway, numbers, one, token))
            for one in list(named)[:_ACCOUNTS]
        ]
    for task in asked:
        found = task.result()
        if isinstance(found, Finding):
            findings.append(found)
        else:
            accounts.append(found)
    if not named:
        findings.append(
            trouble(
                _("The token names no WhatsApp account."),
                _("Give the system user the account at Meta, or write the account’s id here."),
            )
        )
    return FoundNumbers(findings=tuple(findings), accounts=_counted(accounts))


async def ask(gateway: Gateway, call: GraphCall, token: str) -> Reply:
    """Graph's answer with a token.

    Raises:
        InvalidInput: the token can't be one.
        Unavailable: Meta can't be reached.
    """
    if not may_be_a_token(token):
        words = _(
            "This can’t be an access token: it has characters that none has. Copy it again."
        )
        raise InvalidInput(words)
    answer = await gateway.ask(call, token)
    if isinstance(answer, Reply):
        return answer
    raise Unavailable(
        _("Meta can’t be reached from the hub. Check its network and try again."),
        retry_after_s=10,
    )


async def _account(
    gateway: Gateway, numbers: Numbers, waba_id: str, token: str
) -> FoundAccount | Finding:
    told = await ask(gateway, number_checks.account_call(waba_id), token)
    if not told.is_good:
        return _refused(told, waba_id)
    listed: list[Listed] = []
    after = ""
    for _page in range(_PAGES):
        page = await ask(gateway, number_setup.numbers_call(waba_id, after), token)
        if not page.is_good:
            return _refused(page, waba_id)
        rows, after = number_setup.read_numbers(page.body)
        listed.extend(rows)
        if not after:
            break
    limit = await _limit(gateway, listed, token)
    facts = replace(number_setup.facts(account=told.body), limit=limit)
    here = {one.phone_number_id: one.name for one in numbers.channels}
    return FoundAccount(
        account=waba_id,
        name=facts.account,
        portfolio=facts.portfolio,
        is_verified_business=facts.is_verified_business,
        room=room_for_numbers(facts, numbers.settings.portfolio_numbers),
        used=len(listed),
        numbers=tuple(
            FoundNumber(
                number_id=one.number_id,
                display_number=one.display_number,
                verified_name=one.verified_name,
                is_verified=one.is_verified,
                ready=one.ready,
                here=here.get(one.number_id, ""),
            )
            for one in listed
        ),
    )


async def _limit(gateway: Gateway, listed: list[Listed], token: str) -> int:
    """The messaging limit of the portfolio, which any of its numbers tells."""
    if not listed:
        return 0
    told = await ask(gateway, number_checks.number_call(listed[0].number_id), token)
    return number_setup.facts(number=told.body if told.is_good else None).limit


def _counted(accounts: list[FoundAccount]) -> tuple[FoundAccount, ...]:
    """Each with how many numbers its whole portfolio has, as far as the token shows."""
    used: dict[str, int] = {}
    for one in accounts:
        used[one.portfolio] = used.get(one.portfolio, 0) + one.used
    return tuple(
        replace(one, used=used[one.portfolio]) if one.portfolio else one for one in accounts
    )


def _refused(answer: Reply, waba_id: str = "") -> Finding:
    what = _("Account {account}").format(account=waba_id) if waba_id else _("Access token")
    return number_checks.refused(what, answer.body, answer.status)
