"""`python3 -m console doctor`: says what this machine lacks, one line for each thing."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from console.app import locked, machine
from console.domain.findings import Finding, Kind, missing, note, ok
from console.domain.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


def main(argv: list[str]) -> int:
    """0 when nothing essential is missing, else 1."""
    argparse.ArgumentParser(
        prog="python3 -m console doctor",
        description=_("Says what this machine lacks. Ends with 1 if that is essential."),
    ).parse_args(argv)
    kinds = []
    for finding in examine(ROOT):
        kinds.append(finding.kind)
        print(line(finding), flush=True)
    gone = kinds.count(Kind.MISSING)
    print()
    print(
        _("{count} missing.").format(count=gone) if gone else _("Nothing essential is missing.")
    )
    return int(gone > 0)


def examine(root: Path) -> Iterator[Finding]:
    """Every finding, as soon as it is known."""
    yield from machine.python()
    yield from locked.packages(root / "packaging" / "requirements.lock")
    yield from machine.system_libraries()
    yield from machine.screen()
    yield from machine.keyring()
    yield from machine.sounds()
    yield from machine.fonts()
    yield from machine.sqlite()
    yield from folders()
    yield from hub_settings(Path("hub.toml"))
    yield from machine.clock(Path(__file__))


def line(finding: Finding) -> str:
    """The finding as a person reads it."""
    advice = f" → {finding.advice}" if finding.advice else ""
    return f"{finding.kind.value:<8} {finding.what}{advice}"


def hub_settings(path: Path) -> Iterator[Finding]:
    """Whether secrets lie open in the hub's settings in this folder, if there are any."""
    if not path.is_file():
        return
    try:
        from console.hub import sealed_file
    except ImportError:
        return  # said already: packages are missing
    if trouble := sealed_file.exposed(path):
        yield missing(trouble, "")
    else:
        yield ok(f"hub settings: {path.resolve()}")


def folders() -> Iterator[Finding]:
    """Whether the program can write where it keeps its things."""
    from console.app import environment  # after the packages were looked at: it needs one

    try:
        ours = environment.folders()
    except ImportError:
        yield note(_("folders could not be looked at"), _("install the packages first"))
        return
    except OSError as error:
        advice = _("make it writable, or set REPCONSOLE_HOME to a folder that is")
        yield missing(
            _("folder: {reason}: {path}").format(reason=error.strerror, path=error.filename),
            advice,
        )
        return
    for name, folder in (("data", ours.data), ("cache", ours.cache), ("log", ours.state)):
        yield _writable(name, folder)


def _writable(name: str, folder: Path) -> Finding:
    probe = folder / ".doctor"
    try:
        probe.write_bytes(b"x" * 4096)
        probe.unlink()
    except OSError as error:
        advice = _("make room and make it writable")
        return missing(
            _("{name} folder {folder}: {reason}").format(
                name=name, folder=folder, reason=error.strerror
            ),
            advice,
        )
    return ok(_("{name} folder: {folder}").format(name=name, folder=folder))
