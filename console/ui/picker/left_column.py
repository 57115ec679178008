"""The column left of a template's fields: the search and the list."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.domain.texts import _, ngettext, number
from console.ui.picker.template_list import TemplateList
from console.ui.widgets.search_field import SearchField

_LIST_W = 222


class LeftColumn(QWidget):
    """Searching goes on into the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField(_("Search templates"), parent=self)
        self.found = TemplateList(self)
        self.setFixedWidth(_LIST_W)
        self.search.left.connect(self.found.setFocus)
        above = QHBoxLayout()
        above.setContentsMargins(10, 10, 10, 8)
        above.addWidget(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self.found, 1)

    def count(self, templates: int) -> None:
        """Say how many there are to search."""
        words = ngettext("Search {count} template", "Search {count} templates", templates)
        self.search.setPlaceholderText(words.format(count=number(templates)))
        self.search.clear()
