"""What is asked about consents, at the desk in memory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from console.domain.consent import DEFAULT_KEYWORDS, ConsentRule, Purpose
from console.domain.errors import RuleBroken
from console.domain.ids import ChannelId, CustomerId
from console.wire.consents import ConsentRuleView
from tests.ui.inbox.furniture_shop import NOW

_OF_FILE = ConsentRule(keywords=DEFAULT_KEYWORDS)


class FakeConsents:
    """A part of the desk in memory; `consent_problem` is what the hub says next."""

    asked: list[tuple[object, ...]]
    consent_problem: RuleBroken | None = None
    own_rule: ConsentRuleView | None = None

    async def record_consent(
        self,
        customer_id: CustomerId,
        purpose: Purpose,
        *,
        granted: bool,
        source: str,
        wording: str = "",
    ) -> None:
        self.asked.append(("record_consent", customer_id, purpose, granted, source, wording))

    async def export_consent(self, customer_id: CustomerId) -> Path:
        self.asked.append(("export_consent", customer_id))
        return Path("/downloads/Consent of Lucas Moreau 2026-05-14.json")

    async def consent_rule(self, channel_id: ChannelId) -> ConsentRuleView:
        self.asked.append(("consent_rule", channel_id))
        self._refuse_consent()
        of_file = ConsentRuleView(channel_id=channel_id, number_id="1", rule=_OF_FILE)
        if self.own_rule is None or self.own_rule.channel_id != channel_id:
            return of_file
        return self.own_rule

    async def set_consent_rule(
        self, seen: ConsentRuleView, rule: ConsentRule | None
    ) -> ConsentRuleView:
        self.asked.append(("set_consent_rule", seen.channel_id, rule))
        self._refuse_consent()
        self.own_rule = (
            None if rule is None else replace(seen, rule=rule, set_at=NOW, set_by="Ada")
        )
        return await self.consent_rule(seen.channel_id)

    def _refuse_consent(self) -> None:
        if self.consent_problem is not None:
            raise self.consent_problem
