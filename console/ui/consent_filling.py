"""Consent words between desk and screen, for administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.ids import ChannelId
from console.domain.texts import _
from console.ui.dialogs.confirm import ConfirmDialog
from console.ui.room import Room
from console.ui.tasks import ask

if TYPE_CHECKING:
    from console.domain.consent import ConsentRule
    from console.ui.consent.page import ConsentPage


class ConsentWords(Room["ConsentPage"]):
    """The room of administrators."""

    NAME = "consent_words"

    def _made(self) -> ConsentPage:
        from console.ui.consent.page import ConsentPage  # few people ever need it

        page = ConsentPage(self._window)
        page.channel_chosen.connect(self._load)
        page.save_wanted.connect(self._on_save)
        page.reset_wanted.connect(self._on_reset)
        return page

    def _show(self, page: ConsentPage) -> None:
        page.show_channels(self._desk.channels())

    def _arrive(self, page: ConsentPage) -> None:
        page.keep()
        self._load()
        page.form.language.setFocus()

    def _load(self) -> None:
        self._start("consent words", self._loaded())

    async def _loaded(self) -> None:
        page = self.page
        if page is None or not page.channel():
            return
        page.complain("")
        seen = await self._desk.consent_rule(ChannelId(page.channel()))
        if page.channel() == seen.channel_id:
            page.show_rule(seen, self._desk.now())

    def _on_save(self, rule: ConsentRule) -> None:
        self._start("consent words", self._save(rule))

    async def _save(self, rule: ConsentRule | None) -> None:
        page = self.page
        seen = page.seen() if page else None
        if page is None or seen is None:
            return
        page.complain("")
        page.save.setEnabled(False)
        try:
            now = await self._desk.set_consent_rule(seen, rule)
        finally:
            page.save.setEnabled(True)
        page.show_rule(now, self._desk.now())

    def _on_reset(self) -> None:
        self._start("consent words", self._reset())

    async def _reset(self) -> None:
        dialog = ConfirmDialog(
            _("Use hub.toml’s words?"),
            _("What was set here is gone, and what hub.toml says counts from now on."),
            _("Use hub.toml’s"),
            self._window,
            kind="danger",
        )
        if await ask(dialog) is not None:
            await self._save(None)
