"""The direction of the screens and Qt's own texts, in the language of ours."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from console.domain.texts import language
from console.ui.calendar import locale_of

#: Where in window.ini a person's choice is kept.
KEY = "look/language"


def turn_to_language(app: QApplication) -> None:
    """The screens run the way the language is written; Qt's own menus and dialogs speak it."""
    locale = locale_of(language())
    app.setLayoutDirection(locale.textDirection())
    if language() == "en":
        return
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(locale, "qtbase", "_", folder):
        app.installTranslator(translator)
