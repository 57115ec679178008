"""Consents from a table: what is taken, and what is said of every line that is not."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from console.app import consents, hub
from console.hub.clock import WallClock
from console.hub.settings_file import load
from console.hub.store.consent_table import consent
from console.hub.store.migrate import migrate
from console.hub.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 5, 14, 12, tzinfo=UTC)
GOOD = {
    "number": "+31 6 12345678",
    "purpose": "marketing",
    "granted": "yes",
    "source": "checkout form",
    "wording": "Offers by WhatsApp",
    "at": "2026-03-03T10:00",
}


def test_a_line_is_a_number_and_what_that_customer_said() -> None:
    digits, said = consents.statement(GOOD, NOW)
    assert digits == "31612345678"
    assert (said.granted, said.source, said.at) == (
        True,
        "checkout form",
        datetime(2026, 3, 3, 10, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"number": "12"}, "“12” is no number with its country code"),
        ({"purpose": "spam"}, "purpose must be one of service, marketing"),
        ({"granted": "perhaps"}, "granted must be yes or no"),
        ({"source": " "}, "source is missing: it is the proof"),
        ({"at": "yesterday"}, "“yesterday” is no moment such as 2026-05-14T14:36"),
        ({"at": "2027-01-01"}, "“2027-01-01” is still to come"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(changed: dict[str, str], why: str) -> None:
    with pytest.raises(consents.LineFault, match=f"^{why}$"):
        consents.statement(GOOD | changed, NOW)


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "hub.toml"
    path.write_text('[hub]\nname = "T"\ndata_folder = "data"\n[[queue]]\nname = "A"\n')
    (tmp_path / "data").mkdir()
    return path


def table(path: Path, *rows: dict[str, str], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.DictWriter(file, consents.COLUMNS, delimiter=delimiter)
        lines.writeheader()
        lines.writerows(rows)
    return path


async def stated(settings: Path) -> list[bool]:
    store = Store(load(settings, {}).database_url, clock=WallClock())
    try:
        await migrate(store)
        async with store.reading() as connection:
            return list((await connection.execute(sa.select(consent.c.granted))).scalars())
    finally:
        await store.close()


async def test_good_lines_are_taken_and_bad_ones_named(
    settings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import asyncio

    assert await stated(settings) == []
    bad = GOOD | {"granted": "perhaps"}
    file = table(tmp_path / "c.csv", GOOD, bad, GOOD | {"granted": "no"}, delimiter=";")
    command = ["import-consents", "--config", str(settings), str(file)]
    assert await asyncio.to_thread(hub.main, [*command, "--check"]) == 1
    assert await stated(settings) == []
    assert await asyncio.to_thread(hub.main, command) == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == ["Would take 2 of 3 lines.", "Took 2 of 3 lines."]
    assert said.err.splitlines()[0] == "line 3: granted must be yes or no"
    assert await stated(settings) == [True, False]


def test_a_file_without_the_columns_is_refused_whole(
    settings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "c.csv"
    file.write_text("number,purpose\n1,2\n")
    assert hub.main(["import-consents", "--config", str(settings), str(file)]) == 2
    assert "granted, source, wording, at are missing" in capsys.readouterr().err
