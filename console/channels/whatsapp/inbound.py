"""Inbound: one message element as a message, a reaction or a change of identity."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace

from console.channels.whatsapp.contents import body_of, media_of
from console.channels.whatsapp.elements import Element, moment, part, parts, text
from console.channels.whatsapp.facts import (
    Copy,
    Fact,
    IdentityChanged,
    IdentityKeyChanged,
    MessageDeleted,
    MessageReceived,
    Noted,
    ReactionReceived,
    Unreadable,
    Who,
)
from console.domain.delivery import Delivery
from console.domain.ids import PlatformId

#: What the platform calls how far a message of ours has come.
STATUSES = {
    "sent": Delivery.SENT,
    "delivered": Delivery.DELIVERED,
    "read": Delivery.READ,
    "played": Delivery.PLAYED,
    "failed": Delivery.FAILED,
}
_IGNORED = frozenset({"request_welcome"})


class People:
    """The contacts that came along, found by user id, then by number; never by place.

    Source: WhatsApp, "Business-scoped user ids": contacts and messages share no order.
    """

    def __init__(self, value: Element) -> None:
        self._contacts = list(parts(value, "contacts"))

    def who(self, phone: str, user_id: str, parent_user_id: str = "") -> Who:
        """Everything known of a customer."""
        contact = self._find("user_id", user_id) or self._find("wa_id", digits(phone)) or {}
        profile = part(contact, "profile")
        return Who(
            phone=digits(text(contact, "wa_id") or phone),
            user_id=user_id or text(contact, "user_id"),
            parent_user_id=parent_user_id or text(contact, "parent_user_id"),
            username=text(profile, "username"),
            name=text(profile, "name").strip(),
        )

    def _find(self, key: str, value: str) -> Element | None:
        if not value:
            return None
        return next((one for one in self._contacts if text(one, key) == value), None)


def digits(phone: str) -> str:
    """The digits of a number; empty for what is no number, such as a user id."""
    bare = "".join(mark for mark in phone if mark not in "+-() .\u00a0")
    return bare if bare.isascii() and bare.isdigit() else ""


def message(
    element: Element, number_id: str, people: People, copy: Copy = Copy.LIVE
) -> Iterator[Fact]:
    """The fact told by one element of `messages`."""
    who = people.who(
        text(element, "from"),
        text(element, "from_user_id"),
        text(element, "from_parent_user_id"),
    )
    kind = text(element, "type")
    if kind in _IGNORED:
        yield Noted(about=kind)
    elif kind == "system":
        yield _system(element, number_id, who)
    elif not text(element, "id") or not who.is_known:
        yield Unreadable(place="message", problem="it has no id or no sender")
    elif kind == "reaction" and part(element, "reaction"):
        yield _reaction(element, number_id, who, copy)
    elif kind == "edit" and _edited(element):
        yield replace(_message(_edited(element), number_id, who, copy), is_edit=True)
    elif kind == "revoke" and text(part(element, "revoke"), "original_message_id"):
        yield _deletion(element, number_id, who, copy)
    else:
        yield _message(element, number_id, who, copy)


def echo(element: Element, number_id: str) -> Iterator[Fact]:
    """What a person of the business wrote on its phone."""
    who = Who(phone=digits(text(element, "to")), user_id=text(element, "to_user_id"))
    known, kind = text(element, "id") and who.is_known, text(element, "type")
    if known and kind == "edit" and _edited(element):
        yield replace(_message(_edited(element), number_id, who, Copy.ECHO), is_edit=True)
    elif known and text(part(element, "revoke"), "original_message_id"):
        yield _deletion(element, number_id, who, Copy.ECHO)
    elif not known or kind in {"reaction", "edit", "revoke"}:
        yield Noted(about="echo")
    else:
        yield _message(element, number_id, who, Copy.ECHO)


def old(element: Element, number_id: str, customer: str, ours: str) -> Iterator[Fact]:
    """A message from before the number was connected, the customer's or one of our own."""
    sender, named = digits(text(element, "from")), digits(customer)
    who = Who(phone=named or sender)
    is_ours = sender == digits(ours) or (bool(named) and sender != named)
    is_line = text(element, "type") not in {"reaction", "system", "edit", "revoke"}
    if not is_line or not who.is_known or not text(element, "id"):
        yield Noted(about="history")
    elif is_ours:
        reached = text(part(element, "history_context"), "status").lower()
        state = STATUSES.get(reached, Delivery.SENT)
        yield replace(_message(element, number_id, who, Copy.OLD_ECHO), state=state)
    else:
        yield _message(element, number_id, who, Copy.HISTORY)


