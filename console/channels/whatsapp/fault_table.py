"""Every error number of Meta's that a message can meet, with its class and its words."""

from dataclasses import dataclass
from enum import StrEnum


class Class(StrEnum):
    """What may be done about a failure."""

    RETRY = "retry"  # not processed: the hub tries again by itself
    UNKNOWN = "unknown"  # may have gone: never again by itself
    NEVER = "never"  # would fail again
    CHANNEL = "channel"  # the whole channel is out of order until an administrator acts
    TEMPLATE = "template"  # the care window is shut: a template may go


@dataclass(frozen=True, slots=True)
class Row:
    """One number's class and words; `wait_s` is the least wait of a retry."""

    kind: Class
    words: str
    wait_s: float = 0.0


PLAIN = {
    Class.RETRY: "WhatsApp is busy. The hub tries again by itself.",
    Class.UNKNOWN: (
        "WhatsApp gave no clear answer, so this may already have arrived. "
        "Wait for a receipt, or send it again if the customer didn’t get it."
    ),
    Class.NEVER: "WhatsApp can’t send this in this form. Change it and send it again.",
    Class.CHANNEL: (
        "WhatsApp refuses this number at the moment. An administrator has been told; "
        "the message goes out when the number works again."
    ),
    Class.TEMPLATE: (
        "The 24-hour window has lapsed. Your text is kept – choose a template, or wait until "
        "the customer writes."
    ),
}


def _plain(kind: Class, *codes: int, wait_s: float = 0.0) -> dict[int, Row]:
    return {code: Row(kind, PLAIN[kind], wait_s) for code in codes}


def _never(code: int, words: str) -> dict[int, Row]:
    return {code: Row(Class.NEVER, words)}


def _channel(code: int, words: str) -> dict[int, Row]:
    kept = " An administrator has been told; the message is kept."
    return {code: Row(Class.CHANNEL, words + kept)}


_TEMPLATE_MISFIT = (
    "The template doesn’t fit its values any more. Choose it again and check them."
)
_TEMPLATE_GONE = "This template can’t be used any more. Choose another one."
_BLOCK_LIST = "WhatsApp could not change the list of blocked customers. Try again later."

