"""What administrators ask for: templates read anew, odd webhooks, payments, audit."""

from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Query, Response

from console.domain.ids import ChannelId
from console.domain.templates import TemplateStatus
from console.hub import access, audit, consent_rules, payments
from console.hub.http.answers import answer
from console.hub.http.inside import Here, Who
from console.hub.store import schema
from console.hub.views import team
from console.wire import payments as wire
from console.wire import requests
from console.wire.consents import CONSENT_RULE, ConsentRuleView, SetConsentRule

SHOWN = 100
BODY_SHOWN = 20_000
_raw = schema.raw_webhook
routes = APIRouter(tags=["administration"])


@routes.post(
    requests.SYNC_TEMPLATES,
    operation_id="sync_templates",
    response_model=requests.TemplatesSynced,
)
async def sync_templates(who: Who, here: Here) -> Response:
    """The templates of every account have been read from the platform."""
    access.administrator(who)
    await here.sync_templates()
    async with here.store.reading() as connection:
        found = (await team.templates(connection)).values()
    usable = sum(template.status is TemplateStatus.APPROVED for template in found)
    return answer(requests.TemplatesSynced(total=len(found), usable=usable))


@routes.get(CONSENT_RULE, operation_id="consent_rule", response_model=ConsentRuleView)
async def consent_rule(channel_id: str, who: Who, here: Here) -> Response:
    """The words that give and take consent on a channel, and how firmly offers need it."""
    access.administrator(who)
    return answer(await consent_rules.show(here.store, ChannelId(channel_id)))


@routes.put(CONSENT_RULE, operation_id="set_consent_rule", response_model=ConsentRuleView)
async def set_consent_rule(
    channel_id: str, body: SetConsentRule, who: Who, here: Here
) -> Response:
    """These words count from now on, in place of those of hub.toml."""
    about = ChannelId(channel_id)
    return answer(await consent_rules.change(here.store, here.settings, who, about, body))


@routes.get(
    requests.ODD_WEBHOOKS,
    operation_id="odd_webhooks",
    response_model=list[requests.OddWebhook],
)
async def odd_webhooks(who: Who, here: Here) -> Response:
    """Webhooks that were kept because part of them could not be read, newest first."""
    access.administrator(who)
    query = sa.select(_raw).where(_raw.c.trouble != "").order_by(_raw.c.id.desc()).limit(SHOWN)
    async with here.store.reading() as connection:
        rows = list((await connection.execute(query)).mappings())
    found = [
        requests.OddWebhook(
            received_at=row["received_at"],
            trouble=row["trouble"],
            body=bytes(row["body"]).decode("utf-8", "replace")[:BODY_SHOWN],
        )
        for row in rows
    ]
    return answer(found, list[requests.OddWebhook])


@routes.post(wire.PAYMENTS, operation_id="post_payment", response_model=wire.PaymentPosted)
async def post_payment(body: wire.PostPayment, who: Who, here: Here) -> Response:
    """The payment gateway's result stands in the customer's transcript.

    For countries where the platform tells nothing of payments, such as Brazil.
    """
    access.administrator(who)
    return answer(wire.PaymentPosted(new=await payments.post(here.store, who, body)))


@routes.get(requests.AUDIT, operation_id="audit", response_model=requests.AuditPage)
async def audit_trail(
    who: Who,
    here: Here,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
    limit: Annotated[int, Query(ge=1, le=audit.MOST)] = audit.PAGE,
) -> Response:
    """The audit trail, newest first, or what was before an entry."""
    access.administrator(who)
    async with here.store.reading() as connection:
        return answer(await audit.page(connection, before=before, limit=limit))
