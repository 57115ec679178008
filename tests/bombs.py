"""Pictures that are made to harm: far too large, never-ending, or not pictures at all."""

import io
import struct
import zlib

from PIL import Image

_SCANS = 6000


def _chunk(kind: bytes, body: bytes) -> bytes:
    return (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    )


def _header(side_px: int, depth: int, colour: int) -> bytes:
    shape = struct.pack(">IIBBBBB", side_px, side_px, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", shape)


def png(side_px: int, depth: int, colour: int) -> bytes:
    """A black square whose bytes are few and whose pixels are many."""
    packer, packed = zlib.compressobj(9), b""
    line = bytes(1 + side_px * depth * (3 if colour == 2 else 1) // 8)
    for _ in range(side_px):
        packed += packer.compress(line)
    packed += packer.flush()
    return _header(side_px, depth, colour) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def gif(frames: int) -> bytes:
    """One pixel that changes very often."""
    frame = b"\x21\xf9\x04\0\0\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0"
    head = b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0"
    return head + frame * frames + b"\x3b"


def apng(frames: int) -> bytes:
    """The same as a PNG."""
    pixel = zlib.compress(b"\0\0")

    def control(number: int) -> bytes:
        return _chunk(b"fcTL", struct.pack(">IIIIIHHBB", number, 1, 1, 0, 0, 1, 10, 0, 0))

    later = [
        control(2 * at - 1) + _chunk(b"fdAT", struct.pack(">I", 2 * at) + pixel)
        for at in range(1, frames)
    ]
    first = _chunk(b"acTL", struct.pack(">II", frames, 0)) + control(0)
    parts = (_header(1, 8, 0), first, _chunk(b"IDAT", pixel), *later, _chunk(b"IEND", b""))
    return b"".join(parts)


def photo(mode: str = "RGB", size: tuple[int, int] = (64, 48), **how: object) -> bytes:
    """A true JPEG."""
    out = io.BytesIO()
    Image.new(mode, size, "teal" if mode == "RGB" else 90).save(out, "JPEG", **how)
    return out.getvalue()


def claims_to_be(content: bytes, side_px: int) -> bytes:
    """A JPEG whose header promises another size."""
    at = content.index(b"\xff\xc0")
    return content[: at + 5] + struct.pack(">HH", side_px, side_px) + content[at + 9 :]


def many_scans() -> bytes:
    """A JPEG that is painted over and over again: a few kilobytes, minutes of work."""
    content = photo("L", (6000, 6000), progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:last] + content[last:-2] * _SCANS + b"\xff\xd9"


def turning_tiff() -> bytes:
    """A TIFF whose list of pages leads back to its beginning."""
    return b"II*\0\x08\0\0\0" + b"\x01\0" + b"\0\x01\x03\0\x01\0\0\0\x01\0\0\0" + b"\x08\0\0\0"


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
GIF_AND_SCRIPT = b"GIF89a/*" + bytes(40) + b"*/=1;alert(1)"
JPEG_AND_PAGE = photo() + b"<html><script>alert(1)</script></html>"
PNG_AND_ZIP = png(8, 8, 0) + b"PK\x03\x04" + bytes(60)
CUT_OFF = photo(size=(640, 480))[:900]
BOMBS: dict[str, bytes] = {
    "30,000² in one bit": png(30_000, 1, 0),
    "8,000² in colour": png(8_000, 8, 2),
    "a JPEG of 65,500²": claims_to_be(photo(), 65_500),
    "a page after a script": GIF_AND_SCRIPT,
    "cut off": CUT_OFF,
    "an SVG": SVG,
    "a TIFF that turns in a circle": turning_tiff(),
    "a program": b"MZ" + bytes(200),
    "a page": b"<!doctype html><script>alert(1)</script>",
    "nothing but a head": b"\x89PNG\r\n\x1a\n",
    "a JPEG that is none": b"\xff\xd8\xff" + bytes(200),
}
