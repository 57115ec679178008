"""Template commands: what administrators ask about templates, handed to the platform."""

from dataclasses import asdict, replace

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from console.channels.whatsapp.templates import template_id, title_of
from console.domain.errors import AlreadyDecided, InvalidInput, NotFound
from console.domain.ids import MediaId, TemplateId
from console.domain.template_limits import (
    FEW,
    ON_ITS_WAY,
    change_flaw,
    creation_flaw,
    edit_flaw,
    resume_flaw,
    same_content,
)
from console.domain.template_news import gone
from console.domain.template_rules import flaws
from console.domain.templates import Template, TemplateStatus, header_media
from console.domain.texts import _
from console.hub import access, audit, jobs, templates
from console.hub.audit import Action
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.hub.templates import Kept
from console.wire.codec import from_plain, to_plain
from console.wire.templates import (
    CreateTemplate,
    DeleteTemplate,
    EditTemplate,
    ResumeTemplate,
    TemplateParts,
)

ASK = "ask_template"
_DELETED = TemplateStatus.DELETED
CREATE, EDIT, DELETE, RESUME = "create", "edit", "delete", "resume"
_template, _channel, _job = schema.template, schema.channel, schema.job


async def create(store: Store, who: Principal, request: CreateTemplate) -> TemplateId:
    """The template is on its way to Meta; asked for once more, it is still the one."""
    try:
        return await _create(store, who, request)
    except IntegrityError:  # somebody has asked for the same in this moment
        return await _create(store, who, request)


async def _create(store: Store, who: Principal, request: CreateTemplate) -> TemplateId:
    async with store.transaction() as tx:
        account = await _account(tx, request.account)
        key = template_id(account, request.name, request.language)
        there = await templates.find(tx, _template.c.waba_id == account)
        same = next((one for one in there if one.template.template_id == key), None)
        wanted = _of_parts(_blank(key, request), request.parts)
        if same is not None and _is_repeat(same, wanted):
            return key
        await _check(tx, who, wanted)
        # what never reached Meta counts for nothing there
        known = [one.template for one in there if one.platform_id or one.template.asked]
        limit = await _limit(tx, account)
        if words := creation_flaw(known, request.name, request.language, limit, tx.now):
            raise InvalidInput(words)
        begun = replace(wanted, submitted_at=tx.now, asked=CREATE)
        await templates.keep(tx, account, begun, "", None if same is None else same.template)
        await _hand_over(tx, key, CREATE, begun)
        audit.append(tx, Action.TEMPLATE_CREATED, f"template:{key}", by=who)
    return key


async def edit(store: Store, who: Principal, request: EditTemplate) -> TemplateId:
    """The change is on its way to Meta; asked for once more, it is still the one."""
    async with store.transaction() as tx:
        kept = await _kept(tx, request.template_id)
        now = kept.template
        wanted = _of_parts(now, request.parts)
        is_there = kept.platform_id and same_content(now, wanted)
        if is_there or await _is_asked(tx, now, wanted):
            return now.template_id
        if words := edit_flaw(now, tx.now):
            raise AlreadyDecided(words)
        if kept.platform_id and (words := change_flaw(now, wanted)):
            raise InvalidInput(words)
        await _check(tx, who, wanted, had=now.sample)
        await _begin_edit(tx, kept, wanted)
        audit.append(tx, Action.TEMPLATE_EDITED, f"template:{now.template_id}", by=who)
    return request.template_id


async def delete(store: Store, who: Principal, request: DeleteTemplate) -> TemplateId:
    """The template is on its way out; asked for once more, it still is."""
    async with store.transaction() as tx:
        kept = await _kept(tx, request.template_id)
        now = kept.template
        if now.status is TemplateStatus.DELETED or now.asked == DELETE:
            return now.template_id
        if now.asked:
            raise AlreadyDecided(_(ON_ITS_WAY))
        if kept.platform_id:
            begun = replace(now, asked=DELETE, refused="")
            await _hand_over(tx, now.template_id, DELETE, now)
        else:
            begun = gone(now, tx.now)
        await templates.keep(tx, kept.waba_id, begun, kept.platform_id, now)
        audit.append(tx, Action.TEMPLATE_DELETED, f"template:{now.template_id}", by=who)
    return request.template_id


