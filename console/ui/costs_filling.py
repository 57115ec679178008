"""Costs between desk and screen: the page, what is left in the wallet, what may change them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from console.domain.people import Role
from console.domain.texts import _
from console.ui.room import Room
from console.ui.tasks import ask

if TYPE_CHECKING:
    from console.ui.costs.page import CostsPage
    from console.wire.money import CostsView


class Costs(Room["CostsPage"]):
    """The room of administrators and supervisors."""

    NAME = "costs"
    ROLES = frozenset({Role.ADMIN, Role.SUPERVISOR})

    def refresh(self, *changed: object) -> None:
        """The status bar follows the wallet too."""
        super().refresh(*changed)
        self._window.status.show_wallet(self._desk.wallet())

    def _show(self, page: CostsPage) -> None:
        """What the hub was asked for stays until it is asked again."""

    def _arrive(self, page: CostsPage) -> None:
        page.read.setFocus()
        self._read()

    def _made(self) -> CostsPage:
        from console.ui.costs.page import CostsPage  # few people ever need it

        page = CostsPage(self._window)
        page.read_wanted.connect(self._read)
        page.top_up_wanted.connect(lambda: self._start("top up", self._top_up()))
        page.prices_wanted.connect(lambda: self._start("prices", self._replace()))
        return page

    def _read(self) -> None:
        self._start("costs", self._asked())

    async def _asked(self) -> None:
        if self.page is not None:
            self.page.complain("")
            self._bring(await self._desk.costs())

    def _bring(self, costs: CostsView) -> None:
        me = self._desk.me
        if self.page is not None and me is not None:
            may_change = me.role is Role.ADMIN
            self.page.show_costs(costs, self._desk.now(), may_change=may_change)

    async def _top_up(self) -> None:
        from console.ui.costs.dialogs import TopUpDialog

        answer = await ask(TopUpDialog(self._window))
        if answer is not None:
            self._bring(await self._desk.top_up(answer.asked()))

    def take_file(self, path: Path) -> None:
        """Show what the price list in this file would change, and let it hold if wanted."""
        self._start("prices", self._take(path))

    async def _replace(self) -> None:
        path = await self._chosen()
        if path is not None:
            await self._take(path)

    async def _take(self, path: Path) -> None:
        from console.ui.costs.dialogs import PricesDialog

        if self.page is None:
            return
        self.page.complain("")
        file = self._desk.price_file(path)
        seen = await self._desk.preview_prices(file)
        if await ask(PricesDialog(path.name, seen, self._window)) is not None:
            self._bring(await self._desk.replace_prices(file))

    async def _chosen(self) -> Path | None:
        dialog = QFileDialog(self._window, _("Take prices from a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_("Table (*.csv *.txt)"))
        chosen = await ask(dialog)
        return None if chosen is None else Path(chosen.selectedFiles()[0])
