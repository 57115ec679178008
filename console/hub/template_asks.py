"""Template asks: takes what administrators asked about templates to Meta, each thing once.

Before anything is asked a second time, because no answer came or the hub died, the template
is looked up: what was done already is taken over instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from console.channels.whatsapp import faults
from console.channels.whatsapp import template_calls as dialect
from console.channels.whatsapp.calls import GraphCall
from console.channels.whatsapp.faults import Class
from console.channels.whatsapp.templates import read_page
from console.domain.template_limits import edited
from console.domain.template_news import TemplateNews, gone, told
from console.domain.templates import Template, TemplateStatus, header_media
from console.domain.texts import N_
from console.hub import jobs, templates
from console.hub.files import FileStore
from console.hub.gateway import Gateway, Reply
from console.hub.jobs import Job, LostClaim
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.hub.template_commands import CREATE, DELETE, EDIT, RESUME
from console.hub.template_samples import NoSample, TemplateSamples
from console.hub.templates import SYNC_TEMPLATES, Kept
from console.wire.codec import from_plain

_WAITS_S = (2, 5, 15, 45, 120, 300, 900)
_GAVE_UP = N_("Meta can’t be reached. Try again later.")
_template, _channel = schema.template, schema.channel


@dataclass(frozen=True, slots=True)
class _Done:
    """Meta has done it; id and category are as it gave them, None if it told none."""

    platform_id: str = ""
    status: TemplateStatus = TemplateStatus.PENDING
    told: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class _Refused:
    words: str


@dataclass(frozen=True, slots=True)
class _Later:
    """Nothing is known, or nothing was done: look and try again."""

    wait_s: float = 0.0


_Outcome = _Done | _Refused | _Later


class TemplateAsks:
    """Asks for one thing after the other."""

    def __init__(self, store: Store, gateway: Gateway, files: FileStore) -> None:
        self._store = store
        self._gateway = gateway
        self._samples = TemplateSamples(store, gateway, files)

    async def ask(self, job: Job) -> None:
        """Handles one `ask_template` job; its key is the template's id."""
        found, number_id = await self._of(job.key)
        wanted: Template = from_plain(Template, job.data["template"])
        what = job.data["what"]
        outcome: _Outcome = _Refused(_GAVE_UP)
        if found is not None and number_id:
            outcome = await self._outcome(found, what, wanted, number_id, job.attempts)
        async with self._store.transaction() as tx:
            if isinstance(outcome, _Later) and job.attempts <= len(_WAITS_S):
                wait = max(outcome.wait_s, _WAITS_S[job.attempts - 1])
                if not await jobs.again(tx, job, tx.now + timedelta(seconds=wait)):
                    raise LostClaim
                return
            if not await jobs.finish(tx, job):
                raise LostClaim
            for kept in await templates.find(tx, _template.c.id == job.key):
                await _settle(tx, kept, what, wanted, outcome)
                await jobs.put(tx, SYNC_TEMPLATES, kept.waba_id)

    async def _of(self, key: str) -> tuple[Kept | None, str]:
        """The template, and a number of its account, whose token may change it."""
        async with self._store.transaction() as tx:
            found = await templates.find(tx, _template.c.id == key)
            if not found:
                return None, ""
            numbers = sa.select(_channel.c.phone_number_id).order_by(_channel.c.id)
            row = await tx.row(numbers.where(_channel.c.waba_id == found[0].waba_id))
        return found[0], "" if row is None else row["phone_number_id"]

    async def _outcome(
        self, kept: Kept, what: str, wanted: Template, number_id: str, attempt: int
    ) -> _Outcome:
        if attempt > 1:
            seen = await self._look(kept, what, wanted, number_id)
            if seen is not None:
                return seen
        try:
            call = await self._call(kept, what, wanted, number_id)
        except NoSample as problem:
            return _Refused(problem.words) if problem.words else _Later()
        answer = await self._gateway.call(call, number_id=number_id)
        if not isinstance(answer, Reply):
            return _Later()
        if answer.is_good:
            return _done(what, answer.body)
        if dialect.subcode(answer.body) == dialect.THERE_ALREADY and what == CREATE:
            seen = await self._look(kept, what, wanted, number_id)
            return seen or _Refused(dialect.refusal(answer.body))
        failure = faults.of_answer(answer.status, answer.raw, answer.headers)
        if isinstance(failure, faults.Failure) and failure.kind in {Class.RETRY, Class.UNKNOWN}:
            return _Later(failure.wait_s or 0.0)
        return _Refused(dialect.refusal(answer.body))

    async def _call(self, kept: Kept, what: str, wanted: Template, number_id: str) -> GraphCall:
        if what == DELETE:
            return dialect.delete_call(kept.waba_id, kept.template, kept.platform_id)
        if what == RESUME:
            return dialect.resume_call(kept.platform_id)
        handle = ""
        if header_media(wanted) is not None:
            handle = await self._samples.handle(wanted.sample, number_id)
        if what == EDIT:
            return dialect.edit_call(kept.platform_id, wanted, handle)
        return dialect.create_call(kept.waba_id, wanted, handle)

    async def _look(
        self, kept: Kept, what: str, wanted: Template, number_id: str
    ) -> _Outcome | None:
        """What was done already; None if it was not, `_Later` if that can't be told."""
        call = dialect.look_call(kept.waba_id, wanted)
        answer = await self._gateway.call(call, number_id=number_id)
        if not isinstance(answer, Reply) or not answer.is_good:
            return _Later()
        rows = dict(read_page(kept.waba_id, answer.body).templates)
        there = next((one for one in rows if one.template_id == wanted.template_id), None)
        if what == DELETE:
            return _Done() if there is None or there.status is TemplateStatus.DELETED else None
        if what == RESUME and there is not None:
            return None if there.status is TemplateStatus.PAUSED else _Done()
        if there is None or not _says_the_same(there, wanted):
            return None
        return _Done(rows[there], there.status, {"category": there.category})


