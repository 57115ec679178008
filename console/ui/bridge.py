"""Desk notices as Qt signals: the one doorway from the desk to the screens."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from console.desk.changes import (
    Changes,
    CustomerChanged,
    DeadLettersChanged,
    DirectoryChanged,
    DraftChanged,
    FilesChanged,
    InboxChanged,
    LinkChanged,
    Notice,
    OffersChanged,
    OldSendsWait,
    OutboxChanged,
    ParkedWaits,
    Refusal,
    ThreadChanged,
)


class Bridge(QObject):
    """Subscribes once and re-emits each notice under its own signal."""

    inbox_changed = Signal(InboxChanged)
    thread_changed = Signal(ThreadChanged)
    offers_changed = Signal(OffersChanged)
    dead_letters_changed = Signal(DeadLettersChanged)
    directory_changed = Signal(DirectoryChanged)
    customer_changed = Signal(CustomerChanged)
    outbox_changed = Signal(OutboxChanged)
    draft_changed = Signal(DraftChanged)
    parked_waits = Signal(ParkedWaits)
    old_sends_wait = Signal(OldSendsWait)
    files_changed = Signal(FilesChanged)
    link_changed = Signal(LinkChanged)
    refused = Signal(Refusal)

    def __init__(self, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._signals = {
            InboxChanged: self.inbox_changed,
            ThreadChanged: self.thread_changed,
            OffersChanged: self.offers_changed,
            DeadLettersChanged: self.dead_letters_changed,
            DirectoryChanged: self.directory_changed,
            CustomerChanged: self.customer_changed,
            OutboxChanged: self.outbox_changed,
            DraftChanged: self.draft_changed,
            ParkedWaits: self.parked_waits,
            OldSendsWait: self.old_sends_wait,
            FilesChanged: self.files_changed,
            LinkChanged: self.link_changed,
            Refusal: self.refused,
        }
        self._unsubscribe = changes.subscribe(self._on_notice)

    def close(self) -> None:
        """Stop listening."""
        self._unsubscribe()

    def _on_notice(self, notice: Notice) -> None:
        self._signals[type(notice)].emit(notice)
