"""The details panel of the session on show, filled from the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.desk.changes import CustomerChanged, FilesChanged
from console.desk.inbox_row import InboxRow
from console.domain.consent import Level, Purpose, why_no_offers
from console.domain.directions import MediaKind
from console.domain.errors import RuleBroken
from console.domain.messages import Media
from console.domain.texts import _
from console.ui import identifying
from console.ui.details.panel import DetailsPanel
from console.ui.dialogs.confirm import ConfirmDialog, TextDialog
from console.ui.opening import open_folder
from console.ui.tasks import TaskScope, ask
from console.wire.views import CustomerView

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.wire.money import SessionCosts


class DetailsFilling(QObject):
    """Keeps the panel in step with the session on show.

    Signals:
        consent_known: whether the customer has agreed to offers, what keeps them, and the
            language they are best written to in.
        costs_known: what a message of each category would cost; empty if nobody knows.
    """

    consent_known = Signal(bool, tuple, str)
    costs_known = Signal(dict)

    def __init__(self, desk: Desk, panel: DetailsPanel, scope: TaskScope) -> None:
        super().__init__(panel)
        self._desk, self._panel, self._scope = desk, panel, scope
        self._row: InboxRow | None = None
        self._customer: CustomerView | None = None
        self._costs: SessionCosts | None = None  # of the session on show
        panel.note_written.connect(self._on_note_written)
        panel.labels_wanted.connect(self._on_labels_wanted)
        panel.consent_wanted.connect(self._on_consent_wanted)
        panel.proof_wanted.connect(self._on_proof_wanted)
        panel.more.merge_wanted.connect(self._on_merge_wanted)
        panel.more.block_wanted.connect(self._on_block_wanted)
        panel.split_wanted.connect(self._on_split_wanted)

    def show(self, row: InboxRow) -> None:
        """Show this session's customer."""
        self._row, self._customer, self._costs = row, None, None
        self._panel.show_nobody(row)
        self.refresh(row)
        self._scope.start("customer", self._load(row), replace=True)
        self._know_costs(None)

    def leave(self) -> None:
        """Show nobody."""
        self._row = self._customer = None
        self._scope.cancel_named("customer")
        self._scope.cancel_named("session costs")

    def refresh(self, row: InboxRow) -> None:
        """Show what the session says of itself."""
        self._row = row
        session = self._desk.session(row.session_id)
        self._panel.show_session(row, session, self._costs, self._desk.now())
        self._scope.start("session costs", self._load_costs(row), replace=True)

    async def _load_costs(self, row: InboxRow) -> None:
        try:
            costs = await self._desk.session_costs(row.session_id)
        except RuleBroken:
            return  # nothing hangs on it
        here = self._row
        if here is None or here.session_id != row.session_id or costs == self._costs:
            return
        session = self._desk.session(row.session_id)
        self._panel.show_session(here, session, costs, self._desk.now())
        self._know_costs(costs)

    def _know_costs(self, costs: SessionCosts | None) -> None:
        self._costs = costs
        self.costs_known.emit(costs.quotes if costs else {})

    def on_customer_changed(self, change: CustomerChanged) -> None:
        """Read the customer again."""
        if self._row is not None and self._row.customer_id == change.customer_id:
            self._scope.start("customer", self._load(self._row), replace=True)

    def on_files_changed(self, change: FilesChanged) -> None:
        """Previews of the customer's pictures have come."""
        customer = self._customer
        if customer is None:
            return
        bodies = [message.body for message in customer.files]
        if any(isinstance(b, Media) and b.media_id in change.media_ids for b in bodies):
            self._panel.show_files(customer.files, self._pictures(customer))

    async def _load(self, row: InboxRow) -> None:
        customer = await self._desk.customer(row.customer_id)
        if self._row is None or self._row.session_id != row.session_id:
            return
        self._customer = customer
        self._panel.more.setEnabled(self._may_change(row))
        self._panel.show_customer(customer, row, self._pictures(customer), self._desk.now())
        offers = self._takes_offers(row, customer)
        self.consent_known.emit(offers, customer.holds, customer.language)

    def _may_change(self, row: InboxRow) -> bool:
        me = self._desk.me
        return row.mine or (me is not None and me.role.leads)

    def _takes_offers(self, row: InboxRow, customer: CustomerView) -> bool:
        session = self._desk.session(row.session_id)
        channels = {one.channel_id: one for one in self._desk.channels()}
        on = channels.get(session.channel_id) if session else None
        offers = (said for said in customer.consents if said.purpose is Purpose.MARKETING)
        needed = on.consent if on else Level.IMPLICIT
        return not why_no_offers(next(offers, None), customer.consent, needed)

    def _pictures(self, customer: CustomerView) -> dict[str, str]:
        return {
            message.message_id: self._desk.picture(message.body.media_id)
            for message in customer.files
            if isinstance(message.body, Media)
            and message.body.media is MediaKind.IMAGE
            and not message.body.unshown
        }

    def _on_merge_wanted(self) -> None:
        if self._row is not None and self._customer is not None:
            work = identifying.merge(
                self._desk, self._scope, self._row, self._customer, self._panel.window()
            )
            self._scope.start("merge", work, replace=True)

    def _on_block_wanted(self, blocked: bool) -> None:
        if self._customer is not None:
            work = identifying.block(
                self._desk, self._customer, self._panel.window(), blocked=blocked
            )
            self._scope.start("block", work, replace=True)

    def _on_split_wanted(self, merge_id: str) -> None:
        if self._customer is not None:
            work = identifying.split(self._desk, self._customer, merge_id, self._panel.window())
            self._scope.start("merge", work, replace=True)

    def _on_note_written(self, text: str) -> None:
        if self._row is not None:
            self._scope.start("note", self._add_note(self._row, text))

    async def _add_note(self, row: InboxRow, text: str) -> None:
        await self._desk.add_note(row.customer_id, text)
        await self._load(row)

    def _on_consent_wanted(self) -> None:
        if self._row is not None and self._customer is not None:
            work = self._record_consent(self._row, self._customer)
            self._scope.start("consent", work, replace=True)

    async def _record_consent(self, row: InboxRow, customer: CustomerView) -> None:
        from console.ui.dialogs.consent import ConsentDialog  # seldom asked for

        answer = await ask(
            ConsentDialog(row.name, customer.consents, self._desk.now(), self._panel.window())
        )
        if answer is not None:
            await self._desk.record_consent(
                row.customer_id,
                answer.purpose(),
                granted=answer.granted(),
                source=answer.source(),
                wording=answer.wording(),
            )
            await self._load(row)

    def _on_proof_wanted(self) -> None:
        if self._row is not None:
            self._scope.start("proof", self._export_consent(self._row), replace=True)

    async def _export_consent(self, row: InboxRow) -> None:
        path = await self._desk.export_consent(row.customer_id)
        saved = ConfirmDialog(
            _("Record of consent saved"),
            _("“{name}” is in your downloads. That you took it stands in the audit.").format(
                name=path.name
            ),
            _("Show the folder"),
            self._panel.window(),
        )
        if await ask(saved) is not None:
            open_folder(str(path.parent))

    def _on_labels_wanted(self) -> None:
        if self._row is not None:
            self._scope.start("labels", self._change_labels(self._row), replace=True)

    async def _change_labels(self, row: InboxRow) -> None:
        answer = await ask(
            TextDialog(
                _("Labels"),
                _("Labels, separated by commas"),
                _("Save the labels"),
                self._panel.window(),
                sentence=_("They are shown to the team wherever {name} appears.").format(
                    name=row.name
                ),
            )
        )
        if answer is not None:
            labels = [word.strip() for word in answer.words().split(",")]
            await self._desk.set_labels(row.customer_id, tuple(word for word in labels if word))
            await self._load(row)
