"""The offers above the sections: they push the list down and take no focus."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.ui.tick import ClockService

if TYPE_CHECKING:
    from console.ui.widgets.offer_card import OfferCard
    from console.wire.views import OfferView  # shapes alone: slow to make


class OfferStack(QWidget):
    """One card for each offer, oldest on top.

    Signals:
        accepted: work id.
        declined: work id and reason.
    """

    accepted = Signal(str)
    declined = Signal(str, str)

    def __init__(self, clock: ClockService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._cards: dict[str, OfferCard] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 0, 12, 0)
        self._column.setSpacing(8)
        self.hide()

    def set_offers(self, offers: Iterable[OfferView]) -> None:
        """Show these offers; a new one is announced once."""
        wanted = {offer.work_id: offer for offer in offers}
        for work_id in set(self._cards) - set(wanted):
            self._drop(work_id)
        for work_id, offer in wanted.items():
            if work_id not in self._cards:
                self._add(work_id, offer)
        self._column.setContentsMargins(12, 0, 12, 8 if self._cards else 0)
        self.setVisible(bool(self._cards))

    def first(self) -> OfferCard | None:
        """The card on top, which the shortcuts answer."""
        return next(iter(self._cards.values()), None)

    def _add(self, work_id: str, offer: OfferView) -> None:
        # the first paint has none
        from console.ui.widgets.offer_card import OfferCard
        from console.ui.widgets.spoken import announce

        card = OfferCard(offer, self._clock, self)
        card.accepted.connect(self.accepted)
        card.declined.connect(self.declined)
        self._cards[work_id] = card
        self._column.addWidget(card)
        announce(card, card.spoken())

    def _drop(self, work_id: str) -> None:
        card = self._cards.pop(work_id)
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()
