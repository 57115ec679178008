"""Keyword rules: what can't stand among the words that give and take consent."""

from collections.abc import Iterator
from dataclasses import dataclass

from console.domain.consent import ConsentRule, Keywords, Level, Word, plain_words
from console.domain.lengths import over
from console.domain.texts import N_, _

LONGEST, ANSWER_LIMIT = 40, 1024
#: Each list of words and the answer to it, by the names of `Keywords`.
LISTS = {
    "opt_out": (Word.OPT_OUT, "opted_out"),
    "opt_in": (Word.OPT_IN, "opted_in"),
    "confirm": (Word.CONFIRM, "please_confirm"),
    "help": (Word.HELP, "help_answer"),
}
#: What a word does, to follow “it”.
MEANS = {
    Word.OPT_OUT: N_("ends messages"),
    Word.OPT_IN: N_("allows messages"),
    Word.CONFIRM: N_("confirms"),
    Word.HELP: N_("asks for help"),
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong in a language's set; `place` names a list or an answer of `Keywords`."""

    language: str
    place: str
    words: str


def flaws(rule: ConsentRule) -> list[Flaw]:
    """Everything that can't stand, in words; empty if nothing is wrong.

    Source: WhatsApp, "Get opt-in": every way of opting out is honoured, so there must be one.
    """
    found = [*_conflicts(rule)]
    for language, words in rule.keywords.items():
        found += _of_language(language, words, rule.level)
    if not any(words.opt_out for words in rule.keywords.values()):
        first = next(iter(rule.keywords), "en")
        say = _("Give at least one word that ends messages: customers must be able to.")
        found.append(Flaw(first, "opt_out", say))
    return found


def _of_language(language: str, words: Keywords, level: Level) -> Iterator[Flaw]:
    for place, (_word, answer) in LISTS.items():
        for one in getattr(words, place):
            if not plain_words(one):
                say = _("“{word}” has neither letters nor digits: nothing would match it.")
                yield Flaw(language, place, say.format(word=one))
            elif len(one) > LONGEST:
                say = _("“{word}” is too long: a keyword has {count} characters at most.")
                yield Flaw(language, place, say.format(word=one, count=LONGEST))
        if say := over(_("The answer"), getattr(words, answer), ANSWER_LIMIT):
            yield Flaw(language, answer, say)
    if level is Level.DOUBLE and words.opt_in and not (words.confirm and words.please_confirm):
        place = "please_confirm" if words.confirm else "confirm"
        say = _("Offers need a second yes here: say what asks for it and which words it is.")
        yield Flaw(language, place, say)


def _conflicts(rule: ConsentRule) -> Iterator[Flaw]:
    """A word that would mean two things."""
    known: dict[str, tuple[str, Word]] = {}
    for language, words in rule.keywords.items():
        for place, (word, _answer) in LISTS.items():
            for one in getattr(words, place):
                key = plain_words(one)
                if not key:
                    continue
                where, meant = known.setdefault(key, (language, word))
                if meant is not word:
                    say = _(
                        "“{word}” {one} here and {other} in “{language}”: customers who write "
                        "it could be misread. Keep it in one list."
                    )
                    say = say.format(
                        word=one, one=_(MEANS[word]), other=_(MEANS[meant]), language=where
                    )
                    yield Flaw(language, place, say)
