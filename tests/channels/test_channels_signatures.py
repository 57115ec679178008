"""Who may post to us."""

import hashlib
import hmac

from console.channels.whatsapp import signatures

RAW = b'{"text":"caf\\u00e9 1\\/2"}'


def test_a_signature_over_the_raw_bytes_is_right() -> None:
    digest = hmac.new(b"secret", RAW, hashlib.sha256).hexdigest()
    assert signatures.verify(RAW, f"sha256={digest}", ["secret"])


def test_any_of_several_secrets_will_do_while_one_is_replaced() -> None:
    header = signatures.sign(RAW, "new")
    assert signatures.verify(RAW, header, ["old", "new"])
    assert not signatures.verify(RAW, header, ["old"])


def test_anything_else_is_refused() -> None:
    header = signatures.sign(RAW, "secret")
    for wrong in (
        None,
        "",
        "sha256=",
        header[:-1],
        header.upper(),
        f" {header}",
        header.replace("sha256", "sha1"),
        "é",
        "\ud800",
    ):
        assert not signatures.verify(RAW, wrong, ["secret"])
    assert not signatures.verify(RAW + b" ", header, ["secret"])
    assert not signatures.verify(RAW, signatures.sign(RAW, ""), [""])
    assert not signatures.verify(RAW, header, [])


def test_the_handshake_answers_the_raw_challenge_only_to_the_right_token() -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": "mine", "hub.challenge": "1158201444"}
    assert signatures.challenge(asked, "mine") == "1158201444"
    assert signatures.challenge(asked, "other") is None
    assert signatures.challenge(asked | {"hub.mode": "unsubscribe"}, "mine") is None
    assert signatures.challenge({"hub.mode": "subscribe", "hub.verify_token": ""}, "") is None
