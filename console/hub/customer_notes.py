"""Customer notes and labels: what the team writes down about a customer."""

import sqlalchemy as sa

from console.domain.errors import InvalidInput
from console.domain.ids import CustomerId
from console.domain.texts import _, number
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.store.store import Store
from console.wire.views import NoteView

NOTE_LIMIT = 4000
LABEL_LIMIT, LABELS_AT_MOST = 40, 20

_customer, _note = schema.customer, schema.customer_note


async def add(store: Store, who: Principal, customer_id: CustomerId, text: str) -> NoteView:
    """The new note; whether this person may see the customer was asked before.

    Raises:
        InvalidInput: it is empty or too long.
    """
    text = text.strip()
    if not text:
        raise InvalidInput(_("text: the note is empty. Write something first."))
    if len(text) > NOTE_LIMIT:
        raise InvalidInput(
            _("text: a note may have {count} characters. Shorten it.").format(
                count=number(NOTE_LIMIT)
            )
        )
    async with store.transaction() as tx:
        note_id = tx.new_id()
        await tx.execute(
            _note.insert().values(
                id=note_id, customer_id=customer_id, rep_id=who.rep_id, text=text, at=tx.now
            )
        )
        tx.tell("customer", customer_id)
        return NoteView(note_id=note_id, author=who.name, text=text, at=tx.now)


async def set_labels(store: Store, customer_id: CustomerId, labels: tuple[str, ...]) -> None:
    """The customer has these labels from now on, in this order, each once.

    Raises:
        InvalidInput: too many or too long.
    """
    cleaned = list(dict.fromkeys(label.strip() for label in labels if label.strip()))
    if len(cleaned) > LABELS_AT_MOST or any(len(label) > LABEL_LIMIT for label in cleaned):
        raise InvalidInput(
            _("labels: at most {count}, each of {length} characters. Shorten them.").format(
                count=LABELS_AT_MOST, length=LABEL_LIMIT
            )
        )
    async with store.transaction() as tx:
        await tx.execute(
            sa.update(_customer).where(_customer.c.id == customer_id).values(labels=cleaned)
        )
        tx.tell("customer", customer_id)
