"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version


def machine() -> str:
    """Date, processors, system, Python and Qt in one line."""
    today = datetime.now(UTC).date().isoformat()
    return (
        f"{today}, {os.cpu_count()} × {_processor()}, {_system()}, "
        f"Python {platform.python_version()}, PySide6 {version('PySide6-Essentials')}, "
        f"load {_load()} before the first figure"
    )


def _processor() -> str:
    if sys.platform == "linux":
        with open("/proc/cpuinfo", encoding="utf-8") as facts:  # noqa: PTH123 - a file of the kernel
            for line in facts:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.platform(terse=True)


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
