"""Webhooks: one body of Meta's as the list of facts it tells; never raises, loses nothing."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from console.channels.whatsapp import account, inbound, reports, standby, template_webhooks
from console.channels.whatsapp.elements import Element, items, moment, parsed, part, text
from console.channels.whatsapp.facts import Copy, Fact, Noted, NumberChanged, Unreadable


@dataclass(frozen=True, slots=True)
class _Change:
    waba_id: str
    field: str
    value: Element
    place: str
    at: datetime | None = None

    @property
    def key(self) -> str:
        """What tells a repeated change that carries no id of its own."""
        whole = json.dumps([self.field, self.waba_id, self.value], sort_keys=True)
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def number_id(self) -> str:
        return text(part(self.value, "metadata"), "phone_number_id")


def read(raw: bytes) -> list[Fact]:
    """Everything a webhook body tells, in its order; one bad part never hides the others."""
    try:
        body = parsed(raw)
    except (ValueError, RecursionError) as error:
        return [Unreadable(place="body", problem=f"not JSON: {type(error).__name__}")]
    if not isinstance(body, dict) or not isinstance(body.get("entry"), list):
        return [Unreadable(place="body", problem="no list of entries")]
    return [fact for change in _changes(body) for fact in _facts(change)]


def _changes(body: Element) -> Iterator[_Change | Unreadable]:
    for at, entry in enumerate(items(body, "entry")):
        place = f"entry {at}"
        if not isinstance(entry, dict) or not isinstance(entry.get("changes"), list):
            yield Unreadable(place=place, problem="no list of changes")
            continue
        for nth, change in enumerate(entry["changes"]):
            inner = f"{place}, change {nth}"
            if not isinstance(change, dict) or not isinstance(change.get("value"), dict):
                yield Unreadable(place=inner, problem="no value")
                continue
            subject, told_at = text(change, "field"), moment(entry, "time")
            yield _Change(text(entry, "id"), subject, change["value"], inner, told_at)


def _facts(change: _Change | Unreadable) -> Iterator[Fact]:
    if isinstance(change, Unreadable):
        yield change
        return
    try:
        yield from list(_FIELDS.get(change.field, _unknown)(change))
    except RecursionError:
        yield Unreadable(place=change.place, problem="nested too deeply")


def _each(
    change: _Change,
    element: Element,
    array: str,
    read_one: Callable[[Element], Iterator[Fact]],
) -> Iterator[Fact]:
    """The facts of every element; one that breaks its reader is told as unreadable."""
    for nth, one in enumerate(items(element, array)):
        place = f"{change.place}, {array} {nth}"
        if not isinstance(one, dict):
            yield Unreadable(place=place, problem="not an object")
            continue
        try:
            yield from list(read_one(one))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            yield Unreadable(place=place, problem=f"{type(error).__name__} in {array}")


def _messages(change: _Change) -> Iterator[Fact]:
    value, number_id = change.value, change.number_id
    people = inbound.People(value)
    yield from _each(
        change, value, "messages", lambda one: inbound.message(one, number_id, people)
    )
    yield from _each(
        change, value, "statuses", lambda one: reports.status(one, number_id, people)
    )
    yield from _each(
        change, value, "errors", lambda one: account.error(one, number_id, change.key)
    )
    yield from (Noted(about="user action") for _ in items(value, "user_actions"))


def _standby(change: _Change) -> Iterator[Fact]:
    value, number_id = part(change.value, "standby"), change.number_id
    people = inbound.People(value)
    yield from _each(
        change,
        value,
        "messages",
        lambda one: inbound.message(one, number_id, people, Copy.STANDBY),
    )
    yield from _each(change, value, "message_echoes", lambda one: standby.echo(one, number_id))
    yield Noted(about="standby")


def _echoes(change: _Change) -> Iterator[Fact]:
    yield from _each(
        change, change.value, "message_echoes", lambda one: inbound.echo(one, change.number_id)
    )


def _unshared(error: Element, change: _Change) -> Iterator[Fact]:
    """Why there is no history: worth knowing, and no reason to stop sending."""
    for fact in account.error(error, change.number_id, change.key):
        yield replace(fact, stops_sending=False) if isinstance(fact, NumberChanged) else fact


def _history(change: _Change) -> Iterator[Fact]:
    for chunk in items(change.value, "history"):
        if isinstance(chunk, dict):  # the number's owner may have declined to share it
            yield from _each(
                change,
                chunk,
                "errors",
                lambda one: _unshared(one, change),
            )
    ours = text(part(change.value, "metadata"), "display_phone_number")
    for chunk in items(change.value, "history"):
        for thread in items(chunk, "threads") if isinstance(chunk, dict) else []:
            if isinstance(thread, dict):
                customer = text(thread, "id")
                yield from _each(
                    change,
                    thread,
                    "messages",
                    lambda one, customer=customer: inbound.old(  # type: ignore[misc]
                        one, change.number_id, customer, ours
                    ),
                )
    yield Noted(about="history")


def _calls(change: _Change) -> Iterator[Fact]:
    people = inbound.People(change.value)
    yield from _each(
        change, change.value, "calls", lambda one: reports.call(one, change.number_id, people)
    )


def _preferences(change: _Change) -> Iterator[Fact]:
    people = inbound.People(change.value)
    yield from _each(
        change,
        change.value,
        "user_preferences",
        lambda one: reports.preference(one, change.number_id, change.key, people),
    )


def _user_ids(change: _Change) -> Iterator[Fact]:
    yield from _each(
        change,
        change.value,
        "user_id_update",
        lambda one: reports.user_id(one, change.number_id, change.key),
    )


def _handover(change: _Change) -> Iterator[Fact]:
    yield reports.handover(change.value, change.key)


def _template(change: _Change) -> Iterator[Fact]:
    yield template_webhooks.fact(change.value, change.waba_id, change.field, change.at)


def _account(change: _Change) -> Iterator[Fact]:
    yield account.notice(change.value, change.waba_id, change.field, change.key)


def _unknown(change: _Change) -> Iterator[Fact]:
    yield Noted(about=change.field or "a change without a field")


_FIELDS: dict[str, Callable[[_Change], Iterator[Fact]]] = {
    "messages": _messages,
    "standby": _standby,
    "smb_message_echoes": _echoes,
    "history": _history,
    "calls": _calls,
    "user_preferences": _preferences,
    "user_id_update": _user_ids,
    "messaging_handovers": _handover,
    **dict.fromkeys(template_webhooks.FIELDS, _template),
    **dict.fromkeys(account.NOTICE_FIELDS, _account),
}
