"""What a hub says when it can't start: one sentence, why, and where to settle it."""

import subprocess
import sys
from pathlib import Path

import pytest

from console.app.hub import main


def refused(folder: Path, setting: str, capsys: pytest.CaptureFixture[str]) -> str:
    config = folder / "hub.toml"
    config.write_text(f'[hub]\nname = "Shop"\n{setting}\n')
    assert main(["migrate", "--config", str(config)]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


@pytest.mark.parametrize(
    ("setting", "why"),
    [
        (
            'database_url = "postgresql://joe:hidden-word@127.0.0.1:9/shop"',
            "Connection refused",
        ),
        ('database_url = "sqlite+aiosqlite:////nowhere/hub.db"', "unable to open database"),
    ],
)
def test_a_database_that_is_not_there_is_told_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], setting: str, why: str
) -> None:
    said = refused(tmp_path, setting, capsys)
    assert said.startswith("The hub can’t use its database")
    assert why in said
    assert "database_url" in said
    assert "hidden-word" not in said


def test_a_data_folder_that_cannot_be_made_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    said = refused(tmp_path, 'data_folder = "file/data"', capsys)
    assert f"The hub can’t use {tmp_path}/file/data" in said
    assert "data_folder" in said


def test_a_hub_that_breaks_leaves_even_while_a_thread_hangs(tmp_path: Path) -> None:
    broken = """
import sys, threading, time
import console.app.hub as hub
from console.hub.feed import Feed
async def breaks(self):
    threading.Thread(target=time.sleep, args=(600,)).start()
    raise LookupError("not foreseen")
Feed.run = breaks
hub._ENDS_WITHIN_S = 0.5
sys.exit(hub.main(sys.argv[1:]))
"""
    config = tmp_path / "hub.toml"
    config.write_text('[hub]\nname = "Shop"\nlisten = "127.0.0.1:0"\n')
    ended = subprocess.run(
        [sys.executable, "-c", broken, "--config", str(config)],
        timeout=60,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 1
    assert b"the hub ends on a fault of its own" in ended.stdout + ended.stderr
