"""The row below a template's fields: its category, what sending it does, and the button."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from console.domain.charges import Quote
from console.domain.templates import Category
from console.domain.texts import _
from console.ui.amounts import quote_tip, quote_words
from console.ui.picker.categories import category_name
from console.ui.theme.style import set_kind
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel, plain_tip


class SendRow(QWidget):
    """Says what will happen, or what stands against it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._category = PlainLabel(parent=self, step="micro", kind="tag")
        self._category.setFixedHeight(20)
        self._price = PlainLabel(parent=self, step="caption")
        self._price.hide()
        self._shown: Category | None = None
        self._quotes: Mapping[str, Quote] = {}
        self._effect = PlainLabel(parent=self, step="caption", kind="secondary", elide="right")
        self.send = PushButton(
            _("Send template"), "primary", self, icon_name="composer.send", icon_weight="fill"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(13, 7, 7, 7)
        row.setSpacing(10)
        row.addWidget(self._category)
        row.addWidget(self._price)
        row.addWidget(self._effect, 1)
        row.addWidget(self.send)

    def show_category(self, category: Category) -> None:
        """What the template is for."""
        self._shown = category
        self._category.setText(category_name(category))
        self._show_price()

    def show_quotes(self, quotes: Mapping[str, Quote]) -> None:
        """What a template of each category costs for the customer on show."""
        self._quotes = quotes
        self._show_price()

    def _show_price(self) -> None:
        quote = self._quotes.get(self._shown.value) if self._shown else None
        words = "" if quote is None else quote_words(quote)
        self._price.setVisible(bool(words))
        if quote is not None:
            set_kind(self._price, "danger" if quote.blocked else "")
            self._price.setText(words)
            self._price.setAccessibleName(_("Price: {price}").format(price=words))
            plain_tip(self._price, quote_tip(quote))

    def say(self, words: str, *, problem: bool = False) -> None:
        """What sending does, or the problem that keeps it from going."""
        set_kind(self._effect, "danger" if problem else "secondary")
        self._effect.setText(words)

    def words(self) -> str:
        """What is said at the moment."""
        return self._effect.text()


def hairline(parent: QWidget) -> QFrame:
    """A line between the parts of the picker."""
    line = QFrame(parent)
    set_kind(line, "line")
    return line
