"""Words and tones of a message's delivery ledger: pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from console.domain.charges import Charged
from console.domain.delivery import NOT_SENT, REACHED_CUSTOMER, Delivery
from console.domain.prices import Price
from console.domain.texts import N_, _, kept
from console.ui.amounts import free_words
from console.ui.amounts import price as price_of_one
from console.ui.titles import moment
from console.wire.ledger import LedgerView, NextTry, Tried

#: WhatsApp gives a message up after 30 days, and tells nobody.
_DROPPED_AFTER = timedelta(days=31)
_OUTCOMES = {
    "accepted": (N_("Taken in by WhatsApp"), "good"),
    "retry": (N_("Not processed, to be tried again"), "muted"),
    "unknown": (N_("No clear answer"), "warning"),
    "failed": (N_("Refused"), "danger"),
    "channel": (N_("The number was out of order"), "warning"),
}
_CATEGORIES = {
    "service": N_("Service"),
    "utility": N_("Utility"),
    "marketing": N_("Marketing"),
    "marketing_lite": N_("Marketing"),
    "authentication": N_("Login code"),
    "authentication-international": N_("Login code abroad"),
    "authentication_international": N_("Login code abroad"),
    "referral_conversion": N_("Customer came by an ad"),
}
_FREE = {
    "free_customer_service": N_("free of charge: an answer to the customer"),
    "free_entry_point": N_("free of charge: the customer came by an ad"),
}
_STANDS = {
    Delivery.QUEUED: N_("It waits at this desk for the connection."),
    Delivery.ACCEPTED_BY_HUB: N_("It waits at the hub and goes in its turn."),
    Delivery.SENDING: N_("The hub is handing it to WhatsApp."),
    Delivery.DELIVERED: N_(
        "It is on the customer’s phone. Whether they read it is told only if they allow it."
    ),
    Delivery.READ: N_("The customer has read it."),
    Delivery.PLAYED: N_("The customer has listened to it."),
    Delivery.CANCELED: N_("It was withdrawn before it was sent."),
    Delivery.RETURNED: N_("It was not sent and went back to its author."),
}
_ON_ITS_WAY = N_(
    "WhatsApp has it and hasn’t told of its arrival yet. That is no fault: the phone may be "
    "off, and WhatsApp keeps a message for up to 30 days."
)
_DROPPED = N_(
    "WhatsApp hasn’t told of its arrival in 30 days and has given it up by now. Send it anew "
    "if it is still wanted."
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: what, when, more about it, and good, muted, warning, danger."""

    words: str
    at: datetime
    detail: str = ""
    tone: str = "muted"


@dataclass(frozen=True, slots=True)
class Standing:
    """How the message stands: a title, a sentence, what next, and info, warning, danger."""

    title: str
    words: str
    tone: str


def story(ledger: LedgerView, author: str) -> list[Line]:
    """What happened, in order."""
    written = _("Written by {name}").format(name=author) if author else _("Written")
    lines = [Line(written, ledger.written_at), *tries(ledger), *_reports(ledger)]
    return sorted(lines, key=lambda line: line.at)


def tries(ledger: LedgerView) -> Iterator[Line]:
    """The attempts, in order; what a status said later of the last one is no part of it."""
    for tried in ledger.attempts:
        told_later = tried.outcome == "failed" and ledger.failed_at is not None
        if told_later and tried is ledger.attempts[-1]:
            words, tone = _OUTCOMES["accepted"]
            yield Line(_(words), tried.ended_at or tried.started_at, "", tone)
            continue
        words, tone = _OUTCOMES.get(tried.outcome, (N_("Without an outcome yet"), "muted"))
        at = tried.ended_at or tried.started_at
        yield Line(_(words), at, _about(tried), tone)


def _about(tried: Tried) -> str:
    """Why, and last the code with Meta's own words."""
    code = _("Meta code {code}").format(code=tried.code) if tried.code else ""
    own = " · ".join(filter(None, (code, kept(tried.detail))))
    return "\n".join(filter(None, (kept(tried.why, code=tried.code), own)))


def _reports(ledger: LedgerView) -> Iterator[Line]:
    told = (
        (_("Sent"), ledger.sent_at),
        (_("Delivered"), ledger.delivered_at),
        (_("Read"), ledger.read_at),
        (_("Listened to"), ledger.played_at),
    )
    yield from (Line(words, at, tone="good") for words, at in told if at is not None)
    if ledger.failed_at is None:
        return
    if ledger.state in REACHED_CUSTOMER:
        words = _("One of the customer’s devices did not get it")
        yield Line(words, ledger.failed_at)
        return
    last = ledger.attempts[-1] if ledger.attempts else None
    about = _about(last) if last is not None else ""
    yield Line(_("Reported as not delivered"), ledger.failed_at, about, "danger")


