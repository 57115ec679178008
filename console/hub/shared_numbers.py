"""Shared numbers: the answer of a customer who was asked for their number."""

from dataclasses import replace
from datetime import datetime

from console.channels.whatsapp.facts import MessageReceived
from console.channels.whatsapp.inbound import digits
from console.domain.ids import ChannelId, ConversationId
from console.domain.messages import Contacts, EventKind
from console.domain.texts import N_
from console.hub import customers, timeline
from console.hub.identities import Seen
from console.hub.store.transaction import Transaction


async def learn(
    tx: Transaction, channel_id: ChannelId, fact: MessageReceived, at: datetime
) -> None:
    """A customer who was asked for their number has shared it: it is theirs from now on.

    Source: WhatsApp, "Business-scoped user ids": `origin` "contact_request".
    """
    if not isinstance(fact.body, Contacts) or not fact.body.answers_request:
        return
    phone = digits(next((one for card in fact.body.cards for one in card.phones), ""))
    if not phone or fact.who.phone == phone:
        return
    seen_now = Seen(who=replace(fact.who, phone=phone), channel_id=channel_id, at=at)
    found = await customers.resolve(tx, seen_now)
    # joined by the number, the thread may be another now
    row = await customers.conversation_of(tx, channel_id, found.customer_id, found.who)
    await timeline.system_line(
        tx,
        ConversationId(row["id"]),
        EventKind.NUMBER_CHANGED,
        text=N_("The customer shared their number: +{phone}"),
        values={"phone": phone},
        at=at,
    )
