"""Backing up and restoring, with the programs an operator runs and a hub under traffic."""

import hashlib
import io
import os
import signal
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from console.app import hub as program
from console.hub.files import place_of
from tests.app.test_app_hub import PASSWORD, ROOT, hub, running
from tests.given import WEBHOOKS, signed, webhook_of_text

SETTINGS = """\
[hub]
graph_base_url = "http://127.0.0.1:9"
[[queue]]
name = "Everyone"
[[channel]]
name = "Shop"
phone_number_id = "111"
waba_id = "222"
display_number = "+31 20 123 45 67"
access_token = "access-token"
app_secret = "app-secret"
verify_token = "verify-token"
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    returncode: int
    stderr: str


def told(folder: Path, *words: str) -> Ended:
    """A command of the hub in this process; a process of its own takes seconds to begin."""
    said = io.StringIO()
    config = ["--config", str(folder / "hub.toml")]
    with redirect_stderr(said), redirect_stdout(io.StringIO()):
        code = program.main([words[0], *config, *words[1:]])
    return Ended(code, said.getvalue())


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings and an administrator."""
    folder = tmp_path / "first"
    folder.mkdir()
    settings = folder / "hub.toml"
    settings.touch(0o600)
    settings.write_text(SETTINGS)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
    made = told(folder, "init", "--user", "ada", "--password-stdin")
    assert made.returncode == 0, made.stderr
    return folder


class Traffic:
    """Customers who write as fast as the hub takes it, until `stop`."""

    def __init__(self, url: str) -> None:
        self._url, self._ends = url, threading.Event()
        self.taken = 0
        self.many = threading.Event()
        self._thread = threading.Thread(target=self._write)

    def _write(self) -> None:
        with httpx.Client(base_url=self._url, trust_env=False, timeout=30) as client:
            while not self._ends.is_set():
                body = webhook_of_text(
                    "Hello",
                    at=datetime.now(UTC),
                    number=f"3161234{self.taken % 50:04}",
                    name="Lucas",
                    wamid=f"wamid.{self.taken}",
                )
                answer = client.post(WEBHOOKS, content=body, headers=signed(body))
                assert answer.status_code == 200
                self.taken += 1
                if self.taken == 30:
                    self.many.set()

    @contextmanager
    def flowing(self) -> Iterator["Traffic"]:
        self._thread.start()
        try:
            assert self.many.wait(60)
            yield self
        finally:
            self._ends.set()
            self._thread.join()


