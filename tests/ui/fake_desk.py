"""A desk in memory with the shop's day in it: the names of the real one, no hub behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, cast

from console.desk.changes import Changes, DraftChanged, InboxChanged, LinkChanged, ThreadChanged
from console.desk.inbox_row import InboxRow
from console.desk.rows import (
    Draft,
    Link,
    LinkState,
    OldSend,
    Thread,
    TranscriptRow,
)
from console.domain import policy
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.findings import Finding
from console.domain.ids import (
    ChannelId,
    ConversationId,
    CustomerId,
    MediaId,
    MessageId,
    QueueId,
    RepId,
    SessionId,
    WorkId,
)
from console.domain.messages import Body
from console.domain.people import Role, Wanted
from console.domain.policy import Verdict
from console.domain.templates import Template
from console.wire.ledger import LedgerView
from console.wire.views import (
    ChannelView,
    DeadLetterView,
    MessageView,
    OfferView,
    QueueView,
    QuickReply,
    RepView,
    SessionView,
)
from tests.ui.fake_consents import FakeConsents
from tests.ui.fake_filing import FakeFiling
from tests.ui.fake_identifying import FakeIdentifying
from tests.ui.fake_money import FakeSpending
from tests.ui.fake_signing import FakeSigning
from tests.ui.fake_starting import FakeStarting
from tests.ui.fake_templating import FakeTemplating
from tests.ui.fake_triage import FakeTriaging
from tests.ui.inbox.furniture_shop import NOW, shop_inbox
from tests.ui.shop import RESOURCES, session_of, shop_reps, shop_templates
from tests.ui.transcript.conversations import amina, lucas, lukasz

if TYPE_CHECKING:
    from console.desk.desk import Desk


class FakeSeat:
    """What it holds, and what was asked of it, newest last."""

    def __init__(self, now: datetime = NOW, *, role: Role = Role.REP) -> None:
        self.changes = Changes()
        self.link = Link(state=LinkState.CONNECTED)
        self.loss = ""
        self.hub_name = "Alder & Finch"
        self.hub_url = "https://hub.alderfinch.example"
        self.moment = now
        self.asked: list[tuple[object, ...]] = []
        self.ledgers: dict[MessageId, LedgerView] = {}
        self.previews: dict[MediaId, str] = {}
        self.shared_files: tuple[MessageView, ...] = ()
        self.rows = {row.session_id: row for row in shop_inbox()}
        self.threads: dict[ConversationId, list[TranscriptRow]] = {}
        self.drafts: dict[SessionId, Draft] = {}
        self.offered: list[OfferView] = []
        self.all_channels = [
            ChannelView(
                channel_id=ChannelId("wa"), kind="whatsapp", name="Shop", display_number="+31"
            )
        ]
        self.old: list[OldSend] = []
        self.letters: list[DeadLetterView] = []
        self.reports: dict[ChannelId, tuple[Finding, ...]] = {}
        self.downloading: list[TranscriptRow] = []
        self.all_templates = shop_templates()
        self.me: RepView | None = replace(
            shop_reps()[0],
            rep_id=RepId("maya"),
            name="Maya Okafor",
            role=role,
            loaded=7,
            capacity=8,
        )
        self._numbers = count(1)
        pictures = RESOURCES / "img"
        for name, rows in (
            ("Lucas Moreau", lucas(str(pictures / "table-corner.jpg"))),
            ("Łukasz Wiśniewski", lukasz()),
            ("أمينة السيد", amina(str(pictures / "underside.jpg"))),
        ):
            conversation = ConversationId(f"c-{name}")
            self.threads[conversation] = [
                replace(row, message=replace(row.message, conversation_id=conversation))
                for row in rows
            ]

    def now(self) -> datetime:
        return self.moment

    def change_row(self, session_id: SessionId, **changes: object) -> None:
        """Change a row and tell the screens."""
        self.rows[session_id] = replace(self.rows[session_id], **changes)  # type: ignore[arg-type]
        self.changes.tell(InboxChanged(frozenset({session_id})))

    def go_offline(self, seconds: int = 8) -> None:
        """Lose the hub."""
        retry_at = self.moment + timedelta(seconds=seconds)
        self.link = Link(state=LinkState.OFFLINE, as_of=self.moment, retry_at=retry_at)
        self.changes.tell(LinkChanged())


class FakeKnowing(FakeSeat):
    """What is known."""

    def inbox(self) -> list[InboxRow]:
        return [row for row in self.rows.values() if row.mine]

    def all_sessions(self) -> list[InboxRow]:
        return list(self.rows.values())

    def row(self, session_id: SessionId) -> InboxRow | None:
        return self.rows.get(session_id)

    def session(self, session_id: SessionId) -> SessionView | None:
        row = self.rows.get(session_id)
        return None if row is None else session_of(row)

    def offers(self) -> list[OfferView]:
        return self.offered

    def reps(self) -> list[RepView]:
        return shop_reps()

    def queues(self) -> list[QueueView]:
        since = NOW - timedelta(minutes=6, seconds=20)
        return [
            QueueView(
                queue_id=QueueId("q1"),
                name="Delivery & returns",
                waiting=4,
                oldest_waiting_at=since,
            ),
            QueueView(queue_id=QueueId("q2"), name="Product advice"),
        ]

    def channels(self) -> list[ChannelView]:
        return self.all_channels

    def quick_replies(self) -> list[QuickReply]:
        return [
            QuickReply(shortcut="hello", title="Greeting", text="Hello {{first_name}}, hi!"),
            QuickReply(shortcut="slot", title="Delivery slot", text="Would {{day}} suit you?"),
            QuickReply(shortcut="thanks", title="Thanks", text="Thank you, {{first_name}}."),
        ]  # fmt: skip

    def templates(self, language: str | None = None) -> list[Template]:
        return [item for item in self.all_templates if language in (None, item.language)]

    def composer(self, session_id: SessionId) -> Verdict:
        row = self.rows[session_id]
        expires_at = row.expires_at if row.has_window else self.moment + timedelta(days=1)
        return policy.composer(
            row.status, expires_at=expires_at, now=self.moment, owned=row.here
        )

    def waiting_to_send(self, session_id: SessionId | None = None) -> int:
        waiting = [row for rows in self.threads.values() for row in rows if row.local]
        return len(waiting)

    def draft(self, session_id: SessionId) -> Draft:
        return self.drafts.get(session_id, Draft())

    def save_draft(self, session_id: SessionId, draft: Draft) -> None:
        self.drafts[session_id] = draft

    def return_draft(self, session_id: SessionId, draft: Draft) -> None:
        """As when a message comes back that could not be sent."""
        self.drafts[session_id] = draft
        self.changes.tell(DraftChanged(session_id))


class FakeAsking(FakeFiling, FakeSeat):
    """What is asked for, and files."""

    async def thread(
        self, conversation_id: ConversationId, before: str | None = None
    ) -> Thread:
        rows = tuple(self.threads.get(conversation_id, ()))
        return Thread(conversation_id=conversation_id, rows=rows, earlier=None)

    async def changed_rows(
        self, conversation_id: ConversationId, message_ids: Iterable[MessageId]
    ) -> list[TranscriptRow]:
        wanted = set(message_ids)
        rows = self.threads.get(conversation_id, [])
        return [row for row in rows if row.message.message_id in wanted]

    async def add_note(self, customer_id: CustomerId, text: str) -> None:
        self.asked.append(("add_note", customer_id, text))

    async def set_labels(self, customer_id: CustomerId, labels: tuple[str, ...]) -> None:
        self.asked.append(("set_labels", customer_id, labels))


class FakeActing(FakeSeat):
    """What the rep does."""

    def send(
        self,
        session_id: SessionId,
        body: Body,
        *,
        reply_to: MessageId | None = None,
        files: tuple[str, ...] = (),
        split: bool = False,
    ) -> MessageId:
        how = ("split",) if split else ()
        self.asked.append(("send", session_id, body, reply_to, files, *how))
        message_id = MessageId(f"sent-{next(self._numbers)}")
        conversation_id = self.rows[session_id].conversation_id
        message = MessageView(
            message_id=message_id,
            conversation_id=conversation_id,
            session_id=session_id,
            direction=Direction.OUTBOUND,
            body=body,
            at=self.moment,
            order=10**9,
            author="You",
            author_id=RepId("maya"),
            state=Delivery.QUEUED,
        )
        offline = self.link.state is LinkState.OFFLINE
        row = TranscriptRow(message=message, local=True, waits_for_connection=offline)
        self.threads.setdefault(conversation_id, []).append(row)
        self.drafts.pop(session_id, None)
        self.changes.tell(ThreadChanged(conversation_id, frozenset({message_id})))
        return message_id

    def try_now(self) -> None:
        self.asked.append(("try_now",))

    def look_at_parked(self) -> None:
        self.asked.append(("look_at_parked",))

    def send_file(self, session_id: SessionId, path: str) -> MessageId:
        self.asked.append(("send_file", session_id, path))
        return MessageId(f"sent-{next(self._numbers)}")

    def send_parked(self, session_id: SessionId) -> None:
        self.asked.append(("send_parked", session_id))

    def seen(self, session_id: SessionId, message_id: MessageId, typing: bool = False) -> None:
        self.asked.append(("seen", session_id, message_id, typing))

    async def accept(self, work_id: WorkId) -> SessionId:
        self.asked.append(("accept", work_id))
        return next(offer.session_id for offer in self.offered if offer.work_id == work_id)

    async def decline(self, work_id: WorkId, reason: str) -> None:
        self.asked.append(("decline", work_id, reason))

    async def take_next(self) -> SessionId | None:
        self.asked.append(("take_next",))
        return None

    async def transfer(self, session_id: SessionId, **how: object) -> None:
        self.asked.append(("transfer", session_id, how))

    async def end(self, session_id: SessionId) -> None:
        self.asked.append(("end", session_id))

    async def keep_open(self, session_id: SessionId) -> None:
        self.asked.append(("keep_open", session_id))

    async def quieten(self, session_id: SessionId) -> None:
        self.asked.append(("quieten", session_id))

    async def reopen(self, session_id: SessionId) -> None:
        self.asked.append(("reopen", session_id))

    async def continue_here(self, session_id: SessionId) -> None:
        self.asked.append(("continue_here", session_id))

    async def take_over(self, session_id: SessionId, reason: str, message: str = "") -> None:
        self.asked.append(("take_over", session_id, reason, message))

    async def flag(self, session_id: SessionId, raised: bool, note: str = "") -> None:
        self.asked.append(("flag", session_id, raised, note))

    async def set_presence(self, wanted: Wanted) -> None:
        self.asked.append(("set_presence", wanted))

    async def send_again(self, message_id: MessageId) -> None:
        self.asked.append(("send_again", message_id))

    async def cancel(self, message_id: MessageId) -> None:
        self.asked.append(("cancel", message_id))


class FakeDesk(
    FakeKnowing,
    FakeAsking,
    FakeConsents,
    FakeIdentifying,
    FakeActing,
    FakeSigning,
    FakeTriaging,
    FakeTemplating,
    FakeStarting,
    FakeSpending,
):
    """What was asked of it stands in `asked`, newest last."""

    def as_desk(self) -> Desk:
        """Itself, for what expects the real one."""
        return cast("Desk", self)
