"""Parent: whether the process that started this one is still there."""

from __future__ import annotations

import asyncio
import os
import sys

LOOK_S = 1.0


async def gone(pid: int) -> None:
    """Returns once the process is gone."""
    ours = os.getppid() == pid
    while is_there(pid) and not (ours and os.getppid() != pid):  # noqa: ASYNC110 - no event
        await asyncio.sleep(LOOK_S)


def is_there(pid: int) -> bool:
    """Whether there is a process with this id."""
    if sys.platform == "win32":
        return _is_there_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_there_on_windows(pid: int) -> bool:
    import ctypes

    synchronize, still_running = 0x0010_0000, 0x102
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(synchronize, False, pid)
    if not handle:
        return False
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == still_running)
    finally:
        kernel.CloseHandle(handle)
