"""Voice notes: what of an Ogg file makes it one, and how long it is."""

HEAD_BYTES, TAIL_BYTES = 512, 128 * 1024
_SAMPLES_A_SECOND = 48_000


def length_s(head: bytes, tail: bytes) -> float | None:
    """Seconds of an Ogg file with Opus in mono; None if it isn't such a file.

    `head` and `tail` are the file's first and last bytes.

    Source: WhatsApp, "Audio messages": a voice message is OGG with Opus, mono. RFC 7845, 5.1:
    channels and what is skipped at the start; 4: positions count samples at 48 kHz.
    """
    start, last = head.find(b"OpusHead"), tail.rfind(b"OggS")
    if not head.startswith(b"OggS") or start < 0 or last < 0 or head[start + 9 :][:1] != b"\1":
        return None
    skipped = int.from_bytes(head[start + 10 : start + 12], "little")
    position = int.from_bytes(tail[last + 6 : last + 14], "little", signed=True)
    return max(position - skipped, 0) / _SAMPLES_A_SECOND
