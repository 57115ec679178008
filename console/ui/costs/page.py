"""The page of costs: the month by category and market, free answers, wallet, price list."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console.domain.texts import _, number
from console.ui.amounts import credit_words
from console.ui.calendar import month_and_year
from console.ui.costs import wording
from console.ui.costs.card import Card, Table
from console.ui.theme.style import set_kind
from console.ui.titles import day_of
from console.ui.widgets.meters import LimitMeter
from console.ui.widgets.overlay_scroll import OverlayScrollBar
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.room_page import RoomPage
from console.ui.widgets.text import PlainLabel
from console.wire.money import CostsView

_SIDE_W, _GAP = 340, 16


class CostsPage(RoomPage):
    """Everything on it comes from outside.

    Signals:
        read_wanted: ask the hub once more.
        top_up_wanted, prices_wanted: what administrators do.
    """

    read_wanted = Signal()
    top_up_wanted = Signal()
    prices_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Costs"), parent)
        self._span = PlainLabel(parent=self, kind="tertiary")
        self.read = PushButton(_("Read again"), parent=self, icon_name="common.retry")
        self.read.clicked.connect(self.read_wanted)
        self.head.addWidget(self._span)
        self.head.addStretch(1)
        self.head.addWidget(self.read)
        self.month = Card(_("This month"))
        self.differences = Card(_("Charged otherwise than expected"))
        self.numbers = Card(_("Free answers of the month"))
        self.wallet = Card(_("Wallet"))
        self.prices = Card(_("Price list"))
        self.top_up = PushButton(_("Top up…"), parent=self.wallet, size="small")
        self.top_up.clicked.connect(self.top_up_wanted)
        self.wallet.aside.addWidget(self.top_up)
        self.replace = PushButton(_("Replace…"), parent=self.prices, size="small")
        self.replace.clicked.connect(self.prices_wanted)
        self.prices.aside.addWidget(self.replace)
        self._known = self._scrolled(self._cards())
        self._known.hide()
        self.panes.addWidget(self._known)

    def show_costs(self, costs: CostsView, now: datetime, *, may_change: bool) -> None:
        """Show these; buttons that change something only for those who may."""
        # the month begins at midnight somewhere, which is up to a day from here
        self._span.setText(month_and_year((costs.since + timedelta(days=1)).date()))
        self._show_month(costs)
        self._show_differences(costs)
        self._show_numbers(costs)
        self._show_wallet(costs, now)
        self._show_prices(costs, now)
        self.top_up.setVisible(may_change)
        self.replace.setVisible(may_change)
        self._known.show()

    def _show_month(self, costs: CostsView) -> None:
        card = self.month
        card.clear()
        card.say(wording.headline(costs), "", "title")
        for one in costs.forecasts:
            card.say(wording.forecast(one, costs.until))
        if not costs.lines:
            card.say(_("No message has been delivered this month."))
            return
        heads = (_("What"), _("Delivered"), _("Free"), _("Cost"))
        table = Table(heads, frozenset({1, 2, 3}), card.page)
        for line in costs.lines:
            table.add_row(wording.line(line))
        card.add(table)

    def _show_differences(self, costs: CostsView) -> None:
        card = self.differences
        card.clear()
        if not costs.differences:
            card.say(_("WhatsApp has charged every message as it was expected."))
            return
        card.say(_("WhatsApp’s word counts. If these grow, replace the price list."))
        table = Table((_("What"), _("Messages")), frozenset({1}), card.page)
        for one in costs.differences:
            table.add_row(wording.difference(one))
        card.add(table)

    def _show_numbers(self, costs: CostsView) -> None:
        card = self.numbers
        card.clear()
        for one in costs.numbers:
            card.say(one.name, "")
            meter = LimitMeter(one.name, _SIDE_W // 2, card.page)
            meter.set_used(one.used, one.free)
            card.body.addWidget(meter)

    def _show_wallet(self, costs: CostsView, now: datetime) -> None:
        card, wallet = self.wallet, costs.wallet
        card.clear()
        self.wallet.setVisible(wallet is not None)
        if wallet is None:
            return
        card.say(_("{credits} left").format(credits=credit_words(wallet.left)), "", "title")
        warning = wording.low(wallet)
        if warning:
            card.say(warning, "warning" if wallet.left > 0 else "danger")
        table = Table((_("Entry"), _("Credits")), frozenset({1}), card.page)
        for one in costs.entries[:20]:
            day = day_of(one.at.astimezone(), now.astimezone())
            table.add_row(wording.entry(one, day))
        card.add(table)

    def _show_prices(self, costs: CostsView, now: datetime) -> None:
        card, prices = self.prices, costs.prices
        card.clear()
        if prices is None:
            card.say(
                _(
                    "There is none, so nobody knows what messages cost. Take a file with "
                    "prices: docs/prices.csv shows what it looks like."
                )
            )
            return
        card.say(prices.name, "")
        words = _("{count} prices · by {who}, {day}")
        day = day_of(prices.at.astimezone(), now.astimezone())
        card.say(words.format(count=number(prices.rows), who=prices.by, day=day))

    def _cards(self) -> QWidget:
        ground = QWidget()
        set_kind(ground, "surface")
        wide, side = QVBoxLayout(), QVBoxLayout()
        for column, cards in (
            (wide, (self.month, self.differences)),
            (side, (self.wallet, self.numbers, self.prices)),
        ):
            column.setSpacing(_GAP)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
        for card in (self.wallet, self.numbers, self.prices):
            card.setFixedWidth(_SIDE_W)
        row = QHBoxLayout(ground)
        row.setContentsMargins(20, 16, 20, 20)
        row.setSpacing(_GAP)
        row.addLayout(wide, 1)
        row.addLayout(side)
        return ground

    def _scrolled(self, ground: QWidget) -> QScrollArea:
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(_("Costs"))
        scroll.setWidget(ground)
        scroll.viewport().setAutoFillBackground(False)
        OverlayScrollBar(scroll)
        return scroll
