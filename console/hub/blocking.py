"""Blocking: at the platform nothing comes from a customer or goes to them any more."""

from dataclasses import dataclass

import sqlalchemy as sa

from console.channels.whatsapp import blocking as dialect
from console.domain.care_window import CareWindow, is_open
from console.domain.errors import InvalidInput, RuleBroken, Unavailable
from console.domain.ids import ConversationId, CustomerId
from console.domain.messages import EventKind
from console.domain.texts import N_, _
from console.hub import access, audit, merging, timeline
from console.hub.audit import Action
from console.hub.gateway import Gateway, Reply
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction

_customer, _conversation, _channel = schema.customer, schema.conversation, schema.channel
_identity = schema.identity
_BLOCKED = N_("blocked this customer: nothing comes from them or goes to them")
_UNBLOCKED = N_("unblocked this customer")


@dataclass(frozen=True, slots=True)
class _Thread:
    number_id: str
    address: str


async def set_blocked(
    store: Store, gateway: Gateway, who: Principal, customer_id: CustomerId, *, blocked: bool
) -> None:
    """The customer is blocked at the platform, or no longer; asked once more, they still are.

    Raises:
        NotAllowed: only who has a session with them, or leads, may do so.
        InvalidInput: they wrote too long ago.
        RuleBroken, Unavailable: the platform refused or didn't answer; nothing has changed.
    """
    async with store.transaction() as tx:
        await access.keeper(tx.connection, who, customer_id)
        threads = await _threads(tx, customer_id, blocked=blocked)
    if threads is None:
        return
    await _ask(gateway, threads, blocked=blocked)
    async with store.transaction() as tx:
        if await known(tx, customer_id, blocked=blocked, by=who.name):
            action = Action.CUSTOMER_BLOCKED if blocked else Action.CUSTOMER_UNBLOCKED
            audit.append(tx, action, f"customer:{customer_id}", by=who)


async def known(
    tx: Transaction, customer_id: CustomerId, *, blocked: bool, by: str = ""
) -> bool:
    """Whether this is news: the customer is blocked, or no longer, and everybody sees it."""
    changed = await tx.rows(
        _customer.update()
        .where(_customer.c.id == customer_id, _customer.c.blocked.is_not(blocked))
        .values(blocked=blocked)
        .returning(_customer.c.id)
    )
    if not changed:
        return False
    for row in await tx.rows(
        sa.select(_conversation.c.id).where(_conversation.c.customer_id == customer_id)
    ):
        place = ConversationId(row["id"])
        if await timeline.open_session(tx, place):
            text = _BLOCKED if blocked else _UNBLOCKED
            actor = by or "WhatsApp"
            await timeline.system_line(tx, place, EventKind.BLOCKED, actor=actor, text=text)
    await merging.told(tx, customer_id)
    return True


async def unblocked_there(tx: Transaction, platform_id: str, by: str) -> None:
    """Whoever has this number or user id was unblocked from a number's list."""
    row = await tx.row(
        sa.select(_identity.c.customer_id).where(
            _identity.c.kind.in_(["wa_id", "user_id"]), _identity.c.value == platform_id
        )
    )
    if row is not None:
        await known(tx, CustomerId(row["customer_id"]), blocked=False, by=by)


async def _threads(
    tx: Transaction, customer_id: CustomerId, *, blocked: bool
) -> list[_Thread] | None:
    """Where to block or unblock; None if there is nothing to do.

    Source: WhatsApp, "Block users": only who has written in the last 24 hours.
    """
    rows = await tx.rows(
        sa.select(_conversation, _channel.c.phone_number_id, _customer.c.blocked)
        .join(_channel, _channel.c.id == _conversation.c.channel_id)
        .join(_customer, _customer.c.id == _conversation.c.customer_id)
        .where(_conversation.c.customer_id == customer_id, _channel.c.kind == "whatsapp")
    )
    if rows and all(bool(row["blocked"]) is blocked for row in rows):
        return None
    found = [
        _Thread(row["phone_number_id"], row["address"])
        for row in rows
        if dialect.is_possible(row["address"])
        and (not blocked or is_open(CareWindow(row["last_customer_at"]).expires_at, tx.now))
    ]
    if not found:
        raise InvalidInput(
            _(
                "WhatsApp lets only customers be blocked who have written in the last "
                "24 hours. Try it again when they write."
            )
        )
    return found


async def _ask(gateway: Gateway, threads: list[_Thread], *, blocked: bool) -> None:
    """Done for one number at least; for the others the platform may have nothing to do."""
    done = False
    refused: RuleBroken | None = None
    for thread in threads:
        call = dialect.block_call(thread.number_id, thread.address, blocked=blocked)
        answer = await gateway.call(call, number_id=thread.number_id)
        if not isinstance(answer, Reply):
            refused = Unavailable(
                _("WhatsApp doesn’t answer, so nothing has changed. Try it again in a moment.")
            )
            continue
        failure = dialect.refusal(answer.status, answer.raw, answer.body, answer.headers)
        done = done or failure is None
        if failure is not None:
            refused = RuleBroken(_(failure.words))
    if not done and refused is not None:
        raise refused
