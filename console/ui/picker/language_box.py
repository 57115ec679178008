"""The languages in which a template can go, of which one is chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from console.domain.templates import Template
from console.domain.texts import _
from console.ui.picker.choices import language_name


class LanguageBox(QComboBox):
    """One entry for each.

    Signals:
        chosen: the rep wants this one.
    """

    chosen = Signal(Template)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._templates: list[Template] = []
        self.setAccessibleName(_("Language of the template"))
        self.activated.connect(lambda place: self.chosen.emit(self._templates[place]))

    def show_languages(self, templates: list[Template], chosen: Template) -> None:
        """Show these, with one of them chosen."""
        self._templates = templates
        self.clear()
        self.addItems([language_name(one.language) for one in templates])
        self.setEnabled(len(templates) > 1)
        self.setCurrentIndex(templates.index(chosen))
