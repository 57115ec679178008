"""Consent rules set in the window: they count at once, outlive a start, and give way again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from console.domain.consent import DEFAULT_KEYWORDS, ConsentRule, Keywords, Level
from console.domain.people import Role
from console.hub import audit, furnish
from console.wire.codec import from_json, to_plain
from console.wire.consents import CONSENT_RULE, ConsentRuleView, SetConsentRule
from console.wire.requests import SNAPSHOT
from tests.given import GivenHub, a_hub
from tests.hub.test_hub_consents import sent, stated

_OWN = ConsentRule(
    level=Level.EXPLICIT,
    keywords={
        "nl": Keywords(
            opt_out=("ho",), opt_in=("begin",), opted_in="Welkom.", opted_out="Gestopt."
        )
    },
)


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[GivenHub]:
    async with a_hub(tmp_path) as given:
        await given.rep("ada", role=Role.ADMIN, queues=())
        await given.rep("ben", role=Role.ADMIN, queues=())
        yield given


async def channel(client: httpx.AsyncClient) -> dict[str, object]:
    (found,) = (await client.get(SNAPSHOT)).json()["channels"]
    return dict(found)


async def put(
    client: httpx.AsyncClient, rule: ConsentRule | None, seen: ConsentRuleView | None = None
) -> httpx.Response:
    path = CONSENT_RULE.format(channel_id=(await channel(client))["channel_id"])
    body = SetConsentRule(rule=rule, seen_at=seen.set_at if seen else None)
    return await client.put(path, json=to_plain(body))


async def shown(client: httpx.AsyncClient) -> ConsentRuleView:
    path = CONSENT_RULE.format(channel_id=(await channel(client))["channel_id"])
    return from_json(ConsentRuleView, (await client.get(path)).content)


async def test_what_an_administrator_sets_counts_at_once_and_goes_before_the_file(
    hub: GivenHub,
) -> None:
    async with hub.client("ada") as client:
        before = await shown(client)
        assert before.rule == ConsentRule(keywords=DEFAULT_KEYWORDS)
        assert (before.set_at, before.set_by) == (None, "")
        assert (await put(client, _OWN)).status_code == 200
        assert (await channel(client))["consent"] == "explicit"
        await hub.customer_writes("Ho!")
        assert await sent(hub) == ["Gestopt."]
        assert len(await stated(hub)) == 2
        await hub.customer_writes("stop")  # of the usual words, which count no more
        assert await sent(hub) == ["Gestopt."]
        await furnish.furnish(hub.hub.store, hub.hub.settings)  # as at a start
        after = await shown(client)
        assert (after.rule, after.set_by) == (_OWN, "Ada")


async def test_without_a_rule_of_its_own_the_file_counts_again(hub: GivenHub) -> None:
    async with hub.client("ada") as client:
        await put(client, _OWN)
        assert (await put(client, None, await shown(client))).status_code == 200
        assert await shown(client) == ConsentRuleView(
            channel_id=(await shown(client)).channel_id,
            number_id="111",
            rule=ConsentRule(keywords=DEFAULT_KEYWORDS),
        )
        await hub.customer_writes("stop")
        assert len(await stated(hub)) == 2
    async with hub.hub.store.reading() as connection:
        entries = (await audit.page(connection)).entries
    told = [(one.actor, one.why) for one in entries if one.action == "consent_rule_set"]
    assert told == [("ada", "as in hub.toml"), ("ada", "")]


async def test_nobody_overwrites_what_a_colleague_has_set_meanwhile(hub: GivenHub) -> None:
    async with hub.client("ada") as ada, hub.client("ben") as ben:
        seen = await shown(ada)
        await put(ben, _OWN, seen)
        refused = await put(ada, ConsentRule(keywords=DEFAULT_KEYWORDS), seen)
        assert refused.status_code == 409
        assert refused.json()["detail"].startswith("Ben has changed it meanwhile.")
        assert (await shown(ada)).rule == _OWN


async def test_words_that_mean_two_things_are_refused_in_words(hub: GivenHub) -> None:
    two = ConsentRule(keywords={"en": Keywords(opt_out=("stop",), opt_in=("stop",))})
    async with hub.client("ada") as client:
        refused = await put(client, two)
        assert refused.status_code == 422
        assert "could be misread" in refused.json()["detail"]
        assert (await shown(client)).set_at is None
        path = CONSENT_RULE.format(channel_id="no-such-channel")
        body = {"rule": to_plain(_OWN)}
        assert (await client.put(path, json=body)).status_code == 404
