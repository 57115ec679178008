"""How many templates there may be, when they may be edited, and when a name is free."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.ids import TemplateId
from console.domain.template_limits import (
    EDITS,
    EDITS_APART,
    EDITS_WITHIN,
    FEW,
    MANY,
    NAME_LOCKED,
    change_flaw,
    creation_flaw,
    edit_flaw,
    editable_at,
    edited,
    limit_of,
    used,
)
from console.domain.template_news import gone
from console.domain.templates import Button, Card, Category, Template, TemplateStatus

NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CLAIM = Template(
    template_id=TemplateId("waba/claim/en"),
    name="claim",
    language="en",
    category=Category.UTILITY,
    status=TemplateStatus.APPROVED,
    body="Hello!",
)


def make(name: str, templates: list[Template], limit: int = FEW, now: datetime = NOON) -> str:
    return creation_flaw(templates, name, "en", limit, now)


def test_only_a_verified_business_with_an_approved_name_may_have_many() -> None:
    assert limit_of(verified=True, name_approved=True) == MANY
    assert limit_of(verified=True, name_approved=False) == FEW
    assert limit_of(verified=False, name_approved=True) == FEW


def test_every_language_counts_but_what_is_deleted() -> None:
    dutch = replace(CLAIM, language="nl")
    there = [CLAIM, dutch, gone(replace(CLAIM, name="old"), NOON)]
    assert used(there) == 2
    assert make("new", there, limit=2).startswith("The account has its 2 templates")
    assert make("new", there, limit=3) == ""


def test_a_name_is_taken_in_its_own_language_only() -> None:
    assert "already" in make("claim", [CLAIM])
    assert make("claim", [replace(CLAIM, language="nl")]) == ""


@pytest.mark.parametrize("status", list(TemplateStatus))
def test_the_name_of_one_that_was_approved_is_locked_for_thirty_days(
    status: TemplateStatus,
) -> None:
    was_approved = status.value in {"approved", "paused", "disabled"}
    deleted = gone(replace(CLAIM, status=status), NOON)
    just_before = NOON + NAME_LOCKED - timedelta(seconds=1)
    assert bool(make("claim", [deleted], now=just_before)) is was_approved
    assert make("claim", [deleted], now=NOON + NAME_LOCKED) == ""


def test_a_hundred_can_be_made_in_an_hour() -> None:
    made = [replace(CLAIM, name=f"n{n}", submitted_at=NOON) for n in range(100)]
    assert "100" in make("new", made)
    assert make("new", made[1:]) == ""
    assert make("new", made, now=NOON + timedelta(hours=1)) == ""


def test_what_meta_has_in_hand_or_has_shut_is_not_edited() -> None:
    able = {TemplateStatus.APPROVED, TemplateStatus.REJECTED, TemplateStatus.PAUSED}
    for status in TemplateStatus:
        assert bool(edit_flaw(replace(CLAIM, status=status), NOON)) is (status not in able)
    assert edit_flaw(replace(CLAIM, asked="edit"), NOON)


@pytest.mark.parametrize(
    "more",
    [
        {"extras": ("order_status",)},
        {"cards": (Card(header_format="image"),)},
        {"offer": "Weekend offer"},
        {"header_format": "location"},
        {"buttons": (Button(kind="flow", text="Book"),)},
        {"category": Category.AUTHENTICATION},
    ],
)
def test_what_an_edit_here_would_lose_is_not_edited_here(more: dict[str, Any]) -> None:
    assert "WhatsApp Manager" in edit_flaw(replace(CLAIM, **more), NOON)


def test_a_rejected_one_is_edited_without_limit_and_counts_nothing() -> None:
    rejected = replace(CLAIM, status=TemplateStatus.REJECTED, edited_at=(NOON,) * 12)
    assert editable_at(rejected, NOON) is None
    assert edited(replace(rejected, edited_at=()), rejected, NOON).edited_at == ()


def test_an_edit_changes_texts_but_never_name_language_or_an_approved_category() -> None:
    assert change_flaw(CLAIM, replace(CLAIM, body="Hi!")) == ""
    assert "Nothing" in change_flaw(CLAIM, CLAIM)
    assert change_flaw(CLAIM, replace(CLAIM, name="other"))
    assert change_flaw(CLAIM, replace(CLAIM, language="nl"))
    marketing = replace(CLAIM, category=Category.MARKETING)
    assert change_flaw(CLAIM, marketing)
    assert change_flaw(replace(CLAIM, status=TemplateStatus.REJECTED), marketing) == ""


@given(st.lists(st.floats(0, 40), max_size=40))
def test_an_approved_one_is_edited_once_a_day_and_ten_times_in_thirty_days(
    waits: list[float],
) -> None:
    now, template, done = NOON, CLAIM, list[datetime]()
    for wait in waits:
        now += timedelta(hours=wait)
        if not edit_flaw(template, now):
            template = edited(template, replace(template, body=str(now)), now)
            template = replace(template, status=TemplateStatus.APPROVED)
            done.append(now)
        else:
            opens_at = editable_at(template, now)
            assert opens_at is not None
            assert opens_at > now
            assert not edit_flaw(template, opens_at)
    assert all(b - a >= EDITS_APART for a, b in pairwise(done))
    assert all(b - a >= EDITS_WITHIN for a, b in zip(done, done[EDITS:], strict=False))
