"""What can't be shown: in words, with a ready request to send it another way."""

from console.domain.messages import Unsupported
from console.domain.texts import N_

_AGAIN = N_("Sorry, your last message didn’t reach me. Could you send it again?")
_WORDS: dict[str, tuple[str, str, str]] = {
    "poll_creation": (
        N_("sent a poll"),
        N_("WhatsApp doesn’t pass polls on to businesses."),
        N_("I can’t see polls here. Could you write me the question and the options?"),
    ),
    "poll_update": (
        N_("voted in a poll"),
        N_("WhatsApp doesn’t pass votes on to businesses."),
        N_("I can’t see votes here. Could you write me your choice?"),
    ),
    "media_placeholder": (
        N_("sent something that can be viewed once"),
        N_("View-once pictures and videos aren’t passed on to businesses."),
        N_("I can’t open that here. Could you send it again as a normal photo or video?"),
    ),
    "edit": (
        N_("edited a message"),
        N_("WhatsApp doesn’t say what the message reads now."),
        N_("I can’t see edits here. Could you send me the corrected message?"),
    ),
    "revoke": (N_("deleted a message"), N_("WhatsApp says that a message was deleted."), ""),
    "gif": (
        N_("sent a GIF"),
        N_("WhatsApp did not pass this GIF on."),
        N_("I can’t see that GIF here. Could you send it as a photo or video?"),
    ),
    "group_invite": (
        N_("sent a group invitation"),
        N_("Businesses can’t join groups by invitation."),
        N_("I can’t join groups from here. Could you write to me in this chat?"),
    ),
    "pin": (N_("pinned a message"), N_("Pins are only seen on phones."), ""),
    "keep_in_chat": (N_("kept a message in the chat"), N_("This is only seen on phones."), ""),
    "image": (N_("sent a picture"), N_("WhatsApp did not pass this picture on."), _AGAIN),
    "link_preview": (N_("sent a link"), N_("WhatsApp did not pass this link on."), _AGAIN),
    "location": (
        N_("shared a live location"),
        N_("Live locations aren’t passed on to businesses."),
        N_(
            "I can’t follow a live location here. Could you share your current location "
            "instead?"
        ),
    ),
    "product": (N_("sent a product"), N_("WhatsApp did not pass this product on."), _AGAIN),
    "order": (N_("sent an order"), N_("WhatsApp did not pass this order on."), _AGAIN),
}
_BY_CODE: dict[int, tuple[str, str, str]] = {
    131052: (
        N_("sent a file that is too large"),
        N_("WhatsApp passes files of up to 100 MB on."),
        N_(
            "That file was too large to reach me. Could you send a smaller one, or a "
            "link to it?"
        ),
    ),
    131060: (
        N_("sent a message that isn’t available"),
        N_("WhatsApp could not hand this message over."),
        _AGAIN,
    ),
}
_OTHER = (
    N_("sent something that can’t be shown here"),
    N_("WhatsApp doesn’t pass this kind of message on to businesses."),
    N_(
        "I can’t see your last message here. Could you send it another way, for "
        "example as text?"
    ),
)


def unsupported(what: str, code: int = 0) -> Unsupported:
    """The notice for a kind that can't be shown, or for the platform's error number."""
    words = _BY_CODE.get(code) or _WORDS.get(what) or _OTHER
    title, explanation, request = words
    return Unsupported(
        what=what or "unknown", title=title, explanation=explanation, request=request
    )