def _message(element: Element, number_id: str, who: Who, copy: Copy) -> MessageReceived:
    context = part(element, "context")
    often = context.get("frequently_forwarded") is True
    return MessageReceived(
        number_id=number_id,
        who=who,
        platform_id=PlatformId(text(element, "id")),
        at=moment(element),
        body=body_of(element),
        media=media_of(element),
        quotes=text(context, "id"),
        forwarded=often or context.get("forwarded") is True,
        often_forwarded=often,
        came_by=_came_by(element),
        by_ad=bool(part(element, "referral")),
        group_id=text(element, "group_id"),
        copy=copy,
    )


def _edited(element: Element) -> Element:
    """An edit as a message with the new words that quotes the old ones; empty if it has none.

    The old words stay in the transcript: they may have been answered already.
    """
    edit = part(element, "edit")
    content, original = part(edit, "message"), text(edit, "original_message_id")
    if not original or not text(content, "type"):
        return {}
    context = {**part(content, "context"), "id": original}
    return {**element, **content, "id": element["id"], "context": context}


def _deletion(element: Element, number_id: str, who: Who, copy: Copy) -> MessageDeleted:
    return MessageDeleted(
        number_id=number_id,
        who=who,
        platform_id=PlatformId(text(element, "id")),
        at=moment(element),
        target=PlatformId(text(part(element, "revoke"), "original_message_id")),
        group_id=text(element, "group_id"),
        copy=copy,
    )


def _reaction(element: Element, number_id: str, who: Who, copy: Copy) -> ReactionReceived:
    reaction = part(element, "reaction")
    return ReactionReceived(
        number_id=number_id,
        who=who,
        platform_id=PlatformId(text(element, "id")),
        at=moment(element),
        target=PlatformId(text(reaction, "message_id")),
        emoji=text(reaction, "emoji"),
        group_id=text(element, "group_id"),
        copy=copy,
    )


def _came_by(element: Element) -> str:
    referral = part(element, "referral")
    if referral:
        what = "post" if text(referral, "source_type") == "post" else "ad"
        title = text(referral, "headline") or text(referral, "body")
        return f"the {what} “{title}”" if title else f"an {what}" if what == "ad" else "a post"
    product = part(part(element, "context"), "referred_product")
    name = text(product, "product_retailer_id")
    return f"the product {name}" if name else ""


def _system(element: Element, number_id: str, who: Who) -> Fact:
    system = part(element, "system")
    number = text(system, "wa_id") or text(system, "new_wa_id")
    kind = text(system, "type")
    present = Who(
        phone=digits(number or text(system, "customer")),
        user_id=text(system, "user_id"),
        parent_user_id=text(system, "parent_user_id"),
    )
    seen = text(element, "id") or json.dumps(element, sort_keys=True)
    key = hashlib.sha256(seen.encode()).hexdigest()
    if kind.endswith("identity_changed") and who.is_known:
        return IdentityKeyChanged(number_id=number_id, key=key, who=who, at=moment(element))
    if not kind.endswith(("changed_number", "changed_user_id")) or not present.is_known:
        return Noted(about=kind or "system")
    former = Who(phone=who.phone, user_id=who.user_id or text(system, "previous_user_id"))
    return IdentityChanged(
        number_id=number_id,
        key=key,
        former=former,
        present=present,
        at=moment(element),
    )
