"""What can't be shown: in words, with a ready request to send it another way."""

from console.domain.messages import Unsupported

_AGAIN = "Sorry, your last message didn’t reach me. Could you send it again?"
_WORDS: dict[str, tuple[str, str, str]] = {
    "poll_creation": (
        "sent a poll",
        "WhatsApp doesn’t pass polls on to businesses.",
        "I can’t see polls here. Could you write me the question and the options?",
    ),
    "poll_update": (
        "voted in a poll",
        "WhatsApp doesn’t pass votes on to businesses.",
        "I can’t see votes here. Could you write me your choice?",
    ),
    "media_placeholder": (
        "sent something that can be viewed once",
        "View-once pictures and videos aren’t passed on to businesses.",
        "I can’t open that here. Could you send it again as a normal photo or video?",
    ),
    "edit": (
        "edited a message",
        "WhatsApp doesn’t say what the message reads now.",
        "I can’t see edits here. Could you send me the corrected message?",
    ),
    "revoke": ("deleted a message", "WhatsApp says that a message was deleted.", ""),
    "gif": (
        "sent a GIF",
        "WhatsApp did not pass this GIF on.",
        "I can’t see that GIF here. Could you send it as a photo or video?",
    ),
    "group_invite": (
        "sent a group invitation",
        "Businesses can’t join groups by invitation.",
        "I can’t join groups from here. Could you write to me in this chat?",
    ),
    "pin": ("pinned a message", "Pins are only seen on phones.", ""),
    "keep_in_chat": ("kept a message in the chat", "This is only seen on phones.", ""),
    "image": ("sent a picture", "WhatsApp did not pass this picture on.", _AGAIN),
    "link_preview": ("sent a link", "WhatsApp did not pass this link on.", _AGAIN),
    "location": (
        "shared a live location",
        "Live locations aren’t passed on to businesses.",
        "I can’t follow a live location here. Could you share your current location instead?",
    ),
    "product": ("sent a product", "WhatsApp did not pass this product on.", _AGAIN),
    "order": ("sent an order", "WhatsApp did not pass this order on.", _AGAIN),
}
_BY_CODE: dict[int, tuple[str, str, str]] = {
    131052: (
        "sent a file that is too large",
        "WhatsApp passes files of up to 100 MB on.",
        "That file was too large to reach me. Could you send a smaller one, or a link to it?",
    ),
    131060: (
        "sent a message that isn’t available",
        "WhatsApp could not hand this message over.",
        _AGAIN,
    ),
}
_OTHER = (
    "sent something that can’t be shown here",
    "WhatsApp doesn’t pass this kind of message on to businesses.",
    "I can’t see your last message here. Could you send it another way, for example as text?",
)


def unsupported(what: str, code: int = 0) -> Unsupported:
    """The notice for a kind that can't be shown, or for the platform's error number."""
    words = _BY_CODE.get(code) or _WORDS.get(what) or _OTHER
    title, explanation, request = words
    return Unsupported(
        what=what or "unknown", title=title, explanation=explanation, request=request
    )