def _says_the_same(there: Template, wanted: Template) -> bool:
    """Whether texts and buttons are those wanted; Meta may have moved the category."""
    texts = ("header_format", "header_text", "body", "footer", "buttons", "named", "ttl_s")
    return all(getattr(there, name) == getattr(wanted, name) for name in texts)


def _done(what: str, body: object) -> _Outcome:
    if what != CREATE:
        return _Done()
    platform_id, status, category = dialect.read_created(body)
    return _Done(platform_id, status, {"category": category} if category else None)


async def _settle(
    tx: Transaction, kept: Kept, what: str, wanted: Template, outcome: _Outcome
) -> None:
    """The template is as it came out, or the refusal stands at it in words."""
    platform_id = kept.platform_id
    if isinstance(outcome, _Done):
        platform_id = outcome.platform_id or platform_id
        template = _after(kept, what, wanted, outcome, tx)
    else:
        words = outcome.words if isinstance(outcome, _Refused) else _GAVE_UP
        template = replace(kept.template, asked="", refused=words)
        if what == CREATE and not platform_id:
            template = replace(template, status=TemplateStatus.REJECTED, reason=words)
    await templates.keep(tx, kept.waba_id, template, platform_id, kept.template)


def _after(
    kept: Kept, what: str, wanted: Template, outcome: _Done, tx: Transaction
) -> Template:
    if what == DELETE:
        return gone(kept.template, tx.now)
    if what == RESUME:
        news = TemplateNews(status=TemplateStatus.APPROVED)
        return replace(told(kept.template, news, tx.now), asked="", refused="")
    if what == EDIT:
        return edited(kept.template, wanted, tx.now)
    given = dict(outcome.told or {})
    made = replace(kept.template, asked="", refused="", reason="", **given)
    # a webhook may have been faster than the answer
    return made if kept.platform_id else replace(made, status=outcome.status)
