"""Dead letters, waiting messages and numbers of the desk in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from console.desk.rows import Draft, OldSend
from console.domain.dead_letters import Outcome, Reason
from console.domain.delivery import Delivery
from console.domain.findings import Finding
from console.domain.ids import ChannelId, LetterId, MessageId, RepId, SessionId
from console.wire.ledger import LedgerView, NextTry, Tried
from console.wire.views import DeadLetterPage, DeadLetterView
from tests.ui.fake_numbering import FakeNumbering


class FakeTriaging(FakeNumbering):
    """Dead letters, and what waits; a part of the desk in memory."""

    asked: list[tuple[object, ...]]
    letters: list[DeadLetterView]
    old: list[OldSend]
    drafts: dict[SessionId, Draft]
    moment: datetime
    ledgers: dict[MessageId, LedgerView]
    reports: dict[ChannelId, tuple[Finding, ...]]

    async def dead_letters(
        self,
        *,
        reason: Reason | None = None,
        outcome: Outcome | None = None,
        after: str | None = None,
    ) -> DeadLetterPage:
        waiting = [one for one in self.letters if one.ended_at is None]
        shown = [
            one
            for one in self.letters
            if one.outcome in {outcome, None if outcome else Outcome.EXPIRED}
            and (outcome is not None or one.outcome in {None, Outcome.EXPIRED})
            and reason in {None, one.reason}
        ]
        return DeadLetterPage(
            letters=tuple(shown),
            counts=dict(Counter(one.reason for one in waiting)),
            ended_counts=dict(Counter(one.outcome for one in self.letters if one.outcome)),
            next=None,
        )

    async def ledger(self, message_id: MessageId) -> LedgerView:
        self.asked.append(("ledger", message_id))
        if message_id in self.ledgers:
            return self.ledgers[message_id]
        at = self.moment - timedelta(minutes=9)
        return LedgerView(
            message_id=message_id, state=Delivery.FAILED, written_at=at, sent_at=None,
            delivered_at=None, read_at=None, played_at=None, failed_at=None, price=None,
            attempts=(
                Tried(number=1, started_at=at, ended_at=at, outcome="retry", code="133004",
                      why="WhatsApp’s servers are out of reach at Meta.",
                      detail="Server temporarily unavailable"),
                Tried(number=2, started_at=at, ended_at=at + timedelta(minutes=5),
                      outcome="failed", code="131026", why="Not delivered: it is gone.",
                      detail="Message undeliverable"),
            ),
            trouble="Not delivered: it is gone.\nUse another way to reach them.",
            code="131026", next_try=NextTry.CHANGED, next_at=None,
        )  # fmt: skip

    async def retry_letter(self, letter_id: LetterId, *, even_if_arrived: bool = False) -> None:
        self.asked.append(("retry_letter", letter_id, even_if_arrived))

    async def rewrite_letter(self, letter: DeadLetterView) -> SessionId:
        self.asked.append(("rewrite_letter", letter.letter_id))
        assert letter.session_id is not None
        self.drafts[letter.session_id] = Draft(text=letter.preview)
        return letter.session_id

    async def hand_over_letter(
        self, letter_id: LetterId, to_rep: RepId, note: str = ""
    ) -> None:
        self.asked.append(("hand_over_letter", letter_id, to_rep, note))

    async def discard_letter(self, letter_id: LetterId, reason: str = "") -> None:
        self.asked.append(("discard_letter", letter_id, reason))

    async def old_sends(self) -> list[OldSend]:
        return self.old

    def send_old(self, message_ids: Iterable[MessageId]) -> None:
        self.asked.append(("send_old", list(message_ids)))

    async def keep_old(self, message_ids: Iterable[MessageId]) -> None:
        self.asked.append(("keep_old", list(message_ids)))

    async def try_message_now(self, message_id: MessageId) -> None:
        self.asked.append(("try_message_now", message_id))