async def resume(store: Store, who: Principal, request: ResumeTemplate) -> TemplateId:
    """The template is about to be sent again; asked for once more, it still is."""
    async with store.transaction() as tx:
        kept = await _kept(tx, request.template_id)
        now = kept.template
        if now.asked == RESUME or now.status is TemplateStatus.APPROVED:
            return now.template_id
        if words := resume_flaw(now):
            raise AlreadyDecided(words)
        begun = replace(now, asked=RESUME, refused="")
        await templates.keep(tx, kept.waba_id, begun, kept.platform_id, now)
        await _hand_over(tx, now.template_id, RESUME, now)
        audit.append(tx, Action.TEMPLATE_RESUMED, f"template:{now.template_id}", by=who)
    return request.template_id


async def _begin_edit(tx: Transaction, kept: Kept, wanted: Template) -> None:
    what, begun = EDIT, replace(kept.template, asked=EDIT, refused="")
    if not kept.platform_id:  # it never reached Meta, so it is made there now
        what = CREATE
        begun = replace(
            wanted,
            status=TemplateStatus.PENDING,
            reason="",
            submitted_at=tx.now,
            asked=CREATE,
            refused="",
        )
    await templates.keep(tx, kept.waba_id, begun, kept.platform_id, kept.template)
    await _hand_over(tx, begun.template_id, what, wanted)


def _blank(key: TemplateId, request: CreateTemplate) -> Template:
    return Template(
        template_id=key,
        name=request.name,
        language=request.language,
        category=request.parts.category,
        status=TemplateStatus.PENDING,
        title=title_of(request.name),
    )


def _of_parts(template: Template, parts: TemplateParts) -> Template:
    """The template with other parts; those of `Template` have the same names."""
    return replace(template, **asdict(parts) | {"buttons": parts.buttons})


def _is_repeat(there: Kept, wanted: Template) -> bool:
    """Whether this very template was asked for before, and is there or on its way."""
    template = there.template
    lives = template.asked or (there.platform_id and template.status is not _DELETED)
    return bool(lives) and same_content(template, wanted)


async def _is_asked(tx: Transaction, now: Template, wanted: Template) -> bool:
    """Whether this very change is on its way."""
    which = (_job.c.kind == ASK, _job.c.key == now.template_id)
    row = await tx.row(sa.select(_job.c.data).where(*which)) if now.asked else None
    if row is None or row["data"]["what"] == DELETE:
        return False
    return same_content(from_plain(Template, row["data"]["template"]), wanted)


async def _check(tx: Transaction, who: Principal, wanted: Template, had: str = "") -> None:
    found = flaws(wanted)
    if found:
        raise InvalidInput(" ".join(dict.fromkeys(flaw.words for flaw in found)))
    kind = header_media(wanted)
    if kind is not None and wanted.sample != had:
        file = await access.file(tx.connection, who, MediaId(wanted.sample))
        if not file.mime.startswith(_MIMES[kind.value]):
            words = _("The sample isn’t of the kind of the heading. Choose another.")
            raise InvalidInput(words)


_MIMES = {
    "image": ("image/jpeg", "image/png"),
    "video": ("video/mp4", "video/3gpp"),
    "document": ("application/pdf",),
}


async def _hand_over(tx: Transaction, key: TemplateId, what: str, wanted: Template) -> None:
    await jobs.put(tx, ASK, key, data={"what": what, "template": to_plain(wanted)})


async def _kept(tx: Transaction, key: TemplateId) -> Kept:
    found = await templates.find(tx, _template.c.id == key)
    if not found:
        raise NotFound(_("There is no such template."))
    return found[0]


async def _account(tx: Transaction, asked: str) -> str:
    rows = await tx.rows(sa.select(_channel.c.waba_id).distinct().order_by(_channel.c.waba_id))
    accounts = [row["waba_id"] for row in rows]
    if asked in accounts:
        return asked
    if asked or len(accounts) != 1:
        raise NotFound(_("The hub has no such WhatsApp account. Choose one of its own."))
    return str(accounts[0])


async def _limit(tx: Transaction, account: str) -> int:
    query = sa.select(sa.func.max(_channel.c.templates_limit).label("most"))
    row = await tx.row(query.where(_channel.c.waba_id == account))
    return FEW if row is None or row["most"] is None else int(row["most"])
