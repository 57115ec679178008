"""Identity lines: what the transcript tells of a new number, a new id or a new device."""

from datetime import datetime

from console.channels.whatsapp.facts import IdentityChanged
from console.domain.ids import ConversationId
from console.domain.messages import EventKind
from console.domain.texts import N_
from console.hub import timeline
from console.hub.store.transaction import Transaction

_NEW_NUMBER = N_("The customer’s number is now +{phone}")
_NEW_ID = N_("WhatsApp gave this customer a new id; it is the same person")
_NEW_DEVICE = N_(
    "set WhatsApp up anew: make sure who it is before you say anything that is private"
)


async def changed(
    tx: Transaction,
    conversation_id: ConversationId,
    fact: IdentityChanged,
    *,
    keeps_number: bool,
    at: datetime,
) -> None:
    """A line tells of the new number, or else of the new id."""
    if fact.present.phone and not keeps_number:
        await timeline.system_line(
            tx,
            conversation_id,
            EventKind.NUMBER_CHANGED,
            text=_NEW_NUMBER,
            values={"phone": fact.present.phone},
            at=at,
        )
    elif fact.present.user_id not in {"", fact.former.user_id}:
        await timeline.system_line(
            tx, conversation_id, EventKind.IDENTITY_CHANGED, text=_NEW_ID, at=at
        )


async def new_device(
    tx: Transaction, conversation_id: ConversationId, name: str, at: datetime
) -> None:
    """A line tells the rep to make sure who it is.

    Source: WhatsApp, "Identity change check": the number may have passed to somebody else.
    """
    await timeline.system_line(
        tx,
        conversation_id,
        EventKind.IDENTITY_CHANGED,
        actor=name,
        text=_NEW_DEVICE,
        at=at,
    )
