"""The set-up on checkouts of its own, with a lock that asks for nothing to be downloaded."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("packaging/bootstrap.py", "console/app/qt_libraries.py")
START = "import runpy, sys; run = runpy.run_path(sys.argv[1]); "
SHOW = "import sys; print(sys.prefix, *sys.argv[1:]); sys.exit(7 if 'seven' in sys.argv else 0)"


@dataclass(frozen=True, slots=True)
class Checkout:
    """A small checkout with a module `shown` to run in its environment."""

    root: Path
    cache: Path

    def start(self, *words: str, needs: str = "packages", **env: str) -> subprocess.Popen[str]:
        code = f"{START}sys.exit(run['main']('shown', sys.argv[2:], {needs!r}))"
        command = [sys.executable, "-c", code, str(self.root / PARTS[0]), *words]
        surroundings = {**os.environ, "XDG_CACHE_HOME": str(self.cache), **env}
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, cwd=self.root, env=surroundings, stdout=pipe, stderr=pipe, text=True
        )

    def run(self, *words: str, needs: str = "packages", **env: str) -> tuple[int, str, str]:
        with self.start(*words, needs=needs, **env) as started:
            out, err = started.communicate()
            return started.returncode, out.strip(), err.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    root = tmp_path / "checkout"
    for part in PARTS:
        (root / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / part, root / part)
    (root / "packaging" / "requirements.lock").write_text("# nothing\n")
    (root / "shown.py").write_text(SHOW)
    return Checkout(root, tmp_path / "cache")


def test_a_module_runs_in_the_new_environment_with_its_words_and_code(
    checkout: Checkout,
) -> None:
    code, out, err = checkout.run("seven", "two words")
    assert (code, out) == (7, f"{checkout.root / '.venv'} seven two words")
    assert err.startswith("[set-up] installing")


def test_the_second_start_installs_nothing(checkout: Checkout) -> None:
    checkout.run()
    assert checkout.run() == (0, str(checkout.root / ".venv"), "")


def test_of_two_starts_at_once_one_installs(checkout: Checkout) -> None:
    with checkout.start() as first, checkout.start() as second:
        said = [started.communicate() for started in (first, second)]
    assert [first.returncode, second.returncode] == [0, 0]
    assert sum("installing" in err for _, err in said) == 1


def test_a_changed_lock_makes_the_environment_anew(checkout: Checkout) -> None:
    checkout.run()
    (checkout.root / "packaging" / "requirements.lock").write_text("# still nothing\n")
    assert "installing" in checkout.run()[2]


def test_an_interrupted_environment_is_made_anew(checkout: Checkout) -> None:
    (checkout.root / ".venv").mkdir()
    (checkout.root / ".venv" / "rep-console.stamp").write_text("")
    assert checkout.run()[1] == str(checkout.root / ".venv")


def test_an_environment_that_somebody_made_is_left_alone(checkout: Checkout) -> None:
    theirs = checkout.root / ".venv" / "theirs"
    theirs.parent.mkdir()
    theirs.write_text("mine")
    code, out, _ = checkout.run()
    assert code == 0
    assert out.startswith(str(checkout.cache))
    assert [path.name for path in theirs.parent.iterdir()] == ["theirs"]


def test_what_needs_nothing_makes_nothing(checkout: Checkout) -> None:
    assert checkout.run(needs="nothing") == (0, "", "")
    assert not (checkout.root / ".venv").exists()


def test_a_package_that_cannot_be_had_is_one_sentence_with_what_to_do(
    checkout: Checkout,
) -> None:
    lock = "no-such-package==1.0 --hash=sha256:" + "0" * 64
    (checkout.root / "packaging" / "requirements.lock").write_text(lock)
    code, _, err = checkout.run(PIP_NO_INDEX="1", UV_NO_INDEX="1")
    (sentence,) = [line for line in err.splitlines() if not line.startswith("[set-up]")]
    assert code == 3
    assert "no-such-package" in sentence
    assert "type the same command again" in sentence


def test_a_cache_that_cannot_be_written_is_one_sentence(checkout: Checkout) -> None:
    checkout.cache.write_text("a file stands where the folder should be")
    code, _, err = checkout.run()
    assert code == 3
    assert "XDG_CACHE_HOME" in err
    assert len(err.splitlines()) == 1
