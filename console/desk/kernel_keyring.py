"""Keys held by Linux's kernel for this user, until a day has passed or the machine is off.

The system's keyring is slow to ask; this one is there before the first paint. Elsewhere, and
where the kernel won't, nothing is held and nothing is found.
"""

import ctypes
import os
import sys

_CALLS = {"x86_64": (248, 250), "aarch64": (217, 219)}  # add_key, keyctl
_USER_KEYRING = ctypes.c_long(-4)
_UNLINK, _SEARCH, _READ, _SET_TIMEOUT = 9, 10, 11, 15
_HELD_S = 86_400
_MOST_BYTES = 64


def read(name: str) -> bytes | None:
    """The key held under a name."""
    found = _call(1, _SEARCH, _USER_KEYRING, b"user", name.encode(), 0)
    if found < 0:
        return None
    room = ctypes.create_string_buffer(_MOST_BYTES)
    size = _call(1, _READ, ctypes.c_long(found), room, _MOST_BYTES, 0)
    return room.raw[:size] if 0 <= size <= _MOST_BYTES else None


def hold(name: str, key: bytes) -> None:
    """The key is held for a day from now."""
    made = _call(0, b"user", name.encode(), key, ctypes.c_size_t(len(key)), _USER_KEYRING)
    if made >= 0:
        _call(1, _SET_TIMEOUT, ctypes.c_long(made), _HELD_S)


def forget(name: str) -> None:
    """Nothing is held under the name."""
    found = _call(1, _SEARCH, _USER_KEYRING, b"user", name.encode(), 0)
    if found >= 0:
        _call(1, _UNLINK, ctypes.c_long(found), _USER_KEYRING)


def _call(which: int, *arguments: object) -> int:
    """What the kernel answers; negative if it refuses or isn't Linux's."""
    numbers = _CALLS.get(os.uname().machine) if sys.platform == "linux" else None
    if numbers is None:
        return -1
    ask = ctypes.CDLL(None).syscall
    ask.restype = ctypes.c_long
    return int(ask(ctypes.c_long(numbers[which]), *arguments))
