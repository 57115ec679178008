"""The packages of the lock that this machine should have, and the ones it has."""

from __future__ import annotations

import platform
import re
import sys
from importlib import metadata
from typing import TYPE_CHECKING

from console.domain.findings import Finding, Kind, missing, note, ok
from console.domain.texts import N_, _

if TYPE_CHECKING:
    from pathlib import Path

_ENTRY = re.compile(r"^([a-z0-9.-]+)==(\S+)(?: ; (.*?))? *\\?$", re.M)
_TERM = re.compile(r"(\w+) (==|!=|<|>=) '([^']+)'")
_NAMED = 5  # as many missing packages are named one by one
_WHERE = N_("python3 -m console sets them up in a checkout")


def packages(lock: Path) -> list[Finding]:
    """One finding for each package that is missing or has another version, or one for all."""
    if not lock.exists():
        return [
            note(_("packages could not be compared"), _("there is no lock beside this program"))
        ]
    wanted = locked(lock.read_text(encoding="utf-8"))
    found = [finding for name, version in wanted.items() for finding in _look(name, version)]
    gone = [finding for finding in found if finding.kind is Kind.MISSING]
    if len(gone) > _NAMED:  # nothing was set up: a list would hide what else is wrong
        words = _("{count} of {all} packages").format(count=len(gone), all=len(wanted))
        return [missing(words, _(_WHERE))]
    return found or [ok(_("packages: all {count} of the lock").format(count=len(wanted)))]


def locked(text: str) -> dict[str, str]:
    """{name: version} of what the lock wants on this system and this Python."""
    entries = _ENTRY.findall(text)
    return {name: version for name, version, marker in entries if applies(marker)}


def applies(marker: str) -> bool:
    """Whether a marker of the lock holds here; what it cannot read it takes as holding."""
    return (
        all(_holds(*term) for term in _TERM.findall(marker)) if " or " not in marker else True
    )


def _holds(name: str, operator: str, value: str) -> bool:
    here = {
        "sys_platform": sys.platform,
        "python_full_version": platform.python_version(),
        "platform_python_implementation": platform.python_implementation(),
        "implementation_name": sys.implementation.name,
    }.get(name)
    if here is None:
        return True
    if operator in ("==", "!="):
        return (here == value) == (operator == "==")
    return (_numbers(here) < _numbers(value)) == (operator == "<")


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def _look(name: str, version: str) -> list[Finding]:
    try:
        here = metadata.version(name)
    except metadata.PackageNotFoundError:
        return [
            missing(_("package {name} {version}").format(name=name, version=version), _(_WHERE))
        ]
    if here != version:
        return [
            note(
                _("package {name} is {here}, tested with {version}").format(
                    name=name, here=here, version=version
                ),
                _(_WHERE),
            )
        ]
    return []
