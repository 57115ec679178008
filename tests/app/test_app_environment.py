"""Where the desk keeps its things, and what its log does not hold."""

from __future__ import annotations

import logging
import stat
from typing import TYPE_CHECKING

import pytest

from console.app import environment
from console.app.redaction import redacted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import ExpectedLogs


@pytest.fixture
def log(tmp_path: Path) -> Iterator[environment.DeskLog]:
    opened = environment.DeskLog(tmp_path)
    yield opened
    opened.close()


def test_the_folders_are_for_their_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPCONSOLE_HOME", str(tmp_path / "home"))
    ours = environment.folders()
    for folder in (ours.data, ours.cache, ours.state, ours.config):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Authorization: Bearer abc.def-123", "Authorization: Bearer ***"),
        ("GET /x?access_token=EAAB1&limit=5", "GET /x?access_token=***&limit=5"),
        ('{"app_secret": "s3cret", "a": 1}', '{"app_secret": "***", "a": 1}'),
        ("from +33 6 12 34 56 78 today", "from +…78 today"),
        ("wa_id 33612345678", "wa_id …78"),
        ("wamid.HBgLMzM2MTIzNDU2NzgVAgARGBI5QQA=", "wamid.…I5QQA="),
        ("postgresql://hub:pass@db/console", "postgresql://***@db/console"),
        ("2026-11-24 23:34:01 took 1234 ms at seq 998877", None),
    ],
)
def test_secrets_and_numbers_are_not_written(text: str, written: str | None) -> None:
    assert redacted(text) == (text if written is None else written)


def test_the_log_redacts_messages_and_tracebacks(
    log: environment.DeskLog, expected_logs: ExpectedLogs
) -> None:
    expected_logs("a request failed")
    try:
        raise ValueError("token=abc123 for +31612345678")
    except ValueError:
        logging.getLogger("desk").exception("a request failed with %s", "password=hunter2")
    written = log.path.read_text(encoding="utf-8")
    assert "a request failed with password=***" in written
    assert "ValueError" in written
    assert not [secret for secret in ("abc123", "612345678", "hunter2") if secret in written]


def test_t23_an_error_is_told_by_its_places_and_kinds_alone(
    log: environment.DeskLog, expected_logs: ExpectedLogs
) -> None:
    expected_logs("failed")
    try:
        try:
            raise OSError(28, "no room for canary")
        except OSError as error:
            raise ExceptionGroup(
                "canary", [ValueError("canary"), KeyError("canary")]
            ) from error
    except ExceptionGroup:
        logging.getLogger("desk").exception("it failed")
    logging.getLogger("asyncio").error("a task failed\nfuture: <Task exception='canary'>")
    written = log.path.read_text(encoding="utf-8")
    assert "canary" not in written.replace('"canary"', "").replace("for canary", "")
    kinds = ("ExceptionGroup", "ValueError", "KeyError", "OSError 28", "test_app_environment")
    assert all(kind in written for kind in kinds)
    assert "a task failed" in written


def test_the_log_lets_go_of_the_loggers(tmp_path: Path) -> None:
    before = list(logging.getLogger().handlers)
    environment.DeskLog(tmp_path).close()
    assert logging.getLogger().handlers == before
