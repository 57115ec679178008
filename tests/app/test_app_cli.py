"""Which command the words on the command line choose."""

from __future__ import annotations

import pytest

from console.app import cli, ready
from console.app.ready import Needs


@pytest.mark.parametrize(
    "argv",
    [[], ["--hub", "address"], ["repconsole://s/AAAAAAAAAAAAAAAAAAAAAA"]],
    ids=["nothing", "option", "link"],
)
def test_without_a_command_the_desk_gets_every_word(argv: list[str]) -> None:
    assert cli.choose(argv) == (cli.DESK, argv)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_a_command_gets_the_words_after_it(name: str) -> None:
    assert cli.choose([name, "--seed", "4"]) == (cli.COMMANDS[name], ["--seed", "4"])


def test_a_word_that_is_no_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.choose(["dmeo"])
    assert end.value.code == 2
    assert "demo" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["--version", "--help"])
def test_help_and_version_answer_at_once(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.choose([word])
    assert end.value.code == 0
    assert "Rep Console" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "needs"),
    [
        ([], Needs.SCREEN),
        (["demo", "--shots", "out"], Needs.SCREEN),
        (["hub", "init"], Needs.PACKAGES),
        (["simulate"], Needs.PACKAGES),
        (["doctor"], Needs.NOTHING),
        (["--version"], Needs.NOTHING),
    ],
)
def test_only_what_a_command_needs_is_set_up(argv: list[str], needs: Needs) -> None:
    assert ready.needs_of(argv) is needs


def test_what_is_lacking_is_named() -> None:
    assert ready.lacking(("json", "no_such_package"), Needs.PACKAGES) == ["no_such_package"]
