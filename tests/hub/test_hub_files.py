"""What a file is, what it is called, and where its bytes lie."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.hub.files import FileStore, Kept
from console.hub.filetypes import safe_name, sniff

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


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("invoice.pdf", "invoice.pdf"),
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\Users\\x\\bill.txt", "bill.txt"),
        ("annual\u202ecod.exe", "annualcod.exe"),
        ("a\r\nb\0.txt", "ab.txt"),
        ("CON.txt", "_CON.txt"),
        ("nul", "_nul.txt"),
        ("...", "File.txt"),
        ("", "File.txt"),
        (".htaccess", "htaccess.txt"),
        ("señal 📄.txt", "señal 📄.txt"),
    ],
)
def test_a_name_can_do_no_harm(name: str, safe: str) -> None:
    assert safe_name(name, "text/plain") == safe


@given(st.text(), st.sampled_from(["", "image/png", "text/plain"]))
def test_any_name_becomes_a_short_safe_one(name: str, mime: str) -> None:
    safe = safe_name(name, mime)
    assert 0 < len(safe) <= 120
    assert not set(safe) & set('<>:"/\\|?*\0\r\n\u202e')
    assert safe == safe.strip(" .")
    assert safe_name(safe, mime) == safe


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
