"""Grammar: whole webhooks of every field, as Meta would write them."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.fuzz.messages import ACTION, ERROR, PAYMENT, REFERRAL, STATUS, message
from tests.fuzz.shapes import drawn
from tests.fuzz.values import (
    NAMES,
    PEOPLE,
    digits,
    number,
    phone,
    seconds,
    user_id,
    words,
)
from tests.given import NUMBER_ID, WABA_ID

META = {"display_phone_number": "31201234567", "phone_number_id": NUMBER_ID}
HEAD = {"messaging_product": "whatsapp", "metadata": META}
TEMPLATE = {
    "message_template_id": number(10**15),
    "message_template_name": words,
    "message_template_language": ("en", "nl", "en_US"),
}
HANDED = {
    "previous_owner_app_id?": digits(10**15),
    "new_owner_app_id?": digits(10**15),
    "new_owner_role?": ("ai_agent", "marketing", "customer_service"),
    "metadata?": words,
}
ACCOUNT: dict[str, Any] = {
    "message_template_status_update": TEMPLATE
    | {
        "event": ("APPROVED", "REJECTED", "PAUSED", "DISABLED", "PENDING_DELETION", "NEW"),
        "reason": ("NONE", "SCAM", None),
        "disable_info?": {"disable_date": seconds},
        "other_info?": {"title": "FIRST_PAUSE", "description": words},
    },
    "message_template_quality_update": TEMPLATE
    | {"previous_quality_score": "GREEN", "new_quality_score": ("YELLOW", "RED")},
    "message_template_components_update": TEMPLATE | {"message_template_element": words},
    "template_category_update": TEMPLATE | {"new_category": "MARKETING"},
    "template_correct_category_detection": TEMPLATE | {"correct_category": "MARKETING"},
    "phone_number_quality_update": {
        "display_phone_number": "31201234567",
        "event": ("ONBOARDING", "FLAGGED", "DOWNGRADE"),
        "current_limit?": ("TIER_50", "TIER_UNLIMITED"),
        "max_daily_conversations_per_business": ("TIER_2K", 2000, -1),
    },
    "business_capability_update": {
        "max_daily_conversations_per_business?": ("TIER_250", 2000),
        "max_daily_conversation_per_phone?": -1,
    },
    "phone_number_name_update": {
        "display_phone_number": "31201234567",
        "decision": ("APPROVED", "REJECTED"),
        "requested_verified_name": NAMES,
    },
    "account_update": (
        {"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": words}},
        {
            "event": "ACCOUNT_RESTRICTION",
            "restriction_info": [
                {
                    "restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING",
                    "expiration": seconds,
                }
            ],
        },
        {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": ("DISABLE", "REINSTATE")}},
        {"event": "PARTNER_ADDED", "waba_info": {"waba_id": WABA_ID, "owner_business_id": "1"}},
        {"event": ("ACCOUNT_DELETED", "VERIFIED_ACCOUNT", "NEW_IN_2027")},
    ),
    "account_alerts": {
        "entity_type": "BUSINESS",
        "alert_info": {"alert_severity": "CRITICAL", "alert_type": "OBA_APPROVED"},
    },
    "account_review_update": {"decision": ("APPROVED", "DEFERRED")},
    "security": {"display_phone_number": "31201234567", "event": "PIN_CHANGED"},
    "flows": {"event": "FLOW_STATUS_CHANGE", "message": words},
    "smb_app_state_sync": {"state_sync": [{"type": "contact", "action": "add"}]},
    "group_lifecycle_update": {"groups": [{"group_id": words}]},
    "account_settings_update": {"anything": [words]},
    "new_in_2027": {"anything": [words]},
}


def _people(chance: Random) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The contacts and the senders of up to three people, some with a user id alone."""
    contacts, senders = [], []
    for person in {chance.randrange(PEOPLE) for _ in range(chance.choice((1, 1, 2, 3)))}:
        both = {"wa_id": phone(person), "user_id": user_id(person)}
        if chance.random() < 0.2:
            del both[chance.choice(("wa_id", "user_id"))]
        names = {"wa_id": "from", "user_id": "from_user_id"}
        senders.append({names[key]: value for key, value in both.items()})
        profile = drawn(chance, {"name?": NAMES, "username?": words})
        contacts.append({"profile": profile} | both)
    chance.shuffle(contacts)
    return contacts, senders


def _messages(chance: Random) -> dict[str, Any]:
    contacts, senders = _people(chance)
    count = chance.choice((1, 1, 1, 2, 5))
    told = [chance.choice(senders) | message(chance) for _ in range(count)]
    return HEAD | {"contacts": contacts, "messages": told}


def _standby(chance: Random) -> dict[str, Any]:
    value = _messages(chance)
    copied = {key: value.pop(key) for key in ("contacts", "messages")}
    return value | {"standby": copied | {"message_echoes": [_sent_by_another(chance)]}}


def _sent_by_another(chance: Random) -> dict[str, Any]:
    sent = message(chance)
    echo = {key: sent.pop(key) for key in ("id", "timestamp") if key in sent}
    return echo | {"message": sent | {"to": f"+{phone(chance.randrange(PEOPLE))}"}}


def _echoes(chance: Random) -> dict[str, Any]:
    told = [
        {"from": "31201234567", "to": phone(chance.randrange(PEOPLE))} | message(chance)
        for _ in range(chance.choice((1, 2)))
    ]
    return HEAD | {"message_echoes": told}


