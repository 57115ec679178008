"""Wallet: message credits with their entries; what is taken, given back and warned of."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain import charges
from console.domain.errors import InvalidInput
from console.domain.ids import ChannelId
from console.domain.money_rule import MoneyRule
from console.domain.price_list import PriceRow, price_of
from console.domain.texts import _
from console.hub import audit, jobs, money, prices
from console.hub.audit import Action
from console.hub.jobs import Job, LostClaim
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.money_tables import cost, money_rule, wallet_entry
from console.hub.store.money_tables import wallet as _wallet
from console.hub.store.prepared import Row
from console.hub.store.store import Store
from console.hub.store.transaction import EVERYONE, Transaction
from console.wire.codec import to_plain
from console.wire.money import TopUp, WalletEntry, WalletView

SETTLE, KEY = "settle_costs", "all"
EVERY = timedelta(minutes=15)
_AT_ONCE = 500
_SURE_AFTER = timedelta(days=1)  # nobody sends it again, no price is told any more
# Source: WhatsApp, "Messages that wait": what can't be delivered is dropped after 30 days
_DROPPED_AFTER = timedelta(days=31)
_ALLOWANCE, _TOP_UP, _CORRECTION = "allowance", "top_up", "correction"
_MOST = 10_000_000
_SHOWN = 100
_message = schema.message


async def furnish(tx: Transaction, rule: MoneyRule) -> None:
    """Money is counted by this rule; the wallet has what the month brings."""
    row = await tx.add_or_lock(money_rule, one=1, rule=to_plain(rule))
    if row["rule"] != to_plain(rule):
        await tx.execute(money_rule.update().values(rule=to_plain(rule)))
    if rule.wallet:
        await _bring_allowance(tx, rule)
        await jobs.put(tx, SETTLE, KEY, due_at=tx.now + EVERY)


async def _bring_allowance(tx: Transaction, rule: MoneyRule) -> None:
    await tx.add_or_lock(_wallet, one=1, left=0)
    month = charges.day_of(tx.now, rule.time_zone).strftime("%Y-%m")
    if rule.allowance:
        await _enter(tx, f"{_ALLOWANCE}:{month}", _ALLOWANCE, rule.allowance, by=audit.HUB)


async def _enter(
    tx: Transaction, key: str, kind: str, credits_: int, *, by: str, note: str = ""
) -> bool:
    """Whether the entry is new: each key is entered once, whoever asks and how often."""
    insert = (sqlite.insert if tx.is_sqlite else postgresql.insert)(wallet_entry)
    values = {"key": key, "at": tx.now, "kind": kind, "credits": credits_}
    entered = await tx.execute(
        insert.values(**values, by=by, note=note).on_conflict_do_nothing()
    )
    if not entered.rowcount:
        return False
    await tx.execute(_wallet.update().values(left=_wallet.c.left + credits_))
    tx.tell("wallet", KEY, [EVERYONE])
    return True


async def top_up(store: Store, who: Principal, asked: TopUp) -> None:
    """The wallet holds so many credits more, or fewer to correct it; once for each id.

    Raises:
        InvalidInput: there is no wallet, or the number is odd.
    """
    if not 0 < abs(asked.credits) <= _MOST:
        words = _("credits: write a whole number up to {most}; with a minus it takes away.")
        raise InvalidInput(words.format(most=_MOST))
    async with store.transaction() as tx:
        if not (await money.rule_of(tx.connection)).wallet:
            raise InvalidInput(
                _("This hub has no wallet. Turn it on in hub.toml: [money] wallet = true.")
            )
        await tx.add_or_lock(_wallet, one=1, left=0)
        kind = _TOP_UP if asked.credits > 0 else _CORRECTION
        note = asked.note.strip()[:200]
        if await _enter(
            tx, f"{kind}:{asked.entry_id}", kind, asked.credits, by=who.name, note=note
        ):
            audit.append(tx, Action.TOPPED_UP, "wallet", by=who, why=f"{asked.credits:+}")


async def view(connection: AsyncConnection) -> WalletView | None:
    """What the wallet holds; None without one."""
    rule = await money.rule_of(connection)
    if not rule.wallet:
        return None
    left = await money.credits_left(connection)
    shares = [share for share in rule.warn_below if left * 100 < rule.allowance * share]
    return WalletView(left=left, allowance=rule.allowance, below=min(shares, default=None))


async def entries(connection: AsyncConnection) -> tuple[WalletEntry, ...]:
    """The newest entries, newest first."""
    query = sa.select(wallet_entry).order_by(wallet_entry.c.id.desc()).limit(_SHOWN)
    return tuple(
        WalletEntry(
            at=row["at"],
            kind=row["kind"],
            credits=row["credits"],
            by=row["by"],
            note=row["note"],
        )
        for row in (await connection.execute(query)).mappings()
    )


class Settlement:
    """Charges the wallet with what messages turned out to cost, and gives back the rest."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def settle(self, job: Job) -> None:
        """Handles the one `settle_costs` job, which comes again and again."""
        after: str | None = ""
        while after is not None:
            async with self._store.transaction() as tx:
                after = await _some(tx, after)
        async with self._store.transaction() as tx:
            if not await jobs.finish(tx, job):
                raise LostClaim
            rule = await money.rule_of(tx.connection)
            if not rule.wallet:
                return
            await _bring_allowance(tx, rule)
            left = await money.credits_left(tx.connection)
            if left != job.data.get("told"):
                tx.tell("wallet", KEY, [EVERYONE])
            await jobs.put(tx, SETTLE, KEY, due_at=tx.now + EVERY, data={"told": left})


