"""Every error number of Meta's that a message can meet, with its class and its words."""

from dataclasses import dataclass
from enum import StrEnum

from console.domain.texts import N_


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
    Class.RETRY: N_("WhatsApp is busy. The hub tries again by itself."),
    Class.UNKNOWN: (
        N_(
            "WhatsApp gave no clear answer, so this may already have arrived. Wait for a "
            "receipt, or send it again if the customer didn’t get it."
        )
    ),
    Class.NEVER: N_("WhatsApp can’t send this in this form. Change it and send it again."),
    Class.CHANNEL: (
        N_(
            "WhatsApp refuses this number at the moment. An administrator has been told; "
            "the message goes out when the number works again."
        )
    ),
    Class.TEMPLATE: (
        N_(
            "The 24-hour window has lapsed. Your text is kept – choose a template, or "
            "wait until the customer writes."
        )
    ),
}


def _plain(kind: Class, *codes: int, wait_s: float = 0.0) -> dict[int, Row]:
    return {code: Row(kind, PLAIN[kind], wait_s) for code in codes}


def _never(code: int, words: str) -> dict[int, Row]:
    return {code: Row(Class.NEVER, words)}


def _channel(code: int, words: str) -> dict[int, Row]:
    return {code: Row(Class.CHANNEL, words)}


