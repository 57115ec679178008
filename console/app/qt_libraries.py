"""What Qt loads from a Linux system, and the Debian package that brings it."""

import ctypes

QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libbrotlidec.so.1": "libbrotli1",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}


def missing_libraries() -> list[str]:
    """The shared libraries that the loader does not find, in the order of the table."""
    return [name for name in QT_LIBRARIES if not can_load(name)]


def can_load(library: str) -> bool:
    """Whether the loader finds the shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