async def _some(tx: Transaction, after: str) -> str | None:
    """Settles up to so many messages after an id; the last one's id, None if that was all."""
    await tx.add_or_lock(_wallet, one=1, left=0)  # one replica at a time
    rows = await tx.rows(
        sa.select(cost, _message.c.state_at, _message.c.price.label("told"))
        .join(_message, _message.c.id == cost.c.message_id)
        .where(
            cost.c.open,
            cost.c.message_id > after,
            sa.or_(
                cost.c.landed_at.is_not(None),
                _message.c.state.in_([state.value for state in money.GONE]),
                cost.c.accepted_at < tx.now - _DROPPED_AFTER,
            ),
        )
        .order_by(cost.c.message_id)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True, of=cost)  # the next time does what is busy now
    )
    if not rows:
        return None
    rule, listed = await money.rule_of(tx.connection), await prices.rows(tx.connection)
    charged = sum([await _settle(tx, row, _owed(row, rule, listed)) for row in rows])
    if charged:
        await tx.execute(_wallet.update().values(left=_wallet.c.left - charged))
    return str(rows[-1]["message_id"]) if len(rows) == _AT_ONCE else None


async def _settle(tx: Transaction, row: Row, owed: int) -> int:
    """The credits that the message costs once and for all; 0 while that may still change."""
    since = row["landed_at"] or row["state_at"] or row["accepted_at"]
    is_sure = (
        (row["landed_at"] is not None and row["told"] is not None)
        or since < tx.now - _SURE_AFTER
        or row["accepted_at"] < tx.now - _DROPPED_AFTER
    )
    if is_sure or owed != row["credits"]:
        await tx.execute(
            cost.update()
            .where(cost.c.message_id == row["message_id"])
            .values(credits=owed, open=not is_sure)
        )
    return owed if is_sure else 0


def _owed(row: Row, rule: MoneyRule, listed: tuple[PriceRow, ...]) -> int:
    if row["landed_at"] is None or row["free"]:
        return 0
    day = charges.day_of(row["accepted_at"], rule.zone_of(ChannelId(row["channel_id"])))
    return money.credits_of(price_of(listed, row["category"], row["country"], day))
