from datetime import UTC, datetime

import pytest

from console.domain.directions import MediaKind
from console.domain.ids import TemplateId
from console.domain.templates import (
    Button,
    Category,
    Template,
    TemplateStatus,
    check_value,
    fill,
    filled_heading,
    header_media,
    problems,
    variables,
    why_unusable,
)

NOW = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
CLAIM = Template(
    template_id=TemplateId("waba/claim_update/en"),
    name="claim_update",
    language="en",
    category=Category.UTILITY,
    status=TemplateStatus.APPROVED,
    title="Update on your claim",
    header_format="text",
    header_text="About your {{1}}",
    body="Hello {{1}}, an update on {{2}}: {{3}}.",
    buttons=(
        Button(kind="quick_reply", text="Reply"),
        Button(kind="url", text="Track", url="https://alderfinch.example/{{1}}"),
    ),
    examples=(("body.1", "Ana"),),
)


def _with(**changes: object) -> Template:
    from dataclasses import replace

    return replace(CLAIM, **changes)  # type: ignore[arg-type]


def test_blanks_come_in_the_order_header_body_buttons() -> None:
    assert [found.key for found in variables(CLAIM)] == [
        "header.1",
        "body.1",
        "body.2",
        "body.3",
        "button.1",
    ]
    assert variables(CLAIM)[1].example == "Ana"


def test_named_blanks_are_labelled_in_words() -> None:
    named = _with(body="Hello {{first_name}}", named=True, header_format="", buttons=())
    (only,) = variables(named)
    assert (only.key, only.label) == ("body.first_name", "First name")


def test_a_blank_used_twice_is_asked_once() -> None:
    twice = _with(body="{{1}} and {{1}}", header_format="", buttons=())
    assert len(variables(twice)) == 1


def test_filled_text_reads_as_the_customer_sees_it() -> None:
    values = {"body.1": "Łukasz", "body.2": "your sofa", "body.3": "it ships Friday"}
    assert fill(CLAIM.body, "body", values) == (
        "Hello Łukasz, an update on your sofa: it ships Friday."
    )
    assert fill(CLAIM.body, "body", {}) == CLAIM.body


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("", "Fill in"),
        ("  ", "Fill in"),
        ("a\nb", "Line breaks"),
        ("a\tb", "Line breaks"),
        ("a     b", "four spaces"),
        ("a" * 1025, "1 character too long"),
    ],
)
def test_values_the_platform_would_refuse_are_named_in_words(value: str, part: str) -> None:
    assert part in check_value(variables(CLAIM)[1], value)


def test_a_good_value_has_no_problem() -> None:
    assert check_value(variables(CLAIM)[1], "Ana    Maria") == ""


def test_a_missing_heading_picture_is_a_problem() -> None:
    photo = _with(header_format="image", header_text="", body="Hello", buttons=())
    assert problems(photo, {}, files=0, now=NOW) == ["Choose the image for the heading."]
    assert problems(photo, {}, files=1, now=NOW) == []


def test_only_approved_templates_with_consent_can_be_used() -> None:
    assert why_unusable(CLAIM) == ""
    assert why_unusable(_with(status=TemplateStatus.PAUSED)) == "Meta paused it for low quality"
    offer = _with(category=Category.MARKETING)
    assert why_unusable(offer) == ""
    assert why_unusable(offer, marketing_allowed=False)
    assert why_unusable(_with(category=Category.AUTHENTICATION))


@pytest.mark.parametrize("status", [s for s in TemplateStatus if s != "approved"])
def test_every_other_status_says_why(status: TemplateStatus) -> None:
    assert why_unusable(_with(status=status))


def test_only_a_header_with_a_file_takes_one() -> None:
    assert header_media(_with(header_format="image")) is MediaKind.IMAGE
    assert [header_media(_with(header_format=f)) for f in ("", "text", "location")] == [
        None
    ] * 3


def test_a_heading_that_is_a_place_wants_its_coordinates_name_and_address() -> None:
    template = _with(header_format="location", header_text="", body="See you.", buttons=())
    where, name, address = variables(template)
    assert (where.key, name.key, address.key) == (
        "header.where",
        "header.place_name",
        "header.place_address",
    )
    assert "no coordinates" in check_value(where, "Oak Street")
    assert check_value(where, "52.37, 4.9") == ""
    values = {"header.where": "52.37, 4.9", "header.place_name": "The shop"}
    assert filled_heading(template, values) == "The shop"
    assert why_unusable(template) == ""
