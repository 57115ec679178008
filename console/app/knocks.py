"""What a second start may say to the running application: show the window, or a session."""

from __future__ import annotations

import json
import re

from console.app.links import SESSION_ID

_HEAD_BYTES = 4
MAX_BYTES = 64
#: The whole answer: it was heard.
HEARD = (4).to_bytes(_HEAD_BYTES) + b"true"
MAX_FRAME_BYTES = _HEAD_BYTES + MAX_BYTES


class NotAKnockError(ValueError):
    """Whoever sent this is none of us."""


def frame(session_id: str) -> bytes:
    """Length and JSON; an empty id asks for the window alone."""
    body = json.dumps({"show": session_id}).encode()
    return len(body).to_bytes(_HEAD_BYTES) + body


def read(data: bytes) -> str | None:
    """The session to show, empty for the window alone; None while more has to come.

    Raises:
        NotAKnockError: anything but one frame, written as `frame` writes it.
    """
    if len(data) < _HEAD_BYTES:
        return None
    length = int.from_bytes(data[:_HEAD_BYTES])
    if length > MAX_BYTES or len(data) > _HEAD_BYTES + length:
        raise NotAKnockError
    if len(data) < _HEAD_BYTES + length:
        return None
    session_id = _shown(data[_HEAD_BYTES:])
    if frame(session_id) != data:  # a key said twice, or spelt in another way
        raise NotAKnockError
    return session_id


def _shown(body: bytes) -> str:
    try:
        said = json.loads(body)
    except ValueError:
        raise NotAKnockError from None
    match said:
        case {"show": str(session_id)}:
            if not session_id or re.fullmatch(SESSION_ID, session_id):
                return session_id
    raise NotAKnockError
