"""Consents: what a customer said is recorded and exported; which words count as said."""

import json
from pathlib import Path

from console.desk.client import with_ids
from console.desk.seat import Seat
from console.domain.consent import ConsentRule, Purpose
from console.domain.ids import ChannelId, CustomerId
from console.domain.texts import _
from console.wire import requests
from console.wire.codec import to_plain
from console.wire.consents import (
    CONSENT_PROOF,
    CONSENT_RULE,
    ConsentProof,
    ConsentRuleView,
    SetConsentRule,
)
from console.wire.requests import RecordConsent

_JSON = "application/json"
_NO_FOLDERS = str.maketrans("/\\", "__")


class Consenting(Seat):
    """The part of `Desk` about consents; all raise `RuleBroken` with words."""

    async def record_consent(
        self,
        customer_id: CustomerId,
        purpose: Purpose,
        *,
        granted: bool,
        source: str,
        wording: str,
    ) -> None:
        """What the customer said is on record."""
        path = with_ids(requests.CONSENTS, customer_id=customer_id)
        body = RecordConsent(purpose=purpose, granted=granted, source=source, wording=wording)
        await self._seated().client.tell("POST", path, body)

    async def export_consent(self, customer_id: CustomerId) -> Path:
        """Where the proof of the customer's consent now lies, as readable JSON."""
        account = self._seated()
        path = with_ids(CONSENT_PROOF, customer_id=customer_id)
        proof = await account.client.ask(ConsentProof, "POST", path)
        content = json.dumps(to_plain(proof), ensure_ascii=False, indent=2) + "\n"
        day = proof.made_at.date().isoformat()
        customer = proof.customer_name.translate(_NO_FOLDERS)
        name = _("Consent of {name}").format(name=customer)
        return await account.files.keep(f"{name} {day}.json", _JSON, content.encode())

    async def consent_rule(self, channel_id: ChannelId) -> ConsentRuleView:
        """What the channel asks for and which words it hears."""
        path = with_ids(CONSENT_RULE, channel_id=channel_id)
        return await self._seated().client.ask(ConsentRuleView, "GET", path)

    async def set_consent_rule(
        self, seen: ConsentRuleView, rule: ConsentRule | None
    ) -> ConsentRuleView:
        """The channel's rule from now on; None is what hub.toml says."""
        path = with_ids(CONSENT_RULE, channel_id=seen.channel_id)
        body = SetConsentRule(rule=rule, seen_at=seen.set_at)
        return await self._seated().client.ask(ConsentRuleView, "PUT", path, body)
