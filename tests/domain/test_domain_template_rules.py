"""What Meta refuses in a template, found before it is asked."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.channels.whatsapp.templates import read, to_graph
from console.domain.ids import TemplateId
from console.domain.template_buttons import shown_words
from console.domain.template_rules import flaws
from console.domain.templates import VARIABLE, Button, Category, Template, TemplateStatus

SHELF = Path(__file__).parents[2] / "resources" / "simulator" / "templates.json"
GOOD = Template(
    template_id=TemplateId("waba/order_delayed/en"),
    name="order_delayed",
    language="en",
    category=Category.UTILITY,
    status=TemplateStatus.PENDING,
    header_format="text",
    header_text="Your order {{1}}",
    body="Hello {{1}}, your order arrives on {{2}} instead. Sorry!",
    footer="Reply to change the day",
    buttons=(
        Button(kind="quick_reply", text="Fine"),
        Button(kind="quick_reply", text="Call me"),
        Button(kind="url", text="Track", url="https://example.com/t/{{1}}"),
        Button(kind="phone_number", text="Call us", phone_number="+31850123456"),
    ),
    examples=(
        ("header.1", "A-77"),
        ("body.1", "Ana"),
        ("body.2", "Friday"),
        ("button.2", "A77"),
    ),
)


def places(**changes: object) -> list[str]:
    return [flaw.place for flaw in flaws(replace(GOOD, **changes))]  # type: ignore[arg-type]


def button(kind: str, text: str = "Yes", **more: str) -> Button:
    return Button(kind=kind, text=text, **more)


def test_a_good_template_has_no_flaw() -> None:
    assert flaws(GOOD) == []


def test_everything_the_shop_has_approved_passes() -> None:
    for row in json.loads(SHELF.read_text(encoding="utf-8")):
        template = read("waba", row)
        assert template is not None
        if template.category is Category.AUTHENTICATION or template.header_format == "location":
            continue
        found = [
            one
            for one in flaws(replace(template, sample="m1"))
            if not one.place.startswith("example.")
        ]
        assert not found, (template.name, template.language, found)


@pytest.mark.parametrize(
    "name", ["", "Order", "order delayed", "order-delayed", "é", "a" * 513]
)
def test_a_name_is_lower_case_letters_digits_and_underscores(name: str) -> None:
    assert places(name=name)[0] == "name"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{{1}}, hello, your order arrives on {{2}} then",
        "Hello {{1}}, your order arrives on {{2}}",
        "Hello {{1}} {{2}}, your order is late",
        "Hello {{1}} and {{3}}, your order is late",
        "Hello {{1}} and {{ 2 }}, your order is late",
        "Hello {{1}} and {{name}}, your order is late",
        "Hello {{1}} and {{2}, your order is late",
        "a {{1}}, {{2}}.",
        "x" * 1025,
    ],
)
def test_a_text_has_its_variables_where_meta_takes_them(body: str) -> None:
    assert "body" in places(body=body)


def test_named_variables_have_names() -> None:
    examples = (("header.order", "A-77"), ("body.first_name", "Ana"), ("button.2", "A77"))
    named = {
        "named": True,
        "header_text": "Your order {{order}}",
        "body": "Hello {{first_name}}, it is late.",
        "examples": examples,
    }
    assert places(**named) == []
    assert places(**named | {"body": "Hello {{1}}, it is late."})[0] == "body"
    assert places(**named | {"body": "Hello {{First}}, it is late."})[0] == "body"


@pytest.mark.parametrize(
    "text", [" ", "x" * 61, "{{1}} and {{2}}", "Two\nlines", "*Bold*", "Sale 🎉"]
)
def test_a_heading_is_one_plain_short_line(text: str) -> None:
    assert "header" in places(header_text=text)


@pytest.mark.parametrize("text", ["x" * 61, "By {{1}}", "Two\nlines"])
def test_a_footer_is_one_plain_short_line_without_variables(text: str) -> None:
    assert "footer" in places(footer=text)


def test_a_heading_that_is_a_file_wants_a_sample() -> None:
    files = {"header_format": "image", "header_text": ""}
    assert places(**files) == ["header"]
    assert places(**files, sample="m1") == []


@pytest.mark.parametrize(
    "buttons",
    [
        [button("quick_reply", str(n)) for n in range(11)],
        [button("url", url="https://a.example/x")] * 3,
        [button("phone_number", phone_number="+31850123456")] * 2,
        [button("copy_code")] * 2,
        [button("quick_reply"), button("copy_code"), button("quick_reply")],
        [button("quick_reply", "")],
        [button("quick_reply", "x" * 26)],
        [button("quick_reply", "For {{1}}")],
        [button("url", url="example.com")],
        [button("url", url="https://example.com/{{1}}/x")],
        [button("url", url="https://example.com/" + "x" * 2000)],
        [button("phone_number", phone_number="085 0123456")],
    ],
)
def test_buttons_are_few_grouped_short_and_lead_somewhere(buttons: list[Button]) -> None:
    found = places(buttons=tuple(buttons))
    assert any(place.startswith("button") for place in found)


def test_every_variable_wants_an_example() -> None:
    assert places(examples=()) == [
        "example.header.1",
        "example.body.1",
        "example.body.2",
        "example.button.2",
    ]


def test_login_codes_and_unknown_languages_are_not_made_here() -> None:
    assert places(category=Category.AUTHENTICATION) == ["category"]
    assert places(language="tlh") == ["language"]


def test_what_customers_will_not_see_is_said() -> None:
    assert shown_words(GOOD.buttons[:1]) == ""
    assert "desktop" in shown_words(GOOD.buttons[1:3])
    assert "See all options" in shown_words(GOOD.buttons)


@given(
    body=st.lists(
        st.sampled_from(
            ["Hello ", "{{1}}", " {{2}}", "{{3}}", "word ", "\n", "!", "{{x}}", "{{"]
        )
    ).map("".join)
)
def test_whatever_passes_has_its_variables_inside_and_in_order(body: str) -> None:
    template = replace(GOOD, header_format="", buttons=(), body=body)
    if any(flaw.place == "body" for flaw in flaws(template)):
        return
    names = list(dict.fromkeys(VARIABLE.findall(body)))
    assert sorted(names) == [str(number) for number in range(1, len(names) + 1)]
    assert not body.strip().startswith("{{")
    assert not body.strip().endswith("}}")
    assert "}}{{" not in "".join(body.split())


_words = st.text("abc {}1_\n*é🎉", max_size=30)


@given(
    header=_words,
    body=_words,
    footer=_words,
    buttons=st.lists(
        st.builds(
            Button,
            kind=st.sampled_from(["quick_reply", "url", "phone_number", "copy_code", "odd"]),
            text=_words,
            url=_words,
            phone_number=_words,
        ),
        max_size=12,
    ),
    named=st.booleans(),
)
def test_whatever_is_written_is_judged_and_what_passes_survives_the_way_to_graph(
    header: str, body: str, footer: str, buttons: list[Button], named: bool
) -> None:
    template = replace(
        GOOD,
        header_text=header,
        body=body,
        footer=footer,
        buttons=tuple(buttons),
        named=named,
    )
    found = flaws(template)
    assert found == flaws(template)
    assert all(flaw.words.endswith((".", "orders", "“order_delayed”.")) for flaw in found)
    if not found:
        again = read("waba", to_graph(template))
        assert again is not None
        assert (again.body, again.header_text) == (body, header)
