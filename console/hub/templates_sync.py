"""Templates sync: keeps our copy of every account's templates as Meta has them."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from console.channels.whatsapp import messaging_limits
from console.channels.whatsapp import templates as dialect
from console.domain.template_news import carried, gone
from console.domain.templates import Template
from console.hub import jobs, reach, templates
from console.hub.gateway import Gateway, Reply
from console.hub.jobs import Job, LostClaim
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.hub.templates import SYNC_TEMPLATES, Kept

EVERY = timedelta(hours=6)
_TROUBLE_WAIT = _AFTER_PAUSE = timedelta(minutes=1)
_PAGES = 200  # 6,000 templates are the most an account can have
_template, _channel = schema.template, schema.channel
_Found = dict[str, tuple[Template, str]]


async def plan(tx: Transaction) -> None:
    """Every account's templates will be read now, as at the hub's start."""
    for row in await tx.rows(sa.select(_channel.c.waba_id).distinct()):
        await jobs.put(tx, SYNC_TEMPLATES, row["waba_id"])


class TemplatesSync:
    """Reads the templates of one account after the other."""

    def __init__(self, store: Store, gateway: Gateway) -> None:
        self._store = store
        self._gateway = gateway

    async def sync(self, job: Job) -> None:
        """Handles one `sync_templates` job; its key is the account's id."""
        number_id = await self._number_of(job.key)
        found = await self._all(job.key, number_id) if number_id else {}
        limit = await self._limit(job.key, number_id) if number_id and found else None
        customers = await self._reach_limit(number_id) if number_id and found else None
        async with self._store.transaction() as tx:
            if number_id and found is None:
                wait = _TROUBLE_WAIT * min(job.attempts, 30)
                if not await jobs.again(tx, job, tx.now + wait):
                    raise LostClaim
                return
            if not await jobs.finish(tx, job):
                raise LostClaim
            if number_id:
                await _store_all(tx, job.key, found or {})
                await _store_limit(tx, job.key, limit)
                if customers is not None:
                    await reach.limit_told(tx, job.key, customers)
                next_at = await _next_at(tx, job.key)
                await jobs.put(tx, SYNC_TEMPLATES, job.key, due_at=next_at)

    async def _number_of(self, waba_id: str) -> str | None:
        """A number of the account, whose token may read its templates."""
        async with self._store.reading() as connection:
            query = sa.select(_channel.c.phone_number_id).where(_channel.c.waba_id == waba_id)
            row = (await connection.execute(query.order_by(_channel.c.id))).first()
        return None if row is None else str(row.phone_number_id)

    async def _limit(self, waba_id: str, number_id: str) -> int | None:
        """How many templates the account may have; None if that can't be told now."""
        bodies = []
        for call in dialect.limit_calls(waba_id):
            answer = await self._gateway.call(call, number_id=number_id)
            if not isinstance(answer, Reply) or not isinstance(answer.body, dict):
                return None
            bodies.append(answer.body if answer.is_good else {})
        return dialect.read_limit(*bodies)

    async def _reach_limit(self, number_id: str) -> int | None:
        """How many customers may be written to first; None if that can't be told now."""
        call = messaging_limits.call(number_id)
        answer = await self._gateway.call(call, number_id=number_id)
        if not isinstance(answer, Reply) or not answer.is_good:
            return None
        return messaging_limits.read(answer.body)

    async def _all(self, waba_id: str, number_id: str) -> _Found | None:
        """Every template by our id, with the platform's; None if a page could not be had."""
        found: _Found = {}
        after = ""
        for _ in range(_PAGES):
            call = dialect.page_call(waba_id, after)
            answer = await self._gateway.call(call, number_id=number_id)
            if not isinstance(answer, Reply) or not answer.is_good:
                return None
            page = dialect.read_page(waba_id, answer.body)
            found |= {one.template_id: (one, key) for one, key in page.templates}
            if not page.after or page.after == after:
                return found
            after = page.after
        return found


async def _store_limit(tx: Transaction, waba_id: str, limit: int | None) -> None:
    rows = await tx.rows(sa.select(_channel).where(_channel.c.waba_id == waba_id))
    for row in rows:
        if limit is not None and row["templates_limit"] != limit:
            this = _channel.c.id == row["id"]
            await tx.execute(_channel.update().where(this).values(templates_limit=limit))
            tx.tell("channel", row["id"])


async def _store_all(tx: Transaction, waba_id: str, found: _Found) -> None:
    known = {str(one.template.template_id): one for one in await _of_account(tx, waba_id)}
    for key, (read, platform_id) in found.items():
        before = known[key].template if key in known else None
        template = read if before is None else carried(before, read)
        await templates.keep(tx, waba_id, template, platform_id, before)
    for key in known.keys() - found.keys():
        lost = known[key]
        if lost.platform_id:  # what Meta has not answered yet isn't listed by it either
            deleted = gone(lost.template, tx.now)
            await templates.keep(tx, waba_id, deleted, lost.platform_id, lost.template)
    await tx.execute(
        _channel.update()
        .where(_channel.c.waba_id == waba_id)
        .values(templates_synced_at=tx.now)
    )


async def _of_account(tx: Transaction, waba_id: str) -> list[Kept]:
    return await templates.find(tx, _template.c.waba_id == waba_id)


async def _next_at(tx: Transaction, waba_id: str) -> datetime:
    """When to read again: after some hours, or once a pause should have ended."""
    ends = [
        one.template.paused_until + _AFTER_PAUSE
        for one in await _of_account(tx, waba_id)
        if one.template.paused_until is not None
    ]
    return min([tx.now + EVERY, *(at for at in ends if at > tx.now)])
