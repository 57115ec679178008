"""Customers and who they are, at the desk in memory."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from console.desk.inbox_row import InboxRow
from console.domain.errors import Unavailable
from console.domain.ids import CustomerId, SessionId
from console.wire.identities import Candidate, MergeView
from console.wire.views import CustomerView, MessageView, NoteView, PastSession
from tests.ui.inbox.furniture_shop import NOW

MERGED = (
    MergeView(
        merge_id="merge-1",
        name="…302741",
        at=datetime(2026, 5, 2, 9, 0, tzinfo=UTC),
        by="Sue",
    ),
)


def anna() -> Candidate:
    """Somebody who may be the same person."""
    return Candidate(
        customer_id=CustomerId("anna"),
        name="Lucas M.",
        known_by=("+33 6 87 65 43 21", "@lucas.moreau"),
        channels=("Shop",),
        since=datetime(2024, 3, 2, tzinfo=UTC),
        last_at=datetime(2026, 4, 2, 9, 0, tzinfo=UTC),
        sessions=3,
        labels=("Wholesale",),
    )


class FakeIdentifying:
    """A part of the desk in memory."""

    asked: list[tuple[object, ...]]
    out_of_reach = False
    is_blocked = False
    rows: dict[SessionId, InboxRow]
    shared_files: tuple[MessageView, ...]

    async def customer(self, customer_id: CustomerId) -> CustomerView:
        row = next(row for row in self.rows.values() if row.customer_id == customer_id)
        return CustomerView(
            customer_id=customer_id,
            name=row.name,
            number=row.number,
            since=NOW.replace(year=2019),
            facts=(("Local time", "14:36 Lyon, France"), ("Languages", "French, English")),
            consent=(
                ("Service messages", True, "Granted 3 Mar 2026 · checkout form"),
                ("Offers and news", False, "Not granted · marketing hidden"),
            ),
            merges=MERGED,
            blocked=self.is_blocked,
            labels=("Damage", "Tarn table", "Claim RC-20418"),
            files=self.shared_files,
            past_sessions=(
                PastSession(session_id=SessionId("p1"), opened_at=NOW - timedelta(days=42),
                            title="Delivery of the Tarn table", outcome="Solved"),
            ),
            notes=(
                NoteView(note_id="n1", author="Tomás Rivera", at=NOW - timedelta(hours=5),
                         text="Prefers mornings. Third floor, no lift – ask for two carriers."),
            ),
        )  # fmt: skip

    async def others_like(self, customer_id: CustomerId, words: str) -> list[Candidate]:
        if self.out_of_reach:
            raise Unavailable("The hub is out of reach. Try again when it is back.")
        found = anna()
        return [found] if words.casefold() in found.name.casefold() else []

    async def merge_customers(self, kept: CustomerId, gone: CustomerId) -> None:
        self.asked.append(("merge_customers", kept, gone))

    async def block_customer(self, customer_id: CustomerId, *, blocked: bool) -> None:
        self.asked.append(("block_customer", customer_id, blocked))
        self.is_blocked = blocked

    async def split_customers(self, kept: CustomerId, merge_id: str) -> None:
        self.asked.append(("split_customers", kept, merge_id))