def rows(database: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as opened:
        return opened.execute(query).fetchall()


def test_f28_a_backup_of_a_hub_under_traffic_is_restored_whole_and_starts_over(
    place: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.tar"
    with running(place) as (_process, url), Traffic(url).flowing() as traffic:
        before = traffic.taken
        made = told(place, "backup", "--to", str(copy))
        after = traffic.taken
        assert made.returncode == 0, made.stderr
        refused = told(place, "restore", "--from", str(copy), "--replace")
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert "uses" in refused.stderr
        assert told(place, "backup", "--to", str(copy)).returncode == 1  # it stays as it is
    assert copy.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.glob("*.part")) == []
    other = tmp_path / "second"
    other.mkdir()
    (other / "hub.toml").write_text(SETTINGS)
    done = told(other, "restore", "--from", str(copy))
    assert done.returncode == 0, done.stderr
    database = other / "data" / "hub.db"
    (kept,) = rows(database, "SELECT count(*) FROM raw_webhook")
    assert isinstance(kept[0], int)
    assert before <= kept[0] <= after + 1
    epochs = "SELECT epoch FROM journal_head"
    assert rows(database, epochs) != rows(place / "data" / "hub.db", epochs)
    assert told(other, "audit", "--verify").returncode == 0
    with running(other) as (_process, url):
        asked = {"user_name": "ada", "password": PASSWORD, "desk_id": "d", "desk_name": "D"}
        answer = httpx.post(f"{url}/v1/sign-in", json=asked, trust_env=False)
        assert answer.json()["role"] == "admin"


def test_f28_data_that_is_there_is_refused_or_kept_aside(place: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.tar"
    assert told(place, "backup", "--to", str(copy)).returncode == 0
    refused = told(place, "restore", "--from", str(copy))
    assert (refused.returncode, "--replace" in refused.stderr) == (1, True)
    done = told(place, "restore", "--from", str(copy), "--replace")
    assert done.returncode == 0, done.stderr
    (aside,) = (place / "data").glob("before-restore-*")
    assert (aside / "hub.db").is_file()


def test_f28_files_come_back_and_those_that_were_gone_are_counted(
    place: Path, tmp_path: Path
) -> None:
    kept, gone = hashlib.sha256(b"a picture").hexdigest(), "0" * 64
    file = place_of(place / "data" / "media", kept)
    file.parent.mkdir(parents=True)
    file.write_bytes(b"a picture")
    row = (
        "INSERT INTO media (id, channel_id, mime, state, sha256, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?)"
    )
    with closing(sqlite3.connect(place / "data" / "hub.db")) as database, database:
        for sha256 in (kept, gone):
            database.execute(row, (sha256, "wa", "image/png", "kept", sha256, 0))
    copy = tmp_path / "copy.tar"
    made = told(place, "backup", "--to", str(copy))
    assert "1 files that the database names were not there" in made.stderr
    done = told(place, "restore", "--from", str(copy), "--replace")
    assert done.returncode == 0, done.stderr
    assert file.read_bytes() == b"a picture"
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("harm", ["cut", "flipped", "foreign"])
def test_f28_a_damaged_backup_is_refused_and_changes_nothing(
    place: Path, tmp_path: Path, harm: str
) -> None:
    copy = tmp_path / "copy.tar"
    assert told(place, "backup", "--to", str(copy)).returncode == 0
    whole = bytearray(copy.read_bytes())
    if harm == "cut":
        copy.write_bytes(whole[: len(whole) // 2])
    elif harm == "flipped":
        whole[len(whole) // 2] ^= 1
        copy.write_bytes(whole)
    else:
        with tarfile.open(copy, "w") as tar:
            tar.add(place / "hub.toml", "../hub.toml")
    before = (place / "data" / "hub.db").read_bytes()
    refused = told(place, "restore", "--from", str(copy), "--replace")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1), refused.stderr
    assert (place / "data" / "hub.db").read_bytes() == before
    assert [path.name for path in (place / "data").glob("*restore*")] == []
    assert not (tmp_path / "hub.toml").exists()


def test_a_backup_that_is_broken_off_leaves_nothing(place: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(place / "data" / "hub.db")) as database, database:
        database.execute("CREATE TABLE ballast (bytes BLOB)")
        database.executemany(
            "INSERT INTO ballast VALUES (zeroblob(?))", [(1 << 20,) for _ in range(200)]
        )
    command = [
        sys.executable,
        "-m",
        "console",
        "hub",
        "backup",
        "--to",
        str(tmp_path / "c.tar"),
    ]
    with subprocess.Popen(
        command,
        cwd=place,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        assert "hub.db" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert "Traceback" not in process.stderr.read()
    assert list(tmp_path.glob("c.tar*")) == []


def test_f8_a_hub_does_not_run_on_a_damaged_database_and_leaves_it_as_it_is(
    place: Path,
) -> None:
    assert told(place, "migrate").returncode == 0
    database = place / "data" / "hub.db"
    damaged = bytearray(database.read_bytes())
    damaged[8 * 4096 : 40 * 4096] = os.urandom(32 * 4096)
    database.write_bytes(damaged)
    ended = hub(place, "--listen", "127.0.0.1:0")
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert f"The database {database} is damaged" in ended.stderr
    assert "hub restore" in ended.stderr
    assert database.read_bytes() == damaged


def test_f32_a_second_hub_on_the_same_file_refuses_in_one_sentence(place: Path) -> None:
    with running(place) as (process, _url):
        second = hub(place, "--listen", "127.0.0.1:0")
        assert second.returncode == 1
        assert second.stderr.count("\n") == 1
        assert f"Process {process.pid} uses" in second.stderr
        process.kill()  # the lock dies with it
        process.wait(20)
    with running(place):
        pass
