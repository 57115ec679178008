"""The catalogues of texts: complete, up to date, and found by the language wanted."""

from __future__ import annotations

import io
import re
from gettext import GNUTranslations
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog, Message

from console.app import languages
from console.channels.whatsapp import faults
from console.channels.whatsapp.fault_table import TABLE
from console.domain import texts
from console.domain.texts import _, ngettext, number
from tests.translations import TEMPLATE, as_mo, as_po, catalogues, extracted

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACE = re.compile(r"\{[^{}]*\}")
#: gettext looks at these in this order.
_OF_SYSTEM = ("REPCONSOLE_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
UPDATE = "run python3 -m tests.translations and translate what it leaves open"


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A machine without a language; the program's is English again afterwards."""
    for name in _OF_SYSTEM:
        monkeypatch.delenv(name, raising=False)
    yield monkeypatch
    texts.speak(texts.ENGLISH)


def _forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (str(text or ""),)


def _entries(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def test_the_template_holds_the_texts_of_the_code_as_it_is() -> None:
    assert TEMPLATE.read_text(encoding="utf-8") == as_po(extracted()), UPDATE


def test_every_language_has_the_texts_of_the_template_and_no_others() -> None:
    wanted = {(message.context, _forms(message.id)) for message in _entries(extracted())}
    for path, catalog in catalogues():
        found = {(message.context, _forms(message.id)) for message in _entries(catalog)}
        assert found == wanted, f"{path}: {UPDATE}"


def test_german_lacks_nothing() -> None:
    [german] = [catalog for path, catalog in catalogues() if "/de/" in path.as_posix()]
    lacking = [m.id for m in _entries(german) if m.fuzzy or not all(_forms(m.string))]
    assert not lacking, UPDATE


def test_a_translation_puts_in_what_the_text_puts_in() -> None:
    for path, catalog in catalogues():
        for message in _entries(catalog):
            ids, forms = _forms(message.id), _forms(message.string)
            for place, form in enumerate(forms):
                one = place == 0 and len(forms) > 1
                wanted = _PLACE.findall(ids[0] if one else ids[-1])
                assert set(_PLACE.findall(form)) == set(wanted), f"{path}: {form}"


def test_the_compiled_file_is_of_the_catalogue() -> None:
    for path, catalog in catalogues():
        assert path.with_suffix(".mo").read_bytes() == as_mo(catalog), UPDATE
        read = GNUTranslations(io.BytesIO(as_mo(catalog)))
        assert read.info()["language"] == path.parts[-3]


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"REPCONSOLE_LANGUAGE": "de"}, "de"),
        ({"REPCONSOLE_LANGUAGE": "de-AT"}, "de"),
        ({"REPCONSOLE_LANGUAGE": "en", "LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANGUAGE": "tlh:de", "LANG": "en_GB.UTF-8"}, "de"),
        ({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "tlh"}, "en"),
        ({"LANG": "../../etc"}, "en"),
        ({}, "en"),
    ],
    ids=str,
)
def test_the_variable_wins_then_the_system(
    machine: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name, value in variables.items():
        machine.setenv(name, value)
    languages.speak()
    assert texts.language() == language


def test_a_person_s_choice_wins_over_the_system(machine: pytest.MonkeyPatch) -> None:
    machine.setenv("LANG", "en_GB.UTF-8")
    languages.speak(["de"])
    assert texts.language() == "de"


def test_german_is_spoken_in_sentences_plurals_and_numbers() -> None:
    with texts.spoken(languages.known()["de"]):
        assert _("Sign in") == "Anmelden"
        count = 2
        words = ngettext("{count} new message", "{count} new messages", count)
        assert words.format(count=count) == "2 neue Nachrichten"
        assert number(1234.5, 1) == "1.234,5"


def test_a_german_reader_reads_every_error_in_german_with_its_number() -> None:
    with texts.spoken(languages.known()["de"]):
        for code in [*TABLE, 999_123]:
            for failure in (faults.of_code(code), faults.of_status(code)):
                said = texts.kept(failure.words, code=str(code))
                english = failure.words.split("\n")
                assert not [line for line in english if line in said], code
        unknown = faults.of_code(999_123)
        assert "mit dem Fehler 999123" in texts.kept(unknown.words, code="999123")
