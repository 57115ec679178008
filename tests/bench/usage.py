"""What this process has used so far."""

from __future__ import annotations

import time
from pathlib import Path

_PROCESSES = Path("/proc")


def painted() -> dict[str, object]:
    """Processor time, moment and memory of now."""
    cpu_ms, painted_s = time.process_time() * 1000, time.monotonic()
    measure, memory_mb = memory()
    return {
        "cpu_ms": cpu_ms,
        "painted_s": painted_s,
        "memory_mb": memory_mb,
        "measure": measure,
    }


def memory(process_id: int | None = None) -> tuple[str, float]:
    """The measure and the megabytes of a process, or of this one: PSS, or else RSS."""
    rollup = _PROCESSES / str(process_id or "self") / "smaps_rollup"
    if rollup.exists():
        lines = rollup.read_text(encoding="ascii").splitlines()
        pss = next(line for line in lines if line.startswith("Pss:"))
        return "PSS", int(pss.split()[1]) / 1024
    import psutil  # type: ignore[import-untyped]

    return "RSS", psutil.Process(process_id).memory_info().rss / 1024**2
