"""Links into the console: `repconsole://s/<session id>` shows a session, and nothing else."""

from __future__ import annotations

import re
import sys

from console.domain.ids import SessionId
from console.domain.texts import N_, _

SCHEME = "repconsole:"
#: Session ids as the hub makes them.
SESSION_ID = r"[A-Za-z0-9_-]{22}"
_LINK = rf"{SCHEME}//s/({SESSION_ID})"  # compiled when there is one: every start comes by
REFUSED = N_(
    "This link was not followed, for it is none of Rep Console’s: a link is one word, "
    "repconsole://s/ and the id of a session."
)


def session_in(argv: list[str]) -> SessionId | None:
    """The session to be shown; None where no word is a link.

    A browser hands over what any page wrote, so a link stands alone and matches as a whole:
    no option that Qt or we would obey can travel beside it.

    Raises:
        SystemExit: 2 with a sentence, when something is a link but not such a one.
    """
    if not _has_link(argv):
        return None
    found = re.fullmatch(_LINK, argv[0]) if len(argv) == 1 else None
    if found is None:
        print(_(REFUSED), file=sys.stderr)
        raise SystemExit(2)
    return SessionId(found[1])


def _has_link(argv: list[str]) -> bool:
    """Whether somebody may have meant one, however it is spelt."""
    alone = bool(argv) and "://" in argv[0] and not argv[0].startswith("-")
    return alone or any(SCHEME in word.casefold() for word in argv)
