"""Which templates are offered and what becomes of values and drafts; without a window."""

from __future__ import annotations

from console.domain.templates import Category, TemplateStatus
from console.ui.composer.counter import counter_text, counter_tone, limit_for
from console.ui.composer.quick_replies import filled, first_blank, matching
from console.ui.picker.choices import (
    choices,
    fits,
    free_text_variable,
    known_of,
    language_name,
    marked,
    message_of,
    prefilled,
)
from console.ui.picker.standing import Around, reason_now
from tests.ui.fake_desk import FakeDesk
from tests.ui.inbox.furniture_shop import NOW as NOON
from tests.ui.shop import shop_templates, template


def titles(*, search: str = "", last_texts: tuple[str, ...] = ()) -> list[str]:
    listed = choices(shop_templates(), NOON, search=search, last_texts=last_texts)
    return [f"[{choice.title}]" if choice.heading else choice.title for choice in listed]


def test_templates_that_share_words_with_the_customer_come_first() -> None:
    assert titles(last_texts=("The sofa came without its legs",))[:3] == [
        "[Suggested]",
        "Update on your claim",
        "[All templates]",
    ]


def test_unusable_templates_come_last_with_their_reason() -> None:
    listed = choices(shop_templates(), NOON)
    place = next(i for i, choice in enumerate(listed) if choice.heading)
    reasons = [choice.detail for choice in listed[place + 1 :]]
    assert reasons == ["Meta is still reviewing it", "Meta paused it for low quality"]
    assert all(not choice.reason for choice in listed[:place])


def test_an_offer_needs_consent() -> None:
    offer = template("sale", "Sale", category=Category.MARKETING)
    refused = Around(marketing_allowed=False)
    [heading, choice] = choices(
        [offer], NOON, why_not=lambda one: reason_now(one, NOON, refused)
    )
    assert heading.heading
    assert choice.detail == "The customer hasn’t agreed to offers"


def test_a_search_finds_words_of_the_text_and_suggests_nothing() -> None:
    assert titles(search="refund", last_texts=("my refund",)) == ["Refund sent"]


def test_one_line_stands_for_all_languages_and_prefers_the_customers() -> None:
    [choice] = choices(shop_templates()[:2], NOON, preferred="pl")
    assert [t.language for t in choice.languages] == ["pl", "en"]
    [choice] = choices(shop_templates()[:2], NOON)
    assert choice.template.language == "en"
    pending = template("claim_update", "x", language="pl", status=TemplateStatus.PENDING)
    [choice] = choices([shop_templates()[0], pending], NOON, preferred="pl")
    assert choice.template.language == "en"


def test_languages_have_names() -> None:
    assert language_name("pt_BR") == "Portuguese (Brazil)"
    assert language_name("fr_CA") == "French (Canada)"
    assert language_name("cy") == "Welsh"
    assert language_name("xx") == "xx"


def test_the_name_is_filled_in_where_the_text_greets_or_asks_for_it() -> None:
    known = known_of("Lucas Moreau")
    assert prefilled(template("a", "Hello {{1}}, about {{2}}"), known) == {"body.1": "Lucas"}
    assert prefilled(template("a", "Your code is {{1}}"), known) == {}
    assert prefilled(template("a", "{{name}}!"), known) == {"body.name": "Lucas Moreau"}


def test_a_draft_goes_where_the_most_text_is_meant_and_never_where_the_name_is() -> None:
    claim = shop_templates()[0]
    variable = free_text_variable(claim)
    assert variable is not None
    assert variable.key == "body.3"
    assert fits(variable, "one line")
    assert not fits(variable, "two\nlines")
    assert free_text_variable(template("a", "Hello {{1}}!")) is None


def test_the_message_is_what_the_customer_reads() -> None:
    claim = shop_templates()[0]
    values = {"body.1": " Ana ", "body.2": "your sofa", "body.3": "it ships"}
    message = message_of(claim, values)
    assert message.text == "Hello Ana, an update on your sofa: it ships."
    assert message.buttons == ("Reply", "Call us")
    assert message.values == {"body.1": "Ana", "body.2": "your sofa", "body.3": "it ships"}


def test_the_preview_marks_what_the_variables_put_there() -> None:
    assert marked("Hi {{1}}, bye {{2}}", "body", {"body.1": "Ana"}) == [
        ("Hi ", False),
        ("Ana", True),
        (", bye ", False),
        ("{{2}}", True),
    ]


def test_quick_replies_fit_by_shortcut_then_by_words() -> None:
    replies = FakeDesk().quick_replies()
    assert [reply.shortcut for reply in matching(replies, "/t")] == ["thanks", "hello", "slot"]
    assert [reply.shortcut for reply in matching(replies, "/del")] == ["slot"]
    assert matching(replies, "/zzz") == []


def test_known_variables_are_filled_and_the_first_unknown_is_found() -> None:
    text = filled("{{first_name}}, {{day}}?", known_of("Ana Costa"))
    assert text == "Ana, {{day}}?"
    assert first_blank(text) == "{{day}}"
    assert first_blank("nothing") == ""


def test_the_counter_counts_as_the_platform_may() -> None:
    limit = limit_for(())
    assert counter_text("👍", limit) == "2 / 4,096"
    assert [counter_tone("x" * n, limit) for n in (10, 3900, 4096, 4097)] == [
        "tertiary",
        "warning",
        "warning",
        "danger",
    ]
    assert limit_for(("photo.jpg",)) == 1024
