"""What the tree holds and what it never names."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.architecture.sources import ROOT

TEXT_SUFFIXES = {
    ".py",
    ".md",
    ".toml",
    ".lock",
    ".txt",
    ".json",
    ".qss",
    ".svg",
    ".yaml",
    ".yml",
}
#: One letter of each is in brackets, so that this file does not name them either.
NEVER_NAMED = {
    "a package registry": r"py[p]i\.(?:org|python)|python[h]osted|registry\.n[p]mjs",
    "a mirror of one": r"UV_DEFAULT_IND[E]X=|index-ur[l] *=|find-link[s] *=",
    "a path of one machine": r"/wor[k]/(?:main|shared)|/roo[t]/|/hom[e]/[a-z]+/|/op[t]/wheels",
    "how it was made": r"/tm[p]/(?:brief|bash)|mocku[p] \d|ARCHITECTUR[E]\.md|PRODUC[T]\.md",
}


def tracked() -> list[str]:
    """The files that git keeps, or all of them where there is no git."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this copy was not made with git")
    return [name for name in listed.split("\0") if name and (ROOT / name).exists()]


def test_the_lock_names_no_address() -> None:
    assert "://" not in (ROOT / "packaging" / "requirements.lock").read_text()


def test_t22_every_package_of_the_lock_has_a_hash() -> None:
    entries = re.split(
        r"\n(?=[a-z0-9])", (ROOT / "packaging" / "requirements.lock").read_text()
    )
    packages = [entry for entry in entries if "==" in entry.split("\n")[0]]
    assert len(packages) > 50
    assert not [entry.split()[0] for entry in packages if "--hash=sha256:" not in entry]


def test_packaging_is_a_folder_and_not_a_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_only_the_top_of_the_tests_is_a_package() -> None:
    inner = [
        path for path in (ROOT / "tests").rglob("__init__.py") if path.parent.name != "tests"
    ]
    assert not inner


def test_the_lock_of_one_machine_is_not_kept() -> None:
    assert "uv.lock" not in tracked()


@pytest.mark.parametrize("what", NEVER_NAMED)
def test_the_tree_never_names(what: str) -> None:
    pattern = re.compile(NEVER_NAMED[what])
    named = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name in tracked()
        if (ROOT / name).suffix in TEXT_SUFFIXES or "." not in name
        for number, line in enumerate((ROOT / name).read_text(errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not named


def test_every_folder_of_the_program_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "console").rglob("*.py")}
    assert not [str(folder) for folder in folders if not (folder / "__init__.py").exists()]
