"""What the platform's news do to our copy of a template."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from console.domain.ids import TemplateId
from console.domain.template_news import Pause, TemplateNews, Wording, carried, told
from console.domain.templates import Button, Category, Template, TemplateStatus

NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
CLAIM = Template(
    template_id=TemplateId("waba/claim/en"),
    name="claim",
    language="en",
    category=Category.UTILITY,
    status=TemplateStatus.APPROVED,
    body="Hello {{1}}!",
    footer="Care",
)
PAUSED = TemplateNews(at=NOON, status=TemplateStatus.PAUSED, pause=Pause.FIRST)


@pytest.mark.parametrize(
    ("pause", "hours"),
    [(Pause.FIRST, 3), (Pause.SECOND, 6), (Pause.PACING, None), (None, None)],
)
def test_a_pause_lasts_as_long_as_it_is_told(pause: Pause | None, hours: int | None) -> None:
    paused = told(CLAIM, replace(PAUSED, pause=pause), NOON)
    ends_at = NOON + timedelta(hours=hours) if hours else None
    assert (paused.status, paused.paused_until) == (TemplateStatus.PAUSED, ends_at)


def test_a_pause_that_is_over_leaves_nothing() -> None:
    later = TemplateNews(at=NOON + timedelta(hours=3), status=TemplateStatus.APPROVED)
    after = told(told(CLAIM, PAUSED, NOON), later, NOON)
    assert replace(after, told_at=None) == CLAIM


def test_an_older_status_that_comes_late_changes_nothing() -> None:
    paused = told(CLAIM, PAUSED, NOON)
    before = TemplateNews(at=NOON - timedelta(seconds=1), status=TemplateStatus.APPROVED)
    assert told(paused, before, NOON) == paused
    assert told(paused, PAUSED, NOON) == paused


def test_quality_and_wording_change_without_the_status() -> None:
    wording = Wording(body="Hi {{1}}", buttons=(Button(kind="quick_reply", text="Yes"),))
    after = told(CLAIM, TemplateNews(quality="red", wording=wording), NOON)
    assert (after.status, after.quality, after.body) == (CLAIM.status, "red", "Hi {{1}}")
    assert (after.footer, len(after.buttons)) == ("", 1)


def test_a_category_to_come_is_known_until_it_has_come() -> None:
    at = NOON + timedelta(hours=24)
    warned = told(CLAIM, TemplateNews(becomes=Category.MARKETING, becomes_at=at), NOON)
    assert (warned.category, warned.becomes, warned.becomes_at) == (
        Category.UTILITY,
        Category.MARKETING,
        at,
    )
    assert carried(warned, CLAIM) == warned
    moved = told(warned, TemplateNews(category=Category.MARKETING), NOON)
    assert moved == replace(CLAIM, category=Category.MARKETING)
    assert carried(warned, moved).becomes is None


def test_what_is_read_again_keeps_when_the_pause_ends_only_while_it_lasts() -> None:
    paused = told(CLAIM, PAUSED, NOON)
    read = replace(CLAIM, status=TemplateStatus.PAUSED)
    assert carried(paused, read).paused_until == NOON + timedelta(hours=3)
    assert carried(paused, CLAIM).paused_until is None
