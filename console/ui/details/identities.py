"""Other numbers and user names of a customer in words, also those they have no more."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from console.domain.texts import N_, _
from console.ui.titles import day_of

if TYPE_CHECKING:
    from console.wire.identities import IdentityView

_STAND = {"phone": N_("Also"), "username": N_("User name")}
_WERE = {"phone": N_("Former number"), "username": N_("Former name")}


def identity_words(identity: IdentityView, now: datetime) -> tuple[str, str]:
    """A label and what stands beside it."""
    if identity.until is None:
        return _(_STAND[identity.kind]), identity.shown
    words = _("{shown} until {day}")
    return _(_WERE[identity.kind]), words.format(
        shown=identity.shown, day=day_of(identity.until, now)
    )
