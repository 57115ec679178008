"""Entry links: addresses by which a customer opens a chat with a number."""

from urllib.parse import quote

PREFILLED_MOST = 140


def chat_link(display_number: str, words: str = "") -> str:
    """The address that opens a chat, with words already in the customer's composer.

    Source: WhatsApp, "Click to chat": `https://wa.me/` and the number's digits alone.
    """
    digits = "".join(letter for letter in display_number if letter.isdecimal())
    return f"https://wa.me/{digits}" + (f"?text={quote(words, safe='')}" if words else "")
