"""`python3 -m tests.translations`: brings catalogues up to date with the code; needs Babel.

Texts are extracted from `console` into the template; each language's catalogue takes over what
is new, what changed is marked fuzzy, and all are compiled. Then translate what is empty or
fuzzy in `resources/translations/LANGUAGE/LC_MESSAGES/repconsole.po` and run it again. A new
language: make its folder with an empty file of that name first.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
TEMPLATE = FOLDER / "repconsole.pot"
#: Header lines that change at every run, or that nobody fills in.
_OF_NO_USE = (
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Report-Msgid-Bugs-To',
    '"Last-Translator',
    '"Language-Team',
    '"Generated-By',
)
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)
_KEYWORDS = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def extracted() -> Catalog:
    """The texts of the code as it is."""
    catalog = Catalog(project="Rep Console", charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        ROOT / "console",
        [("**.py", "python")],
        keywords=_KEYWORDS,
        comment_tags=["Translators:"],
    )
    for name, _line, text, comments, context in sorted(found, key=lambda each: each[:2]):
        place = f"console/{Path(name).as_posix()}"
        catalog.add(text, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalog


def as_po(catalog: Catalog) -> str:
    """The catalogue as a file: by text, so that moved code changes nothing."""
    file = io.BytesIO()
    write_po(
        file,
        catalog,
        width=96,
        sort_output=True,
        omit_header=catalog.locale is None,
        include_lineno=False,
        ignore_obsolete=True,
    )
    lines = file.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(_OF_NO_USE))


def as_mo(catalog: Catalog) -> bytes:
    """The catalogue as the programs read it; fuzzy entries are left out."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def catalogues() -> Iterator[tuple[Path, Catalog]]:
    """Every language's file and what it holds."""
    for path in sorted(FOLDER.glob("*/LC_MESSAGES/repconsole.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parts[-3], domain="repconsole")
        catalog.project, catalog.version, catalog.header_comment = "Rep Console", "1", ""
        catalog.fuzzy = False
        catalog.creation_date = catalog.revision_date = _NEVER
        yield path, catalog


def main() -> None:
    """Template, catalogues and compiled files fit the code."""
    template = extracted()
    TEMPLATE.write_text(as_po(template), encoding="utf-8")
    for path, catalog in catalogues():
        catalog.update(template, no_fuzzy_matching=False, update_header_comment=False)
        catalog.creation_date = _NEVER  # the template's is now
        path.write_text(as_po(catalog), encoding="utf-8")
        path.with_suffix(".mo").write_bytes(as_mo(catalog))
        open_ = [m for m in catalog if m.id and (m.fuzzy or not all(_strings(m.string)))]
        print(f"{path.parts[-3]}: {len(catalog)} texts, {len(open_)} to translate")  # noqa: T201


def _strings(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (string or "",) if not isinstance(string, tuple | list) else tuple(string)


if __name__ == "__main__":
    main()
