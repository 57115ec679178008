"""A body is read as a database takes it, whatever it holds and however it is written."""

import json

import pytest

from console.channels.whatsapp.elements import cleaned, parsed

_BODIES = [
    b'{"text": "plain", "size": 1.5, "list": [true, null, 7]}',
    b"[1e999, -1e999, NaN, Infinity, -Infinity]",
    b"1" * 400 + b".0",
    b'{"\\u0000key": "a\\u0000b"}',
    b'{"\\ud83d": "\\uD83D\\uDE00 \\ude00"}',
    b'"caf\\u00e9"',
    "café 😀".join('""').encode(),
    b'"\xed\xa0\x80"',
    '{"text": "\\u0000"}'.encode("utf-16"),
    b'\xef\xbb\xbf{"text": "marked"}',
]


@pytest.mark.parametrize("raw", _BODIES, ids=range(len(_BODIES)))
def test_what_is_parsed_is_what_would_be_left_of_it_when_cleaned(raw: bytes) -> None:
    assert parsed(raw) == cleaned(json.loads(raw))


@pytest.mark.parametrize("raw", [b"", b"\xff", b"{", b'"\x00"', b"{} {}"], ids=repr)
def test_what_is_no_json_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"line|decode"):
        parsed(raw)