_TEMPLATE_MISFIT = N_(
    "The template doesn’t fit its values any more. Choose it again and check them."
)
_TEMPLATE_GONE = N_("This template can’t be used any more. Choose another one.")
_BLOCK_LIST = N_("WhatsApp could not change the list of blocked customers. Try again later.")

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
        N_(
            "Many messages to this customer in a short time: WhatsApp makes this one "
            "wait. The hub sends it by itself."
        ),
    ),
    # perhaps processed
    **_plain(Class.UNKNOWN, 1, 2, 131000, 131016),
    # the window
    **_plain(Class.TEMPLATE, 131047),
    # the channel
    **_channel(
        0,
        N_(
            "WhatsApp no longer accepts the hub’s access token. An administrator has been "
            "told; the message is kept."
        ),
    ),
    **_channel(
        104,
        N_(
            "WhatsApp asks for a proof of the hub’s access token. An administrator has "
            "been told; the message is kept."
        ),
    ),
    **_channel(
        190,
        N_(
            "The hub’s access token for WhatsApp has expired or was revoked. An "
            "administrator has been told; the message is kept."
        ),
    ),
    **_channel(
        3,
        N_(
            "The app lacks a capability at Meta. An administrator has been told; the "
            "message is kept."
        ),
    ),
    **_channel(
        10,
        N_(
            "The app lacks a permission at Meta. An administrator has been told; the "
            "message is kept."
        ),
    ),
    **_channel(
        200,
        N_(
            "The app lacks a permission at Meta. An administrator has been told; the "
            "message is kept."
        ),
    ),
    **_channel(
        131005,
        N_(
            "Meta denies access to this number. An administrator has been told; the "
            "message is kept."
        ),
    ),
    **_channel(
        33,
        N_(
            "This WhatsApp number was deleted or is set up with a wrong id. An "
            "administrator has been told; the message is kept."
        ),
    ),
    **_channel(
        368,
        N_(
            "Meta has restricted this account for a time. An administrator has been told; "
            "the message is kept."
        ),
    ),
    **_channel(
        131031,
        N_(
            "Meta has locked this account. An administrator has been told; the message is kept."
        ),
    ),
    **_channel(
        131037,
        N_(
            "The number needs an approved display name. An administrator has been told; "
            "the message is kept."
        ),
    ),
    **_channel(
        131042,
        N_(
            "Meta reports a billing problem. An administrator has been told; the message "
            "is kept."
        ),
    ),
    **_channel(
        131044,
        N_(
            "Meta reports a billing problem. An administrator has been told; the message "
            "is kept."
        ),
    ),
    **_channel(
        131045,
        N_(
            "The number’s registration at WhatsApp is not complete. An administrator has "
            "been told; the message is kept."
        ),
    ),
    **_channel(
        133000,
        N_(
            "The number’s registration at WhatsApp is not complete. An administrator has "
            "been told; the message is kept."
        ),
    ),
    **_channel(
        133006,
        N_(
            "The number has to be verified first. An administrator has been told; the "
            "message is kept."
        ),
    ),
    **_channel(
        133010,
        N_(
            "The number isn’t registered at WhatsApp. An administrator has been told; the "
            "message is kept."
        ),
    ),
    **_plain(Class.CHANNEL, 133005, 133008, 133009, 133016, 136024),
    **_plain(Class.CHANNEL, 2388001, 2388012, 2388091, 2388093, 2388103),
    **_plain(Class.CHANNEL, 2593079, 2593085, 2593107, 2593108, 2593109, 1752041),
    # this message, this customer
    **_plain(Class.NEVER, 100, 131008, 135000, 131059, 2046, 2047, 134011),
    **_never(
        131009,
        N_(
            "WhatsApp refused a value of this message. If it is a reaction or a reply, "
            "the message it belongs to may be too old."
        ),
    ),
    **_never(130403, N_("You have blocked this customer. Unblock them first.")),
    **_never(
        130472,
        N_(
            "WhatsApp holds this marketing message back from this customer. Ask the "
            "customer to write first."
        ),
    ),
    **_never(
        130497, N_("WhatsApp doesn’t let this business write to customers in this country.")
    ),
    **_never(131021, N_("The recipient is the business’s own number. Check the number.")),
    **_never(
        131026,
        N_(
            "WhatsApp can’t deliver to this customer: the number may not be on WhatsApp, "
            "or the app is too old. Use another way to reach them."
        ),
    ),
    **_never(
        131030,
        N_(
            "This test number may only write to numbers on its list. An administrator "
            "can add it."
        ),
    ),
    **_never(
        131048,
        N_(
            "WhatsApp slows this number down because too many messages were blocked or "
            "reported. Try again later."
        ),
    ),
    **_never(
        131049,
        N_(
            "WhatsApp did not deliver this to keep its marketing messages wanted. Try "
            "again tomorrow at the earliest."
        ),
    ),
    **_never(
        131050,
        N_(
            "The customer has stopped marketing messages from this business. Don’t send "
            "any until they ask for it."
        ),
    ),
    **_never(131051, N_("WhatsApp doesn’t take this kind of message.")),
    **_never(
        131052, N_("The file could not be fetched. Ask for a smaller one, or a link to it.")
    ),
    **_never(
        131053,
        N_(
            "WhatsApp refused the file: its type, its size or what is in it. Send it in "
            "another format."
        ),
    ),
    **_never(131055, N_("WhatsApp doesn’t take this message this way.")),
    **_never(131060, N_("WhatsApp could not hand the message over. Ask for it again.")),
    **_never(131061, N_("This template must be sent as a campaign, not by hand.")),
    **_never(
        131062,
        N_(
            "This message needs the customer’s phone number, which WhatsApp keeps from "
            "us. Ask the customer to share it."
        ),
    ),
    **_never(131063, N_("Marketing messages are switched off for this account.")),
    **_never(131064, N_("Meta doesn’t let this account send such templates for now.")),
    # templates
    **_never(132000, _TEMPLATE_MISFIT),
    **_never(
        132001, N_("This template doesn’t exist in this language, or isn’t approved yet.")
    ),
    **_never(132005, N_("The filled-in template is too long. Shorten its values.")),
    **_never(
        132007, N_("WhatsApp’s policy forbids what the template says. Choose another one.")
    ),
    **_never(132008, _TEMPLATE_MISFIT),
    **_never(132012, _TEMPLATE_MISFIT),
    **_never(132015, N_("Meta has paused this template for low quality. Choose another one.")),
    **_never(132016, _TEMPLATE_GONE),
    **_never(132018, _TEMPLATE_MISFIT),
    **_never(132068, N_("The form in this template is blocked. Choose another template.")),
    **_plain(Class.NEVER, 134100, 134102),
    **_plain(Class.NEVER, 2388019, 2388039, 2388040, 2388047, 2388072, 2388073),
    **_plain(Class.NEVER, 2388293, 2388299),
    # identity, calls, groups, lists, names, forms
    **_never(
        137000, N_("The customer’s phone has changed hands or devices. Verify them first.")
    ),
    **_plain(Class.NEVER, *range(138000, 138019)),
    **_plain(Class.NEVER, *range(139000, 139007)),
    **_never(139100, _BLOCK_LIST),
    **_never(139101, N_("The list of blocked customers is full.")),
    **_never(139103, _BLOCK_LIST),
    **_plain(Class.NEVER, *range(147001, 147006)),
    **_plain(Class.NEVER, 131020, 131041, *range(131201, 131216)),
    **_never(2494191, N_("Another app holds this conversation and can’t be interrupted.")),
    **_plain(Class.NEVER, 200005, 200006, 200007),
}
