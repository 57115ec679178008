"""A setup file: what an installer fills in for the person at the desk."""

from __future__ import annotations

import json
from dataclasses import dataclass

from console.domain.errors import InvalidInput
from console.domain.texts import _


@dataclass(frozen=True, slots=True)
class Setup:
    """The hub's address and, perhaps, who signs in."""

    hub_url: str
    user_name: str = ""


def read_setup(text: str) -> Setup:
    """What a .rcsetup file says: JSON with "hub_url" and perhaps "user_name".

    Raises:
        InvalidInput: it isn't such a file; in words.
    """
    try:
        facts = json.loads(text)
        hub_url, user_name = facts["hub_url"], facts.get("user_name", "")
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InvalidInput(
            _("This isn’t a setup file of Rep Console. Ask your IT team for a new one.")
        ) from None
    if not isinstance(hub_url, str) or not hub_url.strip() or not isinstance(user_name, str):
        raise InvalidInput(_("The setup file names no hub. Ask your IT team for a new one."))
    return Setup(hub_url.strip(), user_name.strip())
