"""Templates: the hub's copy of them, and what the platform's news do to it."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from console.channels.whatsapp.facts import TemplateChanged
from console.domain.template_news import told
from console.domain.templates import Template
from console.hub import audit, jobs
from console.hub.audit import Action
from console.hub.store import schema
from console.hub.store.transaction import Transaction
from console.wire.codec import from_plain, to_plain

SYNC_TEMPLATES = "sync_templates"
_template = schema.template


@dataclass(frozen=True, slots=True)
class Kept:
    """A template as it is kept; `platform_id` is empty while the platform has none of it."""

    template: Template
    waba_id: str
    platform_id: str


async def find(tx: Transaction, *which: sa.ColumnElement[bool]) -> list[Kept]:
    """The templates of which all this is true; nobody else changes them meanwhile."""
    query = sa.select(_template).where(*which).order_by(_template.c.id).with_for_update()
    rows = await tx.rows(query)
    return [
        Kept(from_plain(Template, row["template"]), row["waba_id"], row["platform_id"] or "")
        for row in rows
    ]


async def keep(
    tx: Transaction, waba_id: str, template: Template, platform_id: str, known: Template | None
) -> None:
    """The copy is this from now on, and the desks hear of it if it differs from `known`."""
    values: dict[str, Any] = {
        "status": template.status.value,
        "platform_id": platform_id,
        "template": to_plain(template),
        "synced_at": tx.now,
    }
    key = template.template_id
    if known is None:
        name, language = template.name, template.language
        await tx.execute(
            _template.insert().values(
                id=key, waba_id=waba_id, name=name, language=language, **values
            )
        )
    else:
        await tx.execute(_template.update().where(_template.c.id == key).values(values))
    if known != template:
        tx.tell("template", key, ["all"])


async def apply(tx: Transaction, fact: TemplateChanged) -> None:
    """The copy follows the news at once, and the account's templates are read again."""
    this = sa.and_(_template.c.name == fact.name, _template.c.language == fact.language)
    if fact.platform_id:
        this = sa.or_(_template.c.platform_id == fact.platform_id, this)
    for kept in await find(tx, _template.c.waba_id == fact.waba_id, this):
        changed = told(kept.template, fact.news, tx.now)
        if changed != kept.template:
            platform_id = kept.platform_id or fact.platform_id
            await keep(tx, kept.waba_id, changed, platform_id, kept.template)
            of, why = f"template:{changed.template_id}", f"{fact.event}: {changed.reason}"
            audit.append(tx, Action.TEMPLATE_NOTICE, of, by=audit.META, why=why)
    await jobs.put(tx, SYNC_TEMPLATES, fact.waba_id)
