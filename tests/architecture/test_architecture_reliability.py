"""The tables of threats and faults in docs/reliability.md say what the tests show."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_ROW = re.compile(r"^\| ([TF]\d+) \| [^|]+ \| (shown|partly|later) \|(.*)\|$", re.MULTILINE)
_TEST = re.compile(r"def test_([tf]\d+)_", re.MULTILINE)


def _rows() -> dict[str, tuple[str, str]]:
    """What stands of each threat and fault: the word, and the note."""
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    return {found[1]: (found[2], found[3].strip()) for found in _ROW.finditer(text)}


def _tested() -> set[str]:
    files = (ROOT / "tests").rglob("test_*.py")
    texts = [file.read_text(encoding="utf-8") for file in files]
    return {found.upper() for text in texts for found in _TEST.findall(text)}


def test_every_threat_and_fault_has_its_row() -> None:
    wanted = {f"T{number}" for number in range(1, 31)} | {f"F{n}" for n in range(1, 33)}
    assert set(_rows()) == wanted


def test_what_is_said_to_be_shown_has_a_test_with_its_id_in_its_name() -> None:
    tested = _tested()
    for row, (stands, _note) in _rows().items():
        if stands != "later":
            assert row in tested, f"{row} is {stands} and no test is named test_{row.lower()}_…"


def test_what_is_not_wholly_shown_says_what_is_missing() -> None:
    for row, (stands, note) in _rows().items():
        assert note or stands == "shown", f"{row} is {stands} and doesn’t say what is missing"


def test_no_test_names_a_threat_or_fault_that_is_still_to_come() -> None:
    later = {row for row, (stands, _note) in _rows().items() if stands == "later"}
    assert not later & _tested()
