"""What is done about the customer on show: merged, split off again, blocked, unblocked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.desk.inbox_row import InboxRow
from console.domain.errors import RuleBroken
from console.domain.names import shown_name
from console.domain.texts import _
from console.ui.dialogs.confirm import ConfirmDialog
from console.ui.paint.marks import channel_name
from console.ui.tasks import TaskScope, ask

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.wire.identities import Candidate
    from console.wire.views import CustomerView


async def merge(
    desk: Desk, scope: TaskScope, row: InboxRow, customer: CustomerView, window: QWidget
) -> None:
    """The other record, once it is found and chosen, is one with this customer's."""
    from console.ui.dialogs.merge import MergeDialog  # seldom asked for

    dialog = MergeDialog(_as_found(row, customer), desk.now(), window)

    async def look(words: str) -> None:
        try:
            found = await desk.others_like(customer.customer_id, words)
        except RuleBroken as refusal:
            dialog.say(refusal.message)
        else:
            dialog.show_found(words, found)

    dialog.searched.connect(lambda words: scope.start("others", look(words), replace=True))
    try:
        answer = await ask(dialog)
    finally:
        dialog.searched.disconnect()  # the pause of the field may end after the dialog has
        scope.cancel_named("others")
    other = answer.other() if answer is not None else None
    if other is not None:
        await desk.merge_customers(customer.customer_id, other.customer_id)


async def split(desk: Desk, customer: CustomerView, merge_id: str, window: QWidget) -> None:
    """What was merged is two again, once that is confirmed."""
    name = next((one.name for one in customer.merges if one.merge_id == merge_id), "")
    dialog = ConfirmDialog(
        _("Split {name} off again?").format(name=shown_name(name)),
        _(
            "Both are as they were before they were merged. What was written since stays "
            "with the session in which it was written."
        ),
        _("Split"),
        window,
    )
    if await ask(dialog) is not None:
        await desk.split_customers(customer.customer_id, merge_id)


async def block(desk: Desk, customer: CustomerView, window: QWidget, *, blocked: bool) -> None:
    """The customer is blocked, or no longer, once that is confirmed."""
    name = shown_name(customer.name)
    if blocked:
        dialog = ConfirmDialog(
            _("Block {name}?").format(name=name),
            _(
                "WhatsApp brings nothing more from them, and nothing can be sent to them. They "
                "aren’t told. You can unblock them at any time."
            ),
            _("Block"),
            window,
            kind="danger",
        )
    else:
        dialog = ConfirmDialog(
            _("Unblock {name}?").format(name=name),
            _(
                "They can write again. What they wrote while they were blocked doesn’t come "
                "any more."
            ),
            _("Unblock"),
            window,
        )
    if await ask(dialog) is not None:
        await desk.block_customer(customer.customer_id, blocked=blocked)


def _as_found(row: InboxRow, customer: CustomerView) -> Candidate:
    from console.wire.identities import Candidate  # as the dialog: seldom asked for

    known = tuple(one.shown for one in customer.identities if one.until is None)
    return Candidate(
        customer_id=customer.customer_id,
        name=customer.name,
        known_by=known or tuple(filter(None, (customer.number,))),
        channels=(channel_name(row.channel_kind),),
        since=customer.since,
        last_at=row.at,
        sessions=len(customer.past_sessions) + 1,
        labels=customer.labels,
    )
