"""The files that run a hub as a service: they parse, and what they name is there."""

import configparser
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from console.app import hub
from console.hub import sealing
from console.hub.http.server import GRACE_S

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
COMPOSE: dict[str, Any] = yaml.safe_load((PACKAGING / "compose.yaml").read_text("utf-8"))
_COMMAND = re.compile(r"python3? -m console hub\b([^#`|\n]*)")


def parses(words: list[str]) -> None:
    """The hub's command line takes these words."""
    try:
        hub._parser().parse_args(hub._with_command(words))
    except SystemExit as ended:
        assert ended.code == 0, words  # noqa: PT017 - what argparse raises


def unit() -> dict[str, dict[str, str]]:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string((PACKAGING / "hub.service").read_text("utf-8"))
    return {name: dict(read[name]) for name in read.sections()}


def test_the_unit_starts_the_hub_with_words_that_it_knows() -> None:
    words = shlex.split(unit()["Service"]["ExecStart"])
    assert words[1:4] == ["-m", "console", "hub"]
    parses(words[4:])


def test_the_unit_hands_over_the_key_that_the_hub_asks_for() -> None:
    name, _, path = unit()["Service"]["LoadCredential"].partition(":")
    assert (name, Path(path).name) == (sealing.CREDENTIAL, sealing.FILE_NAME)


def test_a_stopping_hub_gets_longer_than_it_takes() -> None:
    assert int(unit()["Service"]["TimeoutStopSec"]) > GRACE_S
    assert int(COMPOSE["services"]["hub"]["stop_grace_period"].rstrip("s")) > GRACE_S


@pytest.mark.parametrize("service", ["migrate", "hub"])
def test_compose_runs_commands_that_the_hub_knows(service: str) -> None:
    given = COMPOSE["services"][service]
    assert sealing.VARIABLE in given["environment"]
    parses(given["command"])


def test_compose_names_volumes_networks_and_services_that_it_has() -> None:
    services = COMPOSE["services"]
    for given in services.values():
        assert set(given["networks"]) <= COMPOSE["networks"].keys()
        assert set(given.get("depends_on", ())) <= services.keys()
        for volume in given["volumes"]:
            source = volume.partition(":")[0]
            assert source.startswith("./") or source in COMPOSE["volumes"]
    assert COMPOSE["networks"]["inside"]["internal"]
    assert "ports" not in services["hub"]
    assert "ports" not in services["database"]


def test_the_image_is_made_of_files_that_are_there_and_starts_the_hub() -> None:
    lines = (PACKAGING / "hub.Dockerfile").read_text("utf-8").splitlines()
    copied = [line.split()[1] for line in lines if line.startswith("COPY ")]
    assert copied
    assert all((ROOT / one).exists() for one in copied)
    words = {line.split()[0]: line.partition(" ")[2] for line in lines if "[" in line}
    assert json.loads(words["ENTRYPOINT"])[1:] == ["-m", "console", "hub"]
    parses(json.loads(words["CMD"]))
    assert (ROOT / COMPOSE["services"]["hub"]["build"]["dockerfile"]).is_file()


def test_the_proxy_leads_to_the_hub_and_holds_no_stream_back() -> None:
    text = (PACKAGING / "Caddyfile").read_text("utf-8")
    listen = COMPOSE["services"]["hub"]["command"][-1]
    assert set(re.findall(r"reverse_proxy (\S+)", text)) == {f"hub:{listen.split(':')[1]}"}
    feed = text[text.index("handle /v1/feed") :]
    assert "flush_interval -1" in feed[: feed.index("handle /webhooks")]
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("name", ["README.md", "docs/hub.md"])
def test_every_command_of_the_hub_in_the_documents_is_one(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    found = [shlex.split(words) for words in _COMMAND.findall(text)]
    assert found
    for words in found:
        parses(words)
