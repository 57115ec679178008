"""Languages: which one is wanted on this machine, and its texts."""

from __future__ import annotations

import os
import sys
from gettext import GNUTranslations, NullTranslations
from typing import TYPE_CHECKING

from console.domain import texts
from console.ui.theme.resources import path

if TYPE_CHECKING:
    from collections.abc import Iterable

DOMAIN = "repconsole"
VARIABLE = "REPCONSOLE_LANGUAGE"
#: In the order in which gettext looks at them.
_OF_SYSTEM = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_ENGLISH = {"en", "c", "posix"}


def speak(chosen: Iterable[str] = ()) -> None:
    """The texts are in the language of the variable, else in one chosen, else the system's."""
    texts.speak(_first_known([os.environ.get(VARIABLE, ""), *chosen, *_of_system()]))


def known() -> dict[str, NullTranslations]:
    """The texts of every language there is besides English, by its lower case name."""
    folder = path("translations")
    names = [each.name for each in folder.iterdir()] if folder.is_dir() else []
    loaded = {name.lower().replace("_", "-"): _load(name) for name in sorted(names)}
    return {name: found for name, found in loaded.items() if found is not None}


def _first_known(wanted: list[str]) -> NullTranslations:
    for each in wanted:
        name = each.partition(".")[0].replace("-", "_")
        main = name.partition("_")[0]
        if main.lower() in _ENGLISH:
            break
        found = (_load(name) or _load(main)) if name else None
        if found is not None:
            return found
    return texts.ENGLISH


def _load(language: str) -> NullTranslations | None:
    file = path("translations") / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    try:
        with file.open("rb") as opened:
            return GNUTranslations(opened)
    except OSError:  # no such language, or a broken file: English is better than no start
        return None


def _of_system() -> list[str]:
    named = next((os.environ[name] for name in _OF_SYSTEM if os.environ.get(name)), "")
    if named or sys.platform != "win32":
        return named.split(":")
    import ctypes
    import locale

    number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
    return [locale.windows_locale.get(number, "")]
