"""Preview worker: a process of its own that makes small pictures out of strangers' files.

It runs by its path under limits of its own and knows nothing of the hub: a line of JSON asks
for a picture, a line answers. What kills it kills nobody else.
"""

import contextlib
import json
import sys
from typing import Any

from PIL import Image, ImageOps

PREVIEW_PX = 1600
MOST_PIXELS = 40_000_000
LONGEST_SIDE_PX = 12_000
MEMORY_BYTES = 512 * 1024 * 1024
CPU_S = 5
_LARGEST_PREVIEW_BYTES = 16 * 1024 * 1024
_FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
}
# what Pillow raises on broken files; anything else ends the process, which says as much
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, OverflowError, TypeError)
_NEW_USER, _NEW_NETWORK = 0x1000_0000, 0x4000_0000  # of Linux's unshare


class TooManyPixels(Exception):  # noqa: N818 - says what happened
    """The header promises more than will be decoded."""


def make(source: str, mime: str, target: str) -> dict[str, Any]:
    """The size of the original as it is shown and the preview at `target`, or a refusal."""
    try:
        return _made(source, mime, target)
    except TooManyPixels as error:
        return {"refused": "too_large", "size": str(error)}
    except MemoryError:
        return {"refused": "too_large", "size": ""}
    except _BROKEN:
        return {"refused": "broken"}


def _made(source: str, mime: str, target: str) -> dict[str, Any]:
    with Image.open(source, formats=(_FORMATS[mime],)) as image:
        width, height = image.size
        if max(width, height) > LONGEST_SIDE_PX or width * height > MOST_PIXELS:
            raise TooManyPixels(f"{width:,} × {height:,}")
        image.draft("RGB", (PREVIEW_PX, PREVIEW_PX))  # a JPEG is decoded near its final size
        image.thumbnail((PREVIEW_PX, PREVIEW_PX), reducing_gap=2.0)  # the first frame alone
        turned = ImageOps.exif_transpose(image)
        if (image.width > image.height) != (turned.width > turned.height):
            width, height = height, width
        small = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    small.info.clear()  # no place, no camera, no comment goes along
    small.save(target, "WEBP", quality=80, method=2)
    return {"width_px": width, "height_px": height}


def confine() -> bool:
    """Whether this process is without network from now on; its memory and files are bounded.

    Where the system knows no such limits the caller's time limit is all there is.
    """
    if sys.platform == "win32":
        return False
    import resource

    for kind, limit in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, _LARGEST_PREVIEW_BYTES),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(kind, (limit, limit))
    return _leave_network()


def _leave_network() -> bool:
    if sys.platform != "linux":
        return False
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.unshare(_NEW_USER | _NEW_NETWORK) == 0)


def _limit_cpu() -> None:
    """The next picture has `CPU_S` of this process's time; then the system ends it."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    until = int(used.ru_utime + used.ru_stime) + CPU_S
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def main() -> None:
    """Answers until nobody asks any more."""
    Image.MAX_IMAGE_PIXELS = None  # our own limits come first, and are lower
    Image.preinit()
    confine()
    for line in sys.stdin.buffer:
        _limit_cpu()
        answer = make(**json.loads(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
