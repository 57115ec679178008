"""Notifications: whether a customer may be written to first, and when; all reasons at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from console.domain.texts import _, number


class State(StrEnum):
    """Where a notification stands; once it has started, its message says the rest."""

    DRAFT = "draft"
    PLANNED = "planned"
    STARTED = "started"
    REFUSED = "refused"
    CANCELED = "canceled"


class Check(StrEnum):
    """What is looked at, in the order in which people read it."""

    CONSENT = "consent"
    TEMPLATE = "template"
    HOURS = "hours"
    RECIPIENTS = "recipients"
    LIVE = "live"
    CUSTOMER = "customer"
    CREDITS = "credits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The outcome of one check.

    Attributes:
        words: what speaks against it, why and what next; empty if nothing does.
        until: from when on nothing will, where that can be told.
    """

    check: Check
    words: str = ""
    until: datetime | None = None

    @property
    def passed(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.words


@dataclass(frozen=True, slots=True)
class Hours:
    """When customers are written to first, by the clocks where they are.

    The same time twice means that all day is good.
    """

    opens: time = time(8)
    closes: time = time(20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How many customers were written to first in 24 hours, and how many may be.

    Attributes:
        limit: of the business portfolio; None where it isn't known, or there is none.
        frees_at: when the place that is free first will be.
    """

    count: int = 0
    limit: int | None = None
    frees_at: datetime | None = None

    @property
    def is_full(self) -> bool:
        """Whether there is no place for one more."""
        return self.limit is not None and self.count >= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """A session of the customer's that somebody sees to: nobody writes behind their back."""

    session_id: str
    owner: str = ""
    queue: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a notification that is to go at `at`.

    Attributes:
        no_consent: why consent does not cover it, as a clause; empty if it does.
        template: why the template can't be sent, as a sentence; empty if it can.
        counts: it takes a place of the limit: the customer has not been written to first in
            the last 24 hours, and has not written themselves.
        credits: why there is no money for it, as a sentence.
    """

    name: str
    at: datetime
    zones: Sequence[tzinfo]
    hours: Hours = field(default_factory=Hours)
    no_consent: str = ""
    template: str = ""
    live: Live | None = None
    reach: Reach = field(default_factory=Reach)
    counts: bool = True
    blocked: bool = False
    held_elsewhere: bool = False
    credits: str = ""


def verdicts(facts: Facts) -> tuple[Verdict, ...]:
    """The outcome of every check, in the order of `Check`."""
    opens_at = within(facts.at, facts.zones, facts.hours)
    late = opens_at != facts.at
    full = facts.counts and facts.reach.is_full
    return (
        Verdict(check=Check.CONSENT, words=_no_consent(facts) if facts.no_consent else ""),
        Verdict(check=Check.TEMPLATE, words=facts.template),
        Verdict(
            check=Check.HOURS,
            words=_too_late(facts, opens_at) if late else "",
            until=opens_at if late else None,
        ),
        Verdict(
            check=Check.RECIPIENTS,
            words=no_place(facts.reach) if full else "",
            until=facts.reach.frees_at if full else None,
        ),
        Verdict(check=Check.LIVE, words=_in_hands(facts.name, facts.live)),
        Verdict(check=Check.CUSTOMER, words=_unwritable(facts)),
        Verdict(check=Check.CREDITS, words=facts.credits),
    )


def why_not(found: Sequence[Verdict]) -> str:
    """All that speaks against it, one sentence after the other; empty if nothing does."""
    return " ".join(verdict.words for verdict in found if not verdict.passed)


def waits_until(found: Sequence[Verdict]) -> datetime | None:
    """When it may go, if all that speaks against it passes by itself; None if not all does."""
    against = [verdict for verdict in found if not verdict.passed]
    moments = [verdict.until for verdict in against if verdict.until is not None]
    return max(moments) if against and len(moments) == len(against) else None


def within(at: datetime, zones: Sequence[tzinfo], hours: Hours) -> datetime:
    """The first moment from `at` on at which it is neither early nor late in any of the zones.

    Where no such moment is (countries across half the world) the first zone decides.
    """
    if hours.opens == hours.closes or not zones:
        return at
    moment = at
    for among in (zones, zones[:1]):
        moment = at
        for _round in range(2 * len(among) + 2):
            later = max(_opens(moment, zone, hours) for zone in among)
            if later == moment:
                return moment
            moment = later
    return moment


def _opens(at: datetime, zone: tzinfo, hours: Hours) -> datetime:
    """The first moment from `at` on that lies within the hours of one zone."""
    local = at.astimezone(zone)
    if hours.opens <= local.time() < hours.closes:
        return at
    day = local.date() + timedelta(days=0 if local.time() < hours.opens else 1)
    return datetime.combine(day, hours.opens, zone).astimezone(at.tzinfo)


def _no_consent(facts: Facts) -> str:
    return _(
        "Can’t send: {reason}. Record what {name} has told you, or choose another template."
    ).format(reason=facts.no_consent, name=facts.name)


def _too_late(facts: Facts, opens_at: datetime) -> str:
    zone = facts.zones[0]
    opens, closes = facts.hours.opens, facts.hours.closes
    return _(
        "It’s {now} where {name} is. Messages go out between {opens} and {closes} local time: "
        "choose a time from {day} {opens} on."
    ).format(
        now=f"{facts.at.astimezone(zone):%H:%M}",
        name=facts.name,
        opens=f"{opens:%H:%M}",
        closes=f"{closes:%H:%M}",
        day=f"{opens_at.astimezone(zone):%Y-%m-%d}",
    )


def no_place(reach: Reach) -> str:
    """Why no further customer can be written to first now, and what next."""
    words = _("Held back: the business has reached {limit} customers in 24 h.").format(
        limit=number(reach.limit or 0)
    )
    later = _("Places free up by themselves; choose a later time.")
    return f"{words} {later}"


def _in_hands(name: str, live: Live | None) -> str:
    if live is None:
        return ""
    if live.mine:
        return _("You have a conversation with {name} open. Write there.").format(name=name)
    if live.owner:
        return _("{owner} has a conversation with {name}. Open it or ask {owner}.").format(
            owner=live.owner, name=name
        )
    return _("{name} waits in the queue {queue}. Take the conversation from there.").format(
        name=name, queue=live.queue
    )


def _unwritable(facts: Facts) -> str:
    if facts.blocked:
        return _("This customer is blocked. Unblock them first.")
    if facts.held_elsewhere:
        return _("Another app is answering this customer. Wait until it is handed over.")
    return ""
