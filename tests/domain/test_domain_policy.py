from datetime import UTC, datetime, timedelta

import pytest

from console.domain.attachments import problem_with
from console.domain.directions import MediaKind
from console.domain.ids import MediaId, TemplateId
from console.domain.lengths import text_length
from console.domain.messages import Body, Media, NoteText, TemplateMessage, Text, Unsupported
from console.domain.policy import (
    Allowed,
    ComposerMode,
    Refused,
    Verdict,
    composer,
    may_send,
)
from console.domain.sessions import SessionStatus

NOW = datetime(2026, 5, 14, 15, 0, tzinfo=UTC)
FREE, ONLY = Verdict(ComposerMode.FREE_FORM), Verdict(ComposerMode.TEMPLATE_ONLY)
TEMPLATE = TemplateMessage(
    template_id=TemplateId("t"), name="t", language="en", title="T", values={}
)


@pytest.mark.parametrize(
    ("left", "mode"),
    [
        (timedelta(seconds=1), ComposerMode.FREE_FORM),
        (timedelta(0), ComposerMode.TEMPLATE_ONLY),
        (timedelta(seconds=-1), ComposerMode.TEMPLATE_ONLY),
    ],
)
def test_composer_turns_in_the_instant_of_the_lapse(left: timedelta, mode: object) -> None:
    verdict = composer(SessionStatus.ACTIVE, expires_at=NOW + left, now=NOW, owned=True)
    assert verdict.mode is mode


def test_composer_says_why_it_is_blocked() -> None:
    later = NOW + timedelta(hours=1)

    def reason(status: SessionStatus = SessionStatus.ACTIVE, **facts: bool) -> str:
        facts.setdefault("owned", True)
        verdict = composer(status, expires_at=later, now=NOW, **facts)
        assert verdict.mode is ComposerMode.BLOCKED
        return verdict.reason

    assert "Read-only" in reason(owned=False)
    assert "blocked" in reason(customer_blocked=True)
    assert "Another app" in reason(held_elsewhere=True)
    assert "ended" in reason(SessionStatus.ENDED)


def test_free_form_after_the_lapse_is_refused_and_a_template_is_not() -> None:
    refused = may_send(Text(text="Hello"), ONLY)
    assert isinstance(refused, Refused)
    assert refused.code == "window_lapsed"
    assert "kept" in refused.message
    assert may_send(TEMPLATE, ONLY) == Allowed()
    assert may_send(Text(text="Hello"), FREE) == Allowed()


def test_a_note_is_always_allowed() -> None:
    assert may_send(NoteText(text="He prefers mornings"), Verdict(ComposerMode.BLOCKED)) == (
        Allowed()
    )


@pytest.mark.parametrize(
    "body",
    [
        Text(text=" "),
        Text(text="a" * 4097),
        Media(
            media=MediaKind.IMAGE, media_id=MediaId("m"), mime="image/png", caption="a" * 1025
        ),
        Unsupported(what="poll", title="sent a poll", explanation="No."),
    ],
    ids=["empty", "too long", "caption too long", "not sendable"],
)
def test_content_the_platform_would_refuse_is_refused_here(body: Body) -> None:
    refused = may_send(body, FREE)
    assert isinstance(refused, Refused)
    assert refused.code == "invalid_input"


def test_length_is_counted_as_the_platform_may_count_it() -> None:
    assert text_length("a") == 1
    assert text_length("😕") == 2
    assert text_length("\ud800") == 1


@pytest.mark.parametrize(
    ("mime", "size_bytes", "part"),
    [
        ("image/heic", 1000, "doesn’t take this type"),
        ("image/jpeg", 0, "empty"),
        ("image/jpeg", 5 * 1024 * 1024 + 1, "5 MB"),
        ("video/mp4", 17 * 1024 * 1024, "16 MB"),
    ],
)
def test_a_file_is_checked_before_it_is_sent(mime: str, size_bytes: int, part: str) -> None:
    assert part in problem_with(mime, size_bytes)


def test_a_fitting_file_has_no_problem() -> None:
    assert problem_with("application/pdf", 100 * 1024 * 1024) == ""
