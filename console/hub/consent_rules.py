"""Consent rules: what administrators have set for a channel goes before what hub.toml says."""

from datetime import datetime

import sqlalchemy as sa

from console.domain.consent import DEFAULT_KEYWORDS, ConsentRule
from console.domain.errors import AlreadyDecided, InvalidInput, NotFound
from console.domain.ids import ChannelId
from console.domain.keyword_rules import flaws
from console.domain.texts import _
from console.hub import access, audit
from console.hub.audit import Action
from console.hub.principal import Principal
from console.hub.settings import Settings
from console.hub.store import schema
from console.hub.store.consent_rule_table import consent_rule as _own
from console.hub.store.store import Store
from console.hub.store.transaction import EVERYONE, Transaction
from console.wire.codec import from_plain, to_plain
from console.wire.consents import ConsentRuleView, SetConsentRule

_channel = schema.channel


async def own_rule(tx: Transaction, channel_id: ChannelId) -> object:
    """What administrators have set, as it is kept; None if hub.toml counts."""
    row = await tx.row(sa.select(_own.c.rule).where(_own.c.channel_id == channel_id))
    return None if row is None else row["rule"]


async def show(store: Store, channel_id: ChannelId) -> ConsentRuleView:
    """The rule that counts, and whose it is; raises `NotFound`."""
    async with store.transaction() as tx:
        return await _shown(tx, channel_id)


async def change(
    store: Store,
    settings: Settings,
    who: Principal,
    channel_id: ChannelId,
    request: SetConsentRule,
) -> ConsentRuleView:
    """The rule counts from now on; without one hub.toml's counts again.

    Raises:
        NotFound: no such channel.
        AlreadyDecided: somebody else has changed it meanwhile.
        InvalidInput: words that mean two things, or none that ends messages.
    """
    access.administrator(who)
    if request.rule is not None and (found := flaws(request.rule)):
        raise InvalidInput(found[0].words)
    async with store.transaction() as tx:
        before = await _shown(tx, channel_id)
        if before.set_at != request.seen_at:
            raise AlreadyDecided(
                _("{name} has changed it meanwhile. Look at it again.").format(
                    name=before.set_by or _("The hub")
                )
            )
        await _keep(tx, who, channel_id, request.rule, _of_file(settings, before))
        audit.append(
            tx,
            Action.CONSENT_RULE_SET,
            f"channel:{channel_id}",
            by=who,
            why="" if request.rule is not None else "as in hub.toml",
        )
        tx.tell("channel", channel_id, [EVERYONE])
        return await _shown(tx, channel_id)


async def _keep(
    tx: Transaction,
    who: Principal,
    channel_id: ChannelId,
    rule: ConsentRule | None,
    of_file: ConsentRule,
) -> None:
    await tx.execute(_own.delete().where(_own.c.channel_id == channel_id))
    kept = to_plain(rule or of_file)
    if rule is not None:
        row = {"channel_id": channel_id, "rule": kept, "set_at": tx.now, "set_by": who.name}
        await tx.execute(_own.insert().values(row))
    await tx.execute(_channel.update().where(_channel.c.id == channel_id).values(consent=kept))


async def _shown(tx: Transaction, channel_id: ChannelId) -> ConsentRuleView:
    query = (
        sa.select(_channel.c.consent, _channel.c.phone_number_id, _own.c.set_at, _own.c.set_by)
        .outerjoin(_own, _own.c.channel_id == _channel.c.id)
        .where(_channel.c.id == channel_id)
        .with_for_update(of=_channel)
    )
    row = await tx.row(query)
    if row is None:
        raise NotFound(_("There is no such channel."))
    set_at: datetime | None = row["set_at"]
    return ConsentRuleView(
        channel_id=channel_id,
        number_id=row["phone_number_id"],
        rule=from_plain(ConsentRule, row["consent"]),
        set_at=set_at,
        set_by=row["set_by"] or "",
    )


def _of_file(settings: Settings, shown: ConsentRuleView) -> ConsentRule:
    """What hub.toml says of the channel; the usual words if it doesn't know it."""
    known = {one.phone_number_id: one.consent for one in settings.channels}
    return known.get(shown.number_id, ConsentRule(keywords=DEFAULT_KEYWORDS))