def standing(ledger: LedgerView, now: datetime) -> Standing:
    """How it stands, why, and what next."""
    title = _(TITLES[ledger.state])
    if ledger.trouble:
        grave = ledger.state not in {Delivery.RETRYING, Delivery.ACCEPTED_BY_HUB}
        unclear = ledger.state is Delivery.UNKNOWN
        words = kept(ledger.trouble, code=ledger.code)
        words = " ".join(filter(None, (words, _next_words(ledger, now))))
        return Standing(title, words, "danger" if grave and not unclear else "warning")
    if ledger.state in {Delivery.ACCEPTED, Delivery.SENT}:
        since = ledger.sent_at or ledger.written_at
        return Standing(
            title, _(_DROPPED if now - since > _DROPPED_AFTER else _ON_ITS_WAY), "info"
        )
    words = _(_STANDS.get(ledger.state, ""))
    return Standing(title, " ".join(filter(None, (words, _next_words(ledger, now)))), "info")


TITLES = {
    Delivery.QUEUED: N_("Waiting"),
    Delivery.ACCEPTED_BY_HUB: N_("Waiting"),
    Delivery.SENDING: N_("On its way"),
    Delivery.RETRYING: N_("Delayed"),
    Delivery.UNKNOWN: N_("Not confirmed"),
    Delivery.ACCEPTED: N_("Sent"),
    Delivery.SENT: N_("Sent"),
    Delivery.DELIVERED: N_("Delivered"),
    Delivery.READ: N_("Read"),
    Delivery.PLAYED: N_("Listened to"),
    Delivery.FAILED: N_("Failed"),
    Delivery.DEAD: N_("Given up"),
    Delivery.EXPIRED: N_("Not sent in time"),
    Delivery.CANCELED: N_("Withdrawn"),
    Delivery.RETURNED: N_("Returned"),
}


def _next_words(ledger: LedgerView, now: datetime) -> str:
    at = moment(ledger.next_at, now) if ledger.next_at is not None else ""
    if ledger.next_try is NextTry.BY_ITSELF and at:
        return _("The next try is at {time}.").format(time=at)
    if ledger.next_try is NextTry.LATER and at:
        return _("It may be sent again from {time}.").format(time=at)
    return ""


def act_of(ledger: LedgerView) -> tuple[str, str]:
    """What the rep can do here and now: the name of the act and its label; empty if nothing."""
    if ledger.state is Delivery.RETRYING and ledger.next_at is not None:
        return "try_now", _("Try now")
    if ledger.next_try in {NextTry.NOW, NextTry.MAY_COME_TWICE}:
        return "send_again", _("Send again")
    return "", ""


def price_words(ledger: LedgerView) -> str:
    """What it costs: "Utility · charged per message · 0.0034 USD"."""
    price = ledger.price
    if ledger.state in NOT_SENT:
        return _("Nothing is charged, because it was not delivered")
    if price is None:
        return _expected(ledger.cost)
    category = _(_CATEGORIES.get(price.category, price.category.replace("_", " ")))
    cost = price.cost or _counted(ledger.cost)
    return " · ".join(filter(None, (category, _charge(price), cost)))


def _expected(cost: Charged | None) -> str:
    """What we reckon with until the platform tells."""
    told = _("WhatsApp hasn’t told yet")
    if cost is None:
        return told
    reckoned = _counted(cost) or (free_words(cost.free) if cost.free else "")
    return f"{told} · {reckoned}" if reckoned else told


def _counted(cost: Charged | None) -> str:
    if cost is None or cost.free is not None or cost.price is None:
        return ""
    return price_of_one(cost.price, cost.currency)


def _charge(price: Price) -> str:
    if price.is_paid is None:
        return price.type.replace("_", " ")
    if not price.is_paid:
        return _(_FREE.get(price.type, N_("free of charge")))
    by_conversation = price.model == "CBP"
    return _("charged per conversation") if by_conversation else _("charged per message")


def spoken(lines: Iterable[Line], now: datetime) -> str:
    """The lines as text, for a screen reader and for copying."""
    return "\n".join(
        " · ".join(filter(None, (moment(line.at, now), line.words, line.detail)))
        for line in lines
    )