# Source: WhatsApp, "Error codes" (2026-09-11), "Groups error codes", "Calling"
TABLE: dict[int, Row] = {
    # not processed, so trying again is safe
    **_plain(Class.RETRY, 4, wait_s=30),
    **_plain(Class.RETRY, 613, 80007, wait_s=60),
    **_plain(Class.RETRY, 130429, 133004, 139102),
    **_plain(Class.RETRY, 131057, 2494100, wait_s=45),
    **_plain(Class.RETRY, 133015, wait_s=300),
    **_plain(Class.RETRY, 134101, wait_s=600),
    **_plain(Class.RETRY, 132069, wait_s=3600),
    131056: Row(
        Class.RETRY,
        "Many messages to this customer in a short time: WhatsApp makes this one wait. "
        "The hub sends it by itself.",
    ),
    # perhaps processed
    **_plain(Class.UNKNOWN, 1, 2, 131000, 131016),
    # the window
    **_plain(Class.TEMPLATE, 131047),
    # the channel
    **_channel(0, "WhatsApp no longer accepts the hub’s access token."),
    **_channel(104, "WhatsApp asks for a proof of the hub’s access token."),
    **_channel(190, "The hub’s access token for WhatsApp has expired or was revoked."),
    **_channel(3, "The app lacks a capability at Meta."),
    **_channel(10, "The app lacks a permission at Meta."),
    **_channel(200, "The app lacks a permission at Meta."),
    **_channel(131005, "Meta denies access to this number."),
    **_channel(33, "This WhatsApp number was deleted or is set up with a wrong id."),
    **_channel(368, "Meta has restricted this account for a time."),
    **_channel(131031, "Meta has locked this account."),
    **_channel(131037, "The number needs an approved display name."),
    **_channel(131042, "Meta reports a billing problem."),
    **_channel(131044, "Meta reports a billing problem."),
    **_channel(131045, "The number’s registration at WhatsApp is not complete."),
    **_channel(133000, "The number’s registration at WhatsApp is not complete."),
    **_channel(133006, "The number has to be verified first."),
    **_channel(133010, "The number isn’t registered at WhatsApp."),
    **_plain(Class.CHANNEL, 133005, 133008, 133009, 133016, 136024),
    **_plain(Class.CHANNEL, 2388001, 2388012, 2388091, 2388093, 2388103),
    **_plain(Class.CHANNEL, 2593079, 2593085, 2593107, 2593108, 2593109, 1752041),
    # this message, this customer
    **_plain(Class.NEVER, 100, 131008, 135000, 131059, 2046, 2047, 134011),
    **_never(
        131009,
        "WhatsApp refused a value of this message. If it is a reaction or a reply, the "
        "message it belongs to may be too old.",
    ),
    **_never(130403, "You have blocked this customer. Unblock them first."),
    **_never(
        130472,
        "WhatsApp holds this marketing message back from this customer. "
        "Ask the customer to write first.",
    ),
    **_never(130497, "WhatsApp doesn’t let this business write to customers in this country."),
    **_never(131021, "The recipient is the business’s own number. Check the number."),
    **_never(
        131026,
        "WhatsApp can’t deliver to this customer: the number may not be on WhatsApp, or the "
        "app is too old. Use another way to reach them.",
    ),
    **_never(
        131030,
        "This test number may only write to numbers on its list. An administrator can add it.",
    ),
    **_never(
        131048,
        "WhatsApp slows this number down because too many messages were blocked or reported. "
        "Try again later.",
    ),
    **_never(
        131049,
        "WhatsApp did not deliver this to keep its marketing messages wanted. "
        "Try again tomorrow at the earliest.",
    ),
    **_never(
        131050,
        "The customer has stopped marketing messages from this business. "
        "Don’t send any until they ask for it.",
    ),
    **_never(131051, "WhatsApp doesn’t take this kind of message."),
    **_never(131052, "The file could not be fetched. Ask for a smaller one, or a link to it."),
    **_never(
        131053,
        "WhatsApp refused the file: its type, its size or what is in it. "
        "Send it in another format.",
    ),
    **_never(131055, "WhatsApp doesn’t take this message this way."),
    **_never(131060, "WhatsApp could not hand the message over. Ask for it again."),
    **_never(131061, "This template must be sent as a campaign, not by hand."),
    **_never(
        131062,
        "This message needs the customer’s phone number, which WhatsApp keeps from us. "
        "Ask the customer to share it.",
    ),
    **_never(131063, "Marketing messages are switched off for this account."),
    **_never(131064, "Meta doesn’t let this account send such templates for now."),
    # templates
    **_never(132000, _TEMPLATE_MISFIT),
    **_never(132001, "This template doesn’t exist in this language, or isn’t approved yet."),
    **_never(132005, "The filled-in template is too long. Shorten its values."),
    **_never(132007, "WhatsApp’s policy forbids what the template says. Choose another one."),
    **_never(132008, _TEMPLATE_MISFIT),
    **_never(132012, _TEMPLATE_MISFIT),
    **_never(132015, "Meta has paused this template for low quality. Choose another one."),
    **_never(132016, _TEMPLATE_GONE),
    **_never(132018, _TEMPLATE_MISFIT),
    **_never(132068, "The form in this template is blocked. Choose another template."),
    **_plain(Class.NEVER, 134100, 134102),
    **_plain(Class.NEVER, 2388019, 2388039, 2388040, 2388047, 2388072, 2388073),
    **_plain(Class.NEVER, 2388293, 2388299),
    # identity, calls, groups, lists, names, forms
    **_never(137000, "The customer’s phone has changed hands or devices. Verify them first."),
    **_plain(Class.NEVER, *range(138000, 138019)),
    **_plain(Class.NEVER, *range(139000, 139007)),
    **_never(139100, _BLOCK_LIST),
    **_never(139101, "The list of blocked customers is full."),
    **_never(139103, _BLOCK_LIST),
    **_plain(Class.NEVER, *range(147001, 147006)),
    **_plain(Class.NEVER, 131020, 131041, *range(131201, 131216)),
    **_never(2494191, "Another app holds this conversation and can’t be interrupted."),
    **_plain(Class.NEVER, 200005, 200006, 200007),
}
