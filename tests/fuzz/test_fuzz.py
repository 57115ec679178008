"""Some hundred drawn webhooks, and all that ever broke the hub, leave it whole."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from console.channels.whatsapp import inbound
from tests.conftest import ExpectedLogs
from tests.fuzz import bodies, corpus, grammar
from tests.fuzz.hunt import Found, hunting
from tests.fuzz.messages import CONTENTS, message
from tests.fuzz.mutations import written
from tests.given import signed

BODIES = 300


@pytest.fixture(autouse=True)
def _odd_bodies_are_told(expected_logs: ExpectedLogs) -> None:
    expected_logs("part of a webhook could not be read")
    expected_logs("an item of a webhook was not taken in")
    expected_logs("signature is missing or wrong")


def told(found: list[Found]) -> str:
    return "\n".join(f"{one.problem}: {one.body.raw[:1500]!r}" for one in found)


async def test_t3_drawn_webhooks_break_nothing_and_block_nothing(tmp_path: Path) -> None:
    async with hunting(tmp_path / "hub") as hunt:
        await hunt.post(bodies.body(3, nth) for nth in range(BODIES))
        await hunt.leave()
    assert not told(hunt.tally.found)
    assert {"right", "mutated", "spoiled", "forged"} <= set(hunt.tally.kinds)
    assert hunt.tally.answers[200] > 0.9 * BODIES
    assert hunt.tally.with_trouble


async def test_t3_the_largest_bodies_and_a_batch_of_a_thousand_are_read(tmp_path: Path) -> None:
    chance = Random(7)
    some = [
        bodies.of(written(chance, grammar.batch(chance, 1000)), "batch"),
        bodies.of(written(chance, grammar.large(chance, 2_900_000)), "large"),
        bodies.Body(b" " * bodies.OVER, "too large", "", 413),
        bodies.of(b"[" * 3_000_000, "spoiled"),
        bodies.of(b'{"entry":' * 400_000, "spoiled"),
        bodies.of(b'{"entry":[{"changes":[{"value":{"a":' + b"9" * 3_000_000, "spoiled"),
    ]
    async with hunting(tmp_path / "hub") as hunt:
        await hunt.post(some)
        await hunt.leave()
    assert not told(hunt.tally.found)


async def test_t3_what_once_broke_the_hub_never_does_again(tmp_path: Path) -> None:
    async with hunting(tmp_path / "hub") as hunt:
        await hunt.post(corpus.kept())
        await hunt.leave()
    assert not told(hunt.tally.found)


async def test_a_reader_that_breaks_is_found_and_its_body_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    def broken(*_of: object) -> str:
        raise ValueError("broken on purpose")

    body = bodies.of(written(Random(1), grammar.sentinel("mark-9")), "right")
    monkeypatch.setattr(inbound, "_came_by", broken)
    async with hunting(tmp_path / "hub") as hunt:
        await hunt.post([body])
    assert any("ValueError in messages" in one.problem for one in hunt.tally.found)


def test_a_body_is_the_same_whenever_it_is_drawn() -> None:
    assert [bodies.body(5, nth) for nth in range(20)] == [
        bodies.body(5, nth) for nth in range(20)
    ]
    assert bodies.body(5, 1) != bodies.body(6, 1)


def test_every_type_of_message_is_drawn() -> None:
    drawn = {message(Random(nth))["type"] for nth in range(500)}
    assert drawn == set(CONTENTS)


def test_a_right_body_is_signed_as_the_platform_signs() -> None:
    one = bodies.of(b"{}", "right")
    assert one.signature == signed(b"{}")["X-Hub-Signature-256"]
