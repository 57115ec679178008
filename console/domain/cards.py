"""Contact cards that a rep sends: what each must and may hold."""

import re

from console.domain.lengths import missing, over
from console.domain.messages import ContactCard, Contacts
from console.domain.texts import N_, _

NAME, PHONE, EMAIL, COMPANY = N_("Name"), N_("Phone number"), N_("Mail address"), N_("Company")
#: Source: WhatsApp, "Contacts messages": at most 257 cards in a message.
MOST = 257
#: Ours: WhatsApp names no limit for the parts of a card.
LONGEST = 256
_PHONE = re.compile(r"\+?[0-9][0-9() .\-/]{2,30}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def problem(contacts: Contacts) -> str:
    """What keeps cards from being sent, as a sentence; empty if nothing does."""
    if not contacts.cards:
        return _("There is no contact to send.")
    if len(contacts.cards) > MOST:
        return _("At most {count} contacts go in one message.").format(count=MOST)
    return next((found for card in contacts.cards if (found := _of(card))), "")


def _of(card: ContactCard) -> str:
    lengths = (
        missing(_(NAME), card.name),
        over(_(NAME), card.name, LONGEST),
        over(_(COMPANY), card.organisation, LONGEST),
    )
    if wrong := next(filter(None, lengths), ""):
        return wrong
    if not card.phones and not card.emails:
        return _("A contact needs a phone number or a mail address. Add one.")
    if not all(_PHONE.fullmatch(phone) for phone in card.phones):
        return _("A phone number looks like +31 30 123 4567. Correct it.")
    if not all(_MAIL.fullmatch(mail) for mail in card.emails):
        return _("A mail address looks like name@example.com. Correct it.")
    return ""
