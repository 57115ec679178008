"""Why a template can't be sent now, and what should be known of one that can."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from console.domain.template_news import Pause
from console.domain.templates import Button, Card, Category, TemplateStatus
from console.ui.picker.standing import reason_now, remark
from tests.ui.inbox.furniture_shop import NOW
from tests.ui.shop import template

CLAIM = template("claim", "Hello {{1}}, news.")


def reason(**changes: object) -> str:
    return reason_now(replace(CLAIM, **changes), NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", list(TemplateStatus))
def test_every_status_but_approved_has_its_words(status: TemplateStatus) -> None:
    assert bool(reason(status=status)) is (status is not TemplateStatus.APPROVED)


def test_a_pause_says_when_it_ends_and_who_can_end_one_that_does_not() -> None:
    until = NOW + timedelta(hours=3)
    paused = {"status": TemplateStatus.PAUSED}
    words = reason(**paused, paused_until=until)
    assert words.endswith(f"until {until.astimezone():%H:%M}")
    assert "administrator" in reason(**paused, pause=Pause.PACING.value)
    assert reason(**paused) == "Meta paused it for low quality"


def test_metas_own_reason_is_told() -> None:
    rejected = {"status": TemplateStatus.REJECTED, "reason": "Invalid format"}
    assert reason(**rejected) == "Meta rejected it: Invalid format"


@pytest.mark.parametrize(
    "changes",
    [
        {"cards": (Card(header_format="product"),)},
        {"header_format": "gif"},
        {"buttons": (Button(kind="mpm", text="View"),)},
        {"buttons": (Button(kind="order_details", text="Pay"),)},
        {"category": Category.AUTHENTICATION},
    ],
)
def test_what_only_programs_can_fill_in_is_not_offered(changes: dict[str, object]) -> None:
    assert "program" in reason(**changes)


def test_what_whoever_sends_should_know_is_said() -> None:
    assert remark(CLAIM, NOW) == ""
    marketing = replace(CLAIM, category=Category.MARKETING)
    assert "hold it" in remark(marketing, NOW)
    assert remark(replace(marketing, quality="green"), NOW) == ""
    assert "pause it soon" in remark(replace(CLAIM, quality="red"), NOW)
    moves = replace(CLAIM, becomes=Category.MARKETING, becomes_at=NOW + timedelta(hours=24))
    assert "Marketing" in remark(moves, NOW)
