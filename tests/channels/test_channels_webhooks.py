"""What a webhook body tells, and that nothing in it can stop the rest."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.channels.whatsapp import webhooks
from console.channels.whatsapp.facts import (
    CallReceived,
    Copy,
    Fact,
    IdentityChanged,
    MessageReceived,
    Noted,
    NumberChanged,
    PaymentReported,
    PreferenceChanged,
    ReactionReceived,
    StatusReported,
    TemplateChanged,
    ThreadPassed,
    Unreadable,
)
from console.domain.delivery import Delivery
from console.domain.directions import MediaKind
from console.domain.messages import (
    Body,
    Choice,
    Contacts,
    Form,
    Location,
    Media,
    Order,
    Text,
    Unsupported,
)
from tests.channels.golden import golden

AT = datetime.fromtimestamp(1778760000, UTC)


def messages(name: str = "messages.json") -> dict[str, MessageReceived]:
    facts = webhooks.read(golden(name))
    return {fact.platform_id: fact for fact in facts if isinstance(fact, MessageReceived)}


def body(wamid: str) -> Body:
    return messages()[f"wamid.{wamid}"].body


def test_a_text_tells_who_wrote_what_when_and_to_what() -> None:
    fact = messages()["wamid.TEXT"]
    assert fact.body == Text(text="One corner arrived split 😕 1/2")
    assert fact.at == AT
    assert (fact.who.phone, fact.who.name) == ("33612345678", "Lucas Moreau")
    assert fact.who.user_id == "FR.13491208655302741918"
    assert fact.number_id == "106540352242922"
    assert fact.quotes == "wamid.QUOTED"
    assert not fact.forwarded


def test_files_come_with_where_the_platform_keeps_them() -> None:
    image = messages()["wamid.IMAGE"]
    assert isinstance(image.body, Media)
    assert (image.body.media, image.body.caption) == (MediaKind.IMAGE, "The corner")
    assert image.media is not None
    assert image.media.platform_id == "1003383421387256"
    voice = body("VOICE")
    assert isinstance(voice, Media)
    assert voice.voice
    assert voice.mime == "audio/ogg"
    document = body("DOC")
    assert isinstance(document, Media)
    assert document.name == "invoice.pdf"
    sticker = body("STICKER")
    assert isinstance(sticker, Media)
    assert sticker.animated


def test_every_other_kind_is_read() -> None:
    assert body("PLACE") == Location(latitude=48.8584, longitude=2.2945, name="Home")
    cards = body("CARD")
    assert isinstance(cards, Contacts)
    assert cards.cards[0].phones == ("+351 912 345 678",)
    assert body("TAP") == Choice(title="Reply", choice_id="REPLY")
    assert body("PICK") == Choice(title="Friday", choice_id="slot-2", description="9 to 12")
    order = body("ORDER")
    assert isinstance(order, Order)
    assert order.lines[0].price == 499.5


def test_a_form_is_shown_as_lines_even_if_its_answer_is_no_object() -> None:
    form = body("FLOW")
    assert isinstance(form, Form)
    assert form.lines == (("Street name", "Rue de Rivoli"), ("Floor", "3"))
    assert body("FLOWLIST") == Form(title="Sent", lines=(("Answer", "1, 2"),))


def test_what_cannot_be_shown_becomes_a_notice_with_a_ready_request() -> None:
    poll = body("POLL")
    assert isinstance(poll, Unsupported)
    assert (poll.what, poll.title) == ("poll_creation", "sent a poll")
    assert poll.request
    large = body("LARGE")
    assert isinstance(large, Unsupported)
    assert "too large" in large.title
    for hollow in (body("HOLLOW"), body("NEWKIND")):
        assert isinstance(hollow, Unsupported)
        assert hollow.explanation


def test_forwards_ads_and_reactions_are_told() -> None:
    assert messages()["wamid.PASSED"].forwarded
    assert messages()["wamid.AD"].came_by == "the ad “Solvik sofa”"
    reactions = [
        f for f in webhooks.read(golden("messages.json")) if isinstance(f, ReactionReceived)
    ]
    assert [(one.target, one.emoji) for one in reactions] == [
        ("wamid.OURS", "❤️"),
        ("wamid.OURS", ""),
    ]


def test_a_changed_number_is_a_change_of_identity() -> None:
    (changed,) = [
        f for f in webhooks.read(golden("messages.json")) if isinstance(f, IdentityChanged)
    ]
    assert (changed.former.phone, changed.present.phone) == ("33612345678", "33699999999")


def test_statuses_come_with_our_id_the_error_and_the_price() -> None:
    facts = webhooks.read(golden("statuses.json"))
    told = [fact for fact in facts if isinstance(fact, StatusReported)]
    assert [one.status for one in told] == [
        Delivery.SENT,
        Delivery.DELIVERED,
        Delivery.READ,
        Delivery.FAILED,
    ]
    assert told[0].message_id == "ours-1"
    price = told[0].price
    assert price is not None
    assert (price.model, price.category, price.type) == ("PMP", "service", "regular")
    assert price.is_paid
    assert told[1].price is None
    assert (told[3].code, told[3].detail) == (131047, "More than 24 hours have passed.")
    assert [type(fact) for fact in facts[4:]] == [Noted, PaymentReported]


def test_a_customer_without_a_number_is_found_by_user_id_not_by_place() -> None:
    fact = messages("numberless.json")["wamid.NONUM"]
    assert fact.who.phone == ""
    assert fact.who.user_id == "NL.77123456789012345678"
    assert (fact.who.name, fact.who.username) == ("Sanne", "sanne.v")
    changed = webhooks.read(golden("numberless.json"))[-1]
    assert isinstance(changed, IdentityChanged)
    assert (changed.former.user_id, changed.present.user_id) == (fact.who.user_id, "NL.88")


def of(kind: type[Fact]) -> list[Any]:
    facts = webhooks.read(golden("other_fields.json"))
    return [fact for fact in facts if isinstance(fact, kind)]


def test_calls_preferences_and_handovers_are_told() -> None:
    rings, over = of(CallReceived)
    assert not rings.over
    assert (over.answered, over.duration_s) == (True, 12)
    (preference,) = of(PreferenceChanged)
    assert not preference.wants_offers
    (passed,) = of(ThreadPassed)
    assert (passed.who.phone, passed.holder) == ("33612345678", "ai agent")


def test_templates_and_numbers_are_told_in_words() -> None:
    (template,) = of(TemplateChanged)
    assert (template.name, template.language, template.event) == (
        "claim_update",
        "en",
        "PAUSED",
    )
    quality, account = of(NumberChanged)
    assert "TIER_2K" in quality.words
    assert not quality.stops_sending
    assert account.stops_sending


def test_copies_are_marked_so_that_no_session_opens() -> None:
    copies = {fact.platform_id: fact.copy for fact in of(MessageReceived)}
    assert copies == {
        "wamid.STANDBY": Copy.STANDBY,
        "wamid.ECHO": Copy.ECHO,
        "wamid.OLD": Copy.HISTORY,
        "wamid.OLDOURS": Copy.OLD_ECHO,
    }


def test_a_history_that_its_owner_does_not_share_is_told_to_administrators() -> None:
    declined = {"code": 2593109, "title": "Declined", "error_data": {"details": "Not shared"}}
    value = {"metadata": {"phone_number_id": "1"}, "history": [{"errors": [declined]}]}
    body = {"entry": [{"id": "w", "changes": [{"field": "history", "value": value}]}]}
    told = webhooks.read(json.dumps(body).encode())
    (notice,) = [one for one in told if isinstance(one, NumberChanged)]
    assert "declined to share" in notice.words
    assert not notice.stops_sending


def enveloped(*told: object) -> bytes:
    value = {"metadata": {"phone_number_id": "1"}, "messages": list(told)}
    change = {"field": "messages", "value": value}
    return json.dumps({"entry": [{"id": "w", "changes": [change]}]}).encode()


def text_of(wamid: str, words: str = "Hi", **more: object) -> dict[str, object]:
    return {"from": "1", "id": wamid, "type": "text", "text": {"body": words}, **more}


def test_one_bad_element_does_not_hide_the_others() -> None:
    bad: list[object] = [None, 3, [], {}, {"type": "text"}, {"id": "x", "from": {}, "type": []}]
    facts = webhooks.read(enveloped(text_of("a"), *bad, text_of("b")))
    good = [fact.platform_id for fact in facts if isinstance(fact, MessageReceived)]
    assert good == ["a", "b"]
    assert sum(isinstance(fact, Unreadable) for fact in facts) == len(bad)


@pytest.mark.parametrize("odd", [{}, [], "true", 1, None])
def test_an_odd_mark_of_forwarding_does_not_lose_the_message(odd: object) -> None:
    told = text_of("a") | {"context": {"forwarded": odd, "frequently_forwarded": odd}}
    (fact,) = webhooks.read(enveloped(told))
    assert isinstance(fact, MessageReceived)
    assert not fact.forwarded


def test_a_time_that_is_no_number_leaves_the_time_open() -> None:
    for odd in ("soon", "", None, -5, 10**30, "9" * 400):
        (fact,) = webhooks.read(enveloped(text_of("a", timestamp=odd)))
        assert isinstance(fact, MessageReceived)
        assert fact.at is None


def test_text_that_databases_refuse_is_cleaned() -> None:
    raw = enveloped(text_of("a", "X")).replace(b'"X"', b'"a\\u0000b\\ud800c\\ud83d\\ude00"')
    (fact,) = webhooks.read(raw)
    assert isinstance(fact, MessageReceived)
    assert fact.body == Text(text="ab\ufffdc😀")


def test_a_user_id_in_place_of_the_number_is_not_taken_for_one() -> None:
    (fact,) = webhooks.read(
        enveloped({**text_of("a"), "from": "FR.123", "from_user_id": "FR.123"})
    )
    assert isinstance(fact, MessageReceived)
    assert (fact.who.phone, fact.who.user_id) == ("", "FR.123")


@pytest.mark.parametrize("raw", [b"", b"[", b"[]", b"{}", b"null", b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_body_at_all_is_one_unreadable_fact(raw: bytes) -> None:
    (fact,) = webhooks.read(raw)
    assert isinstance(fact, Unreadable)


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=[]), max_size=8)
)
NAMES = [
    "body",
    "button_reply",
    "calls",
    "category",
    "changes",
    "code",
    "contacts",
    "context",
    "current",
    "entry",
    "errors",
    "event",
    "field",
    "from",
    "history",
    "id",
    "interactive",
    "latitude",
    "location",
    "longitude",
    "message_id",
    "messages",
    "metadata",
    "name",
    "nfm_reply",
    "object",
    "order",
    "phone_number_id",
    "previous",
    "pricing",
    "product_items",
    "profile",
    "reaction",
    "recipient_id",
    "referral",
    "response_json",
    "standby",
    "status",
    "statuses",
    "system",
    "text",
    "threads",
    "timestamp",
    "type",
    "user_id",
    "user_id_update",
    "user_preferences",
    "value",
    "wa_id",
]
VALUES = st.sampled_from([*webhooks._FIELDS, *NAMES, "image", "sent", "failed", "list_reply"])
trees = st.recursive(
    scalars | VALUES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=3), inner, max_size=6)
    ),
    max_leaves=25,
)


@settings(max_examples=200, deadline=None)
@given(field=st.sampled_from(sorted(webhooks._FIELDS)), value=trees)
def test_no_json_makes_the_reader_raise(field: str, value: object) -> None:
    body = {"entry": [{"id": "w", "changes": [{"field": field, "value": value}]}, value]}
    for fact in webhooks.read(json.dumps(body).encode("utf-8", "surrogatepass")):
        assert isinstance(fact, Fact)


@settings(max_examples=60, deadline=None)
@given(messages=st.lists(trees, max_size=4))
def test_good_messages_survive_any_neighbours(messages: list[object]) -> None:
    facts = webhooks.read(enveloped(text_of("a"), *messages, text_of("b")))
    good = [fact.platform_id for fact in facts if isinstance(fact, MessageReceived)]
    assert good[0] == "a"
    assert good[-1] == "b"


@pytest.mark.parametrize(("code", "stops"), [(131042, True), (131026, False), (999_123, False)])
def test_an_error_of_the_account_stops_its_number_if_it_is_one_of_the_number(
    code: int, stops: bool
) -> None:
    error = {"code": code, "title": "x", "error_data": {"details": "Something is wrong"}}
    value = {"metadata": {"phone_number_id": "1"}, "errors": [error]}
    change = {"field": "messages", "value": value}
    entry = {"object": "whatsapp_business_account", "entry": [{"id": "2", "changes": [change]}]}
    [told] = webhooks.read(json.dumps(entry).encode())
    assert isinstance(told, NumberChanged)
    assert (told.number_id, told.stops_sending) == ("1", stops)
    said = "Meta reports a billing problem." if stops else f"WhatsApp reports error {code}: "
    assert told.words.startswith(said)
