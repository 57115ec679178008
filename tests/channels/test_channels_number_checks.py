"""What Graph's answers about a number mean, in words and with a next step."""

from datetime import UTC, datetime
from typing import Any

import pytest

from console.channels.whatsapp import number_checks, number_setup
from console.channels.whatsapp.entry_links import chat_link
from console.domain.findings import Finding, Kind

NOW = datetime(2026, 5, 14, 12, tzinfo=UTC)
WELL: dict[str, Any] = {
    "verified_name": "Alder & Finch",
    "name_status": "APPROVED",
    "quality_rating": "GREEN",
    "status": "CONNECTED",
    "code_verification_status": "VERIFIED",
    "is_pin_enabled": True,
    "account_mode": "LIVE",
    "health_status": {"can_send_message": "AVAILABLE"},
    "whatsapp_business_manager_messaging_limit": "TIER_2K",
}


def bad(found: list[Finding]) -> list[tuple[Kind, str]]:
    return [(one.kind, one.what) for one in found if one.kind is not Kind.OK]


def test_a_number_that_is_well_asks_for_nothing() -> None:
    found = list(number_checks.number(WELL))
    assert bad(found) == []
    assert "2,000 customers may be written to first in 24 hours." in [f.what for f in found]


@pytest.mark.parametrize(
    ("changed", "kind", "said"),
    [
        ({"status": "BANNED"}, Kind.TROUBLE, "Meta says that the number is banned."),
        (
            {"code_verification_status": "NOT_VERIFIED"},
            Kind.TROUBLE,
            "isn’t verified by a code",
        ),
        ({"code_verification_status": "UNVERIFIED"}, Kind.TROUBLE, "isn’t verified by a code"),
        ({"is_pin_enabled": False}, Kind.NOTE, "Two-step verification is off"),
        ({"account_mode": "SANDBOX"}, Kind.NOTE, "test number"),
        ({"name_status": "DECLINED"}, Kind.NOTE, "isn’t shown to customers: declined"),
        ({"quality_rating": "YELLOW"}, Kind.NOTE, "Quality: medium."),
        ({"quality_rating": "RED"}, Kind.TROUBLE, "Quality: low."),
    ],
)
def test_what_is_wrong_with_a_number_is_said(
    changed: dict[str, Any], kind: Kind, said: str
) -> None:
    ((found_kind, words),) = bad(list(number_checks.number(WELL | changed)))
    assert found_kind is kind
    assert said in words


def test_a_blocked_payment_is_said_in_metas_words() -> None:
    health = {
        "can_send_message": "BLOCKED",
        "entities": [
            {
                "entity_type": "WABA",
                "errors": [{"error_code": 131042, "error_description": "No payment method."}],
            }
        ],
    }
    ((kind, words),) = bad(list(number_checks.number(WELL | {"health_status": health})))
    assert (kind, words) == (Kind.TROUBLE, "Meta blocks sending: No payment method.")


def told(**data: Any) -> list[Finding]:
    scopes = list(number_checks.SCOPES)
    body = {"data": {"is_valid": True, "scopes": scopes, "expires_at": 0} | data}
    return list(number_checks.token(body, NOW))


def test_a_token_is_looked_at_for_its_scopes_and_its_end() -> None:
    assert bad(told()) == []
    ((kind, words),) = bad(told(scopes=["whatsapp_business_messaging"]))
    assert (kind, words) == (
        Kind.TROUBLE,
        "The access token lacks whatsapp_business_management.",
    )
    soon = int(datetime(2026, 5, 20, tzinfo=UTC).timestamp())
    assert bad(told(expires_at=soon)) == [(Kind.NOTE, "The access token ends on 2026-05-20.")]
    later = int(datetime(2026, 9, 1, tzinfo=UTC).timestamp())
    assert bad(told(expires_at=later)) == []
    assert bad(told(is_valid=False)) == [(Kind.TROUBLE, "The access token isn’t valid.")]


@pytest.mark.parametrize("body", [None, [], {}, {"data": "x"}, {"data": [1]}, "?"])
def test_answers_of_no_known_shape_are_no_crash(body: Any) -> None:
    for reading in (number_checks.number, number_checks.account):
        list(reading(body))
    list(number_checks.subscription(body, ""))
    assert bad(list(number_checks.token(body, NOW)))


def test_an_account_nobody_listens_to_is_trouble_and_a_foreign_callback_a_note() -> None:
    ((kind, words),) = bad(list(number_checks.subscription({"data": []}, "")))
    assert (kind, words.partition(":")[0]) == (
        Kind.TROUBLE, "No app is subscribed to the account",
    )  # fmt: skip
    row = {"override_callback_uri": "https://elsewhere.example/hook"}
    own = "https://hub.example.com/webhooks/whatsapp"
    ((kind, words),) = bad(list(number_checks.subscription({"data": [row]}, own)))
    assert kind is Kind.NOTE
    assert "https://elsewhere.example/hook" in words
    assert bad(list(number_checks.subscription({"data": [row]}, ""))) == []


def test_a_graph_version_is_warned_of_before_it_ends() -> None:
    def kinds(name: str, now: datetime = NOW) -> list[Kind]:
        return [one.kind for one in number_checks.version(name, now)]

    assert kinds("v25.0") == []
    assert kinds("v99.0") == []
    assert kinds("v20.0") == [Kind.TROUBLE]
    assert kinds("v21.0", datetime(2026, 12, 1, tzinfo=UTC)) == [Kind.NOTE]
    assert kinds("v21.0", datetime(2027, 2, 1, tzinfo=UTC)) == [Kind.TROUBLE]


def test_a_chat_link_has_digits_alone_and_its_words_escaped() -> None:
    assert chat_link("+31 85 012-34 56") == "https://wa.me/31850123456"
    assert (
        chat_link("+31 85 012 34 56", "Hello & welcome? Ünal/1")
        == "https://wa.me/31850123456?text=Hello%20%26%20welcome%3F%20%C3%9Cnal%2F1"
    )


def test_without_a_public_address_another_one_at_meta_may_well_be_ours() -> None:
    apps = {"data": [{"override_callback_uri": "https://proxy.example/webhooks/whatsapp"}]}
    ours = "https://hub.example/webhooks/whatsapp"
    assert number_setup.facts(apps=apps).webhooks_here
    assert not number_setup.facts(apps=apps, callback=ours).webhooks_here
    assert not number_setup.facts(apps={"data": []}).webhooks_here
