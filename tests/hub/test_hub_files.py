"""What a file is, what it is called, and where its bytes lie."""

from pathlib import Path

import pytest

from console.hub.files import FileStore, Kept
from console.hub.filetypes import sniff

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("head", "claimed", "mime"),
    [
        (b"\xff\xd8\xff\xe0", "text/plain", "image/jpeg"),
        (b"%PDF-1.7", "image/png", "application/pdf"),
        (b"RIFF\0\0\0\0WEBP", "", "image/webp"),
        (b"\0\0\0\x18ftypmp42", "video/mp4", "video/mp4"),
        (b"\0\0\0\x18ftypM4A ", "video/mp4", "audio/mp4"),
        (b"\0\0\0\x18ftyp3gp5", "", "video/3gpp"),
        (b"PK\x03\x04...", _DOCX, _DOCX),
        (b"PK\x03\x04...", "image/png", "application/zip"),
        (b"MZ\x90", "application/pdf", "application/x-msdownload"),
        (b"  <!DOCTYPE html>", "text/plain", "text/html"),
        (b"<svg xmlns=", "image/svg+xml", "text/html"),
        (b"Hello", "text/plain; charset=utf-8", "text/plain"),
        (b"Hello", "image/png", "application/octet-stream"),
        (b"He\0llo", "text/plain", "application/octet-stream"),
        (b"", "image/png", "application/octet-stream"),
    ],
)
def test_a_file_is_what_its_bytes_say(head: bytes, claimed: str, mime: str) -> None:
    assert sniff(head, claimed) == mime


def _written(files: FileStore) -> Kept:
    with files.incoming() as incoming:
        incoming.write(b"abc")
        incoming.write(b"def")
        return incoming.keep()


def test_the_same_bytes_are_kept_once_and_only_for_us(tmp_path: Path) -> None:
    files = FileStore(tmp_path / "media")
    first, kept = [_written(files) for _ in range(2)]
    assert first == kept
    with files.incoming() as incoming:
        incoming.write(b"thrown away")
    found = [path for path in (tmp_path / "media").rglob("*") if path.is_file()]
    assert found == [files.path(kept.sha256)]
    assert (kept.size_bytes, kept.head) == (6, b"abcdef")
    assert found[0].read_bytes() == b"abcdef"
    assert found[0].stat().st_mode & 0o777 == 0o600


def test_no_digest_leads_out_of_the_folder(tmp_path: Path) -> None:
    files = FileStore(tmp_path / "media")
    for digest in ("", "../../etc/passwd", "." * 64, "a" * 64, "/" * 64):
        assert files.path(digest) is None
