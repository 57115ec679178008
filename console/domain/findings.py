"""Findings: what a look at something found, in words, with what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How much a finding matters: MISSING and TROUBLE stop something, a NOTE does not."""

    OK = "ok"
    NOTE = "note"
    MISSING = "missing"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `advice` is what to do, empty when all is well."""

    kind: Kind
    what: str
    advice: str = ""


def ok(what: str) -> Finding:
    """A finding that asks for nothing."""
    return Finding(Kind.OK, what)


def note(what: str, advice: str = "") -> Finding:
    """A finding that a person should know."""
    return Finding(Kind.NOTE, what, advice)


def missing(what: str, advice: str) -> Finding:
    """Something isn't there that is needed."""
    return Finding(Kind.MISSING, what, advice)


def trouble(what: str, advice: str) -> Finding:
    """Something is there and doesn't work."""
    return Finding(Kind.TROUBLE, what, advice)
