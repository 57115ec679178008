"""Consent: what a customer has agreed to, how firmly, and the words that give or take it.

Source: WhatsApp, "Get opt-in": agreement is needed before a business writes first, with its
source, wording and time on record, and every way of opting out is honoured.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from console.domain.texts import _


class Purpose(StrEnum):
    """What a customer agrees to hear about."""

    SERVICE = "service"
    MARKETING = "marketing"


class Level(StrEnum):
    """How firmly: by having written, by saying so, or by saying so twice."""

    IMPLICIT = "implicit"
    EXPLICIT = "explicit"
    DOUBLE = "double"


_FIRMNESS = {Level.IMPLICIT: 0, Level.EXPLICIT: 1, Level.DOUBLE: 2}


class Word(StrEnum):
    """What a message that is one of the keywords says; what ends messages comes first."""

    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    CONFIRM = "confirm"
    HELP = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keywords:
    """The keywords of one language and what is answered; an empty answer sends nothing.

    Attributes:
        confirm: count only while a second yes is waited for: they are everyday words.
    """

    opt_in: tuple[str, ...] = ()
    confirm: tuple[str, ...] = ()
    opt_out: tuple[str, ...] = ()
    help: tuple[str, ...] = ()
    opted_in: str = ""
    please_confirm: str = ""
    opted_out: str = ""
    help_answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRule:
    """What a channel asks for before it writes first.

    Attributes:
        level: the least that marketing needs.
        keywords: by language.
    """

    level: Level = Level.IMPLICIT
    keywords: Mapping[str, Keywords] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One statement of a customer's, as it is on record.

    Attributes:
        source: where it was given: "keyword", "form", "call", …, in words.
        wording: what was agreed to, or the message that said so.
        recorded_by: a colleague's name, or who else put it on record.
    """

    purpose: Purpose
    granted: bool
    level: Level
    source: str
    wording: str
    at: datetime
    recorded_by: str


DEFAULT_KEYWORDS: Mapping[str, Keywords] = {
    "en": Keywords(
        opt_in=("start", "subscribe", "unstop"),
        confirm=("yes", "ok", "confirm"),
        opt_out=("stop", "stopall", "unsubscribe", "opt out", "optout"),
        opted_in="You will hear from us again. Write STOP to end that at any time.",
        please_confirm="Please answer YES if you want to hear from us on WhatsApp.",
        opted_out="You won’t get messages from us any more, only answers when you write. "
        "Write START to change that.",
    ),
    "de": Keywords(
        opt_in=("anmelden", "abonnieren"),
        confirm=("ja",),
        opt_out=("stopp", "abmelden", "abbestellen"),
        opted_in="Sie hören wieder von uns. Schreiben Sie STOPP, um das jederzeit zu beenden.",
        please_confirm="Bitte antworten Sie JA, wenn Sie auf WhatsApp von uns hören möchten.",
        opted_out="Sie bekommen keine Nachrichten mehr von uns, nur noch Antworten, wenn Sie "
        "schreiben. Schreiben Sie ANMELDEN, um das zu ändern.",
    ),
}


@dataclass(frozen=True, slots=True)
class Heard:
    """A keyword and the language it was found in."""

    word: Word
    keywords: Keywords


def heard(text: str, rule: ConsentRule) -> Heard | None:
    """The keyword that a message is; None if it says anything else.

    Only a message that is nothing but a keyword counts, whatever its case, accents and
    punctuation, and one that ends messages in any language before all others. CONFIRM counts
    only while a second yes is waited for.
    """
    said = plain_words(text)
    if not said:
        return None
    for word in Word:
        if word is Word.CONFIRM and rule.level is not Level.DOUBLE:
            continue
        for words in rule.keywords.values():
            if said in map(plain_words, getattr(words, word.value)):
                return Heard(word, words)
    return None


def why_no_offers(
    said: Consent | None, known: Iterable[Sequence[object]], needed: Level
) -> str:
    """Why marketing may not go to a customer, as a clause; empty if it may.

    Hub and desk both ask it. `said` is the customer's newest statement on the channel; `known`
    is what stands at the customer as (what, granted, …), from before statements were kept:
    it is as good as an explicit one.
    """
    answers = _answers(known, Purpose.MARKETING)
    if said is None and answers:
        enough, refused = answers[0] and needed is not Level.DOUBLE, not answers[0]
    else:
        enough, refused = is_enough(said, needed), said is not None and not said.granted
    if enough:
        return ""
    if refused:
        return _("this customer wants no offers")
    if needed is Level.DOUBLE and (said is not None or answers):
        return _("this customer hasn’t confirmed yet that offers are wanted")
    return _("this customer hasn’t agreed to offers")


def why_not_first(
    said: Consent | None,
    known: Iterable[Sequence[object]],
    purpose: Purpose,
    needed: Level,
) -> str:
    """Why the business may not write first about it, as a clause; empty if it may.

    As `why_no_offers`, but whatever the level: without a statement on record nobody is
    written to first. Service needs none that is confirmed.
    """
    known = list(known)
    recorded = said is not None or bool(_answers(known, purpose))
    if purpose is Purpose.MARKETING:
        return why_no_offers(said, known, needed if recorded else Level.EXPLICIT)
    if not recorded:
        return _("no consent of this customer’s is on record")
    granted = said.granted if said is not None else _answers(known, purpose)[0]
    return "" if granted else _("this customer wants no messages")


def _answers(known: Iterable[Sequence[object]], purpose: Purpose) -> list[bool]:
    return [bool(entry[1]) for entry in known if entry and entry[0] == purpose]


def is_enough(consent: Consent | None, needed: Level) -> bool:
    """Whether this, the newest statement, lets the business write first at that level."""
    if consent is None:
        return needed is Level.IMPLICIT
    return consent.granted and _FIRMNESS[consent.level] >= _FIRMNESS[needed]


def plain_words(text: str) -> str:
    """Letters and digits alone, in one case, single spaces between words."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = (mark if mark.isalnum() else " " for mark in bare if not unicodedata.combining(mark))
    return " ".join("".join(kept).split())
