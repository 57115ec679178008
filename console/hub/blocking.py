"""Blocking: at the platform nothing comes from a customer or goes to them any more."""

from dataclasses import dataclass

import sqlalchemy as sa

from console.channels.whatsapp import blocking as dialect
from console.domain.care_window import CareWindow, is_open
from console.domain.errors import InvalidInput, NotFound, RuleBroken, Unavailable
from console.domain.ids import ChannelId, ConversationId, CustomerId
from console.domain.messages import EventKind
from console.domain.texts import N_, _
from console.hub import access, audit, merging, timeline
from console.hub.audit import Action
from console.hub.gateway import Gateway, Reply
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.wire.identities import BlockedCustomer

MOST_LISTED = 1000
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


async def listed(
    store: Store, gateway: Gateway, channel_id: ChannelId
) -> list[BlockedCustomer]:
    """Who is blocked at a number by the platform's own list, with whoever we know of them.

    Raises:
        NotFound: no such channel.
        RuleBroken, Unavailable: the platform refused or didn't answer.
    """
    async with store.reading() as connection:
        query = sa.select(_channel.c.phone_number_id).where(_channel.c.id == channel_id)
        number_id = (await connection.execute(query)).scalar()
    if number_id is None:
        raise NotFound(_("There is no such number."))
    users = await _all_blocked(gateway, number_id)
    return [await _named(store, user) for user in users]


async def _all_blocked(gateway: Gateway, number_id: str) -> list[str]:
    users: list[str] = []
    after = ""
    while len(users) < MOST_LISTED:
        call = dialect.list_call(number_id, after)
        answer = await gateway.call(call, number_id=number_id)
        if not isinstance(answer, Reply):
            raise Unavailable(_("WhatsApp doesn’t answer. Try it again in a moment."))
        failure = dialect.refusal(answer.status, answer.raw, answer.body, answer.headers)
        if failure is not None:
            raise RuleBroken(_(failure.words))
        page = dialect.read_list(answer.body)
        users += page.users
        after = page.after
        if not after:
            break
    return users[:MOST_LISTED]


async def _named(store: Store, user: str) -> BlockedCustomer:
    query = (
        sa.select(_customer.c.id, _customer.c.name)
        .join(_identity, _identity.c.customer_id == _customer.c.id)
        .where(_identity.c.kind.in_(["wa_id", "user_id"]), _identity.c.value == user)
        .limit(1)
    )
    async with store.reading() as connection:
        row = (await connection.execute(query)).first()
    return BlockedCustomer(
        customer_id=None if row is None else CustomerId(row.id),
        name="" if row is None else row.name,
        known_by=f"+{user}" if user.isdigit() else user,
    )