def _history(chance: Random) -> dict[str, Any]:
    customer = phone(chance.randrange(PEOPLE))
    told = [
        {"from": chance.choice((customer, "31201234567"))}
        | message(chance)
        | {"history_context": {"status": "READ"}}
        for _ in range(chance.choice((1, 4)))
    ]
    chunk = {"metadata": {"phase": 0}, "threads": [{"id": customer, "messages": told}]}
    return HEAD | {"history": [chunk]}


def _person(chance: Random) -> dict[str, str]:
    person = chance.randrange(PEOPLE)
    return {"wa_id": phone(person), "user_id": user_id(person)}


def _preferences(chance: Random) -> dict[str, Any]:
    told = {
        "category": ("marketing_messages", "other"),
        "value": ("stop", "resume", "signup"),
        "detail": words,
        "timestamp": seconds,
    }
    return HEAD | {"user_preferences": [_person(chance) | drawn(chance, told)]}


def _calls(chance: Random) -> dict[str, Any]:
    told = {
        "id": lambda chance: f"wacid.{chance.randrange(10**6)}",
        "from": phone(chance.randrange(PEOPLE)),
        "to": "31201234567",
        "event": ("connect", "terminate"),
        "timestamp": seconds,
        "direction": ("USER_INITIATED", "BUSINESS_INITIATED"),
        "status?": ("COMPLETED", "FAILED"),
        "start_time?": seconds,
        "duration?": (0, 12, -5, 10**18),
        "session?": {"sdp_type": "offer", "sdp": words},
    }
    return HEAD | {"calls": drawn(chance, [told])}


def _user_ids(chance: Random) -> dict[str, Any]:
    person = chance.randrange(PEOPLE)
    moved = {"previous": user_id(person), "current": f"FR.{chance.getrandbits(60)}"}
    told = {"user_id": moved, "wa_id?": phone(person), "detail": words, "timestamp": seconds}
    return HEAD | {"user_id_update": [drawn(chance, told)]}


def _handover(chance: Random) -> dict[str, Any]:
    kind = chance.choice(("control_passed", "control_taken"))
    return {
        "messaging_product": "whatsapp",
        "sender": {"phone_number": phone(chance.randrange(PEOPLE))},
        "recipient": {"phone_number_id": NUMBER_ID},
        "type": kind,
        "timestamp": seconds(chance),
        kind: drawn(chance, HANDED),
    }


FIELDS: dict[str, Any] = {
    "messages": (
        _messages,
        _messages,
        _messages,
        HEAD | {"statuses": [STATUS]},
        HEAD | {"statuses": [PAYMENT]},
        HEAD | {"errors": [ERROR]},
        HEAD | {"user_actions": [ACTION]},
        HEAD | {"conversation_context": {"type": "summary", "summary": {"text": words}}},
    ),
    "standby": _standby,
    "smb_message_echoes": _echoes,
    "history": _history,
    "user_preferences": _preferences,
    "calls": _calls,
    "user_id_update": _user_ids,
    "messaging_handovers": _handover,
    **ACCOUNT,
}
_MOSTLY = ("messages",) * len(FIELDS)


def change(chance: Random) -> dict[str, Any]:
    """One change of any field; half of them are of `messages`."""
    field = chance.choice((*_MOSTLY, *FIELDS))
    return {"field": field, "value": drawn(chance, FIELDS[field])}


def webhook(chance: Random) -> dict[str, Any]:
    """One whole body, rightly made."""
    entries = [
        {"id": WABA_ID, "changes": [change(chance) for _ in range(chance.choice((1, 1, 2)))]}
        for _ in range(chance.choice((1, 1, 1, 3)))
    ]
    return {"object": "whatsapp_business_account", "entry": entries}


def batch(chance: Random, updates: int) -> dict[str, Any]:
    """One body with so many messages and statuses."""
    value = _messages(chance)
    senders = [{"from": one["from"]} for one in value["messages"] if "from" in one] or [
        {"from": phone(chance.randrange(PEOPLE))}
    ]
    statuses = updates // 2
    value["messages"] = [
        chance.choice(senders) | message(chance) for _ in range(updates - statuses)
    ]
    value["statuses"] = [drawn(chance, STATUS) for _ in range(statuses)]
    entry = {"id": WABA_ID, "changes": [{"field": "messages", "value": value}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def large(chance: Random, size: int) -> dict[str, Any]:
    """One body of about so many bytes: one text, one key or many referrals."""
    value = _messages(chance)
    told = value["messages"][0]
    match chance.randrange(3):
        case 0:
            told |= {"type": "text", "text": {"body": "a😀" * (size // 13)}}
        case 1:
            told["k" * size] = chance.choice((1, "", None))
        case _:
            told["referral"] = drawn(chance, REFERRAL) | {"more": ["x" * 90] * (size // 94)}
    entry = {"id": WABA_ID, "changes": [{"field": "messages", "value": value}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def sentinel(mark: str) -> dict[str, Any]:
    """A plain text of somebody new, which must come through whatever else came."""
    told = {
        "from": phone(10**7 + int(mark.rpartition("-")[2])),
        "id": f"wamid.{mark}",
        "timestamp": "1778760000",
        "type": "text",
        "text": {"body": mark},
    }
    entry = {
        "id": WABA_ID,
        "changes": [{"field": "messages", "value": HEAD | {"messages": [told]}}],
    }
    return {"object": "whatsapp_business_account", "entry": [entry]}
