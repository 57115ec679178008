"""The hub's program: made, started, asked, stopped; as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "correct horse battery"


def hub(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "console", "hub", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        input=f"{PASSWORD}\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@contextmanager
def running(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A hub and its address once it says that it is ready."""
    with subprocess.Popen(
        [sys.executable, "-m", "console", "hub", "--listen", "127.0.0.1:0", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        word, _, url = process.stdout.readline().strip().partition(" ")
        assert word == "ready"
        try:
            yield process, url
        finally:
            if process.poll() is None:
                process.terminate()


def test_a_new_hub_is_made_started_signed_in_to_and_stopped(tmp_path: Path) -> None:
    made = hub(tmp_path, "init", "--user", "ada", "--password-stdin")
    assert made.returncode == 0, made.stderr
    again = hub(tmp_path, "init", "--user", "eve", "--password-stdin")
    assert (again.returncode, "administrator already" in again.stderr) == (1, True)
    added = hub(
        tmp_path, "add-person", "--user", "maya", "--queue", "Everyone", "--password-stdin"
    )
    assert added.returncode == 0, added.stderr
    with running(tmp_path) as (process, url):
        asked = {"user_name": "maya", "password": PASSWORD, "desk_id": "d", "desk_name": "D"}
        answer = httpx.post(f"{url}/v1/sign-in", json=asked, trust_env=False)
        assert answer.json()["role"] == "rep"
        process.terminate()
        assert process.wait(20) == 0
    given = hub(tmp_path, "set-password", "maya", "--password-stdin")
    assert (given.returncode, "signed out everywhere" in given.stdout) == (0, True), (
        given.stderr
    )
    nobody = hub(tmp_path, "set-password", "eve", "--password-stdin")
    assert (nobody.returncode, nobody.stderr.count("\n")) == (1, 1)
    proved = hub(tmp_path, "audit", "--verify")
    assert "entries fit together" in proved.stdout, proved.stderr
    place = proved.stdout.split()[-1]
    assert hub(tmp_path, "audit", "--verify", "--noted", place).returncode == 0
    other = hub(tmp_path, "audit", "--verify", "--noted", "1:" + "0" * 64)
    assert (other.returncode, other.stderr[:16]) == (1, "Entry 1 isn’t th")


def test_a_hub_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    assert hub(tmp_path, "init", "--user", "ada", "--password-stdin").returncode == 0
    with (
        subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as parent,
        running(tmp_path, "--parent", str(parent.pid)) as (process, _url),
    ):
        parent.communicate(b"\n")
        assert process.wait(20) == 0


@pytest.mark.parametrize("text", ["[hub]\nport = 1\n", "[hub\n"])
def test_wrong_settings_end_with_one_sentence_and_code_two(tmp_path: Path, text: str) -> None:
    (tmp_path / "hub.toml").write_text(text)
    ended = hub(tmp_path, "--config", "hub.toml")
    assert ended.returncode == 2
    assert ended.stderr.startswith("hub.toml, line ")
    assert ended.stderr.count("\n") == 1


def test_sealed_secrets_are_opened_by_the_hub_and_stand_nowhere(tmp_path: Path) -> None:
    assert hub(tmp_path, "init", "--user", "ada", "--password-stdin").returncode == 0
    settings = tmp_path / "hub.toml"
    secrets = ["EAABtoken", "the-app-secret", "the-verify-token"]
    names = ["access_token", "app_secret", "verify_token"]
    given = [f'{name} = "{secret}"' for name, secret in zip(names, secrets, strict=True)]
    channel = [
        'name = "Shop"',
        'phone_number_id = "1"',
        'waba_id = "2"',
        'display_number = "3"',
    ]
    settings.write_text("\n".join([settings.read_text(), "[[channel]]", *channel, *given, ""]))
    sealed = hub(tmp_path, "seal")
    assert (sealed.returncode, sealed.stdout) == (0, "Sealed 3 secrets in hub.toml.\n")
    with running(tmp_path) as (_process, url):
        ask = {"hub.mode": "subscribe", "hub.verify_token": secrets[2], "hub.challenge": "7"}
        answer = httpx.get(f"{url}/webhooks/whatsapp", params=ask, trust_env=False)
        assert answer.text == "7"
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert not any(secret.encode() in everything for secret in secrets)
    (tmp_path / "hub.key").unlink()
    refused = hub(tmp_path, "--listen", "127.0.0.1:0")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "there is no key" in refused.stderr


NUMBER = """
[[channel]]
kind = "whatsapp"
name = "Shop"
phone_number_id = "1065"
waba_id = "1022"
display_number = "+31 85 012 3456"
queue = "Everyone"
access_token = "a token"
app_secret = "a secret"
verify_token = "a verify token"
"""


def test_numbers_are_checked_and_linked_from_the_command_line(tmp_path: Path) -> None:
    assert hub(tmp_path, "init", "--user", "ada", "--password-stdin").returncode == 0
    settings = tmp_path / "hub.toml"
    none = hub(tmp_path, "check")
    assert (none.returncode, "there is no number" in none.stderr) == (1, True)
    there = settings.read_text(encoding="utf-8").replace(
        "[hub]", '[hub]\ngraph_base_url = "http://127.0.0.1:9"', 1
    )
    settings.write_text(there + NUMBER, encoding="utf-8")
    checked = hub(tmp_path, "check")
    assert checked.returncode == 1
    assert "Meta can’t be reached at http://127.0.0.1:9." in checked.stdout
    linked = hub(tmp_path, "link", "--text", "Hi there", "--qr", "codes")
    assert linked.stdout.splitlines()[0] == "Shop  https://wa.me/31850123456?text=Hi%20there"
    assert (tmp_path / "codes" / "1065.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert hub(tmp_path, "link", "--text", "x" * 141).returncode == 2
