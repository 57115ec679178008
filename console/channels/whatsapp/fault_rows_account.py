"""Meta's errors about the account, the number and their limits."""

from console.channels.whatsapp.fault_rows import (
    FOR_ADMINISTRATORS,
    TOLD,
    WAIT_OR_AGAIN,
    Class,
    Effect,
    having,
    rows,
    waiting,
)
from console.domain.texts import N_

_NO_PERMISSION = N_("The app lacks a permission at Meta.")
_NOT_REGISTERED = N_("The number’s registration at WhatsApp is not complete.")
_PIN = N_("WhatsApp asks for the right PIN of this number.")
_MOVING = N_("This number is being moved between accounts at Meta.")
_SYNC = N_("Meta refused to take over what is on the business’s phone.")
_INSIGHTS = N_("Meta doesn’t let this account read figures on its templates.")

# Source: WhatsApp, "Error codes" (2026-09-11)
_CHANNEL = rows(
    Class.CHANNEL,
    TOLD,
    {
        0: N_("WhatsApp no longer accepts the hub’s access token."),
        3: N_("The app lacks a capability at Meta."),
        10: _NO_PERMISSION,
        33: N_("This WhatsApp number was deleted or is set up with a wrong id."),
        104: N_("WhatsApp asks for a proof of the hub’s access token."),
        190: N_("The hub’s access token for WhatsApp has expired or was revoked."),
        200: _NO_PERMISSION,
        368: N_("Meta has restricted this account for a time."),
        131005: N_("Meta denies access to this number."),
        131031: N_("Meta has locked this account."),
        131037: N_("The number needs an approved display name."),
        131042: N_("Meta reports a billing problem."),
        131045: _NOT_REGISTERED,
        133000: _NOT_REGISTERED,
        133005: _PIN,
        133006: N_("The number has to be verified first."),
        133008: N_("The PIN of this number was wrong too often; Meta makes it wait."),
        133009: N_("The PIN of this number was tried too fast; Meta makes it wait."),
        133010: N_("The number isn’t registered at WhatsApp."),
        133016: N_("The number was registered too often within three days."),
        136024: N_("WhatsApp refused to send this number a code to register with."),
        2388001: N_("This number can’t be moved while its two-step check is on."),
        2388012: _MOVING,
        2388091: _MOVING,
        2388093: _MOVING,
        2388103: N_("This number can’t be moved: it belongs to another business."),
        2593079: _MOVING,
        2593085: _MOVING,
        2593107: _SYNC,
        2593108: N_("What is on the business’s phone can be taken over only in its first day."),
        2593109: N_("The business declined to share what is on its phone."),
        1752041: N_("Meta refused to connect this number, perhaps because it is connected."),
    },
)
_ADMINISTRATORS = rows(
    Class.ADMIN,
    FOR_ADMINISTRATORS,
    {
        131044: N_("Not sent: Meta reports a billing problem for calls."),
        131063: N_("Not sent: marketing messages are switched off for this account."),
        131064: N_("Not sent: Meta doesn’t let this account send such templates for now."),
        134011: N_("Not sent: the terms of payments on WhatsApp aren’t accepted yet."),
        200005: _INSIGHTS,
        200006: _INSIGHTS,
        200007: _INSIGHTS,
    },
)
_SLOWED = having(
    Effect.TEMPLATES_HELD,
    rows(
        Class.ADMIN,
        N_(
            "Templates from this number wait for an hour; answers go on. An administrator "
            "can see why in the number’s quality."
        ),
        {
            131048: N_(
                "Not sent: WhatsApp slows this number down because too many of its messages "
                "were blocked or reported."
            )
        },
    ),
)
_HOURS_S = 28_800
_BUSY = {
    **waiting(
        {4: N_("Meta takes no more calls from the hub’s app for some minutes.")}, 30, 900
    ),
    **waiting(
        {
            613: N_("Meta takes no more questions about calls for a while."),
            80007: N_("The WhatsApp account has reached its limit of requests for now."),
        },
        60,
        _HOURS_S,
    ),
    **waiting(
        {
            130429: N_("The number sends more than WhatsApp takes in a second."),
            133004: N_("WhatsApp’s servers are out of reach at Meta."),
        },
        0,
        _HOURS_S,
    ),
    **waiting(
        {131057: N_("WhatsApp is upgrading this number, which takes about a minute.")}, 45, 60
    ),
    **waiting(
        {133015: N_("This number was deleted at WhatsApp just now, which takes five minutes.")},
        300,
        900,
    ),
    **waiting(
        {2494100: N_("WhatsApp has this number in maintenance for some minutes.")}, 60, 900
    ),
}
_PERHAPS = rows(
    Class.UNKNOWN,
    WAIT_OR_AGAIN,
    {
        1: N_("WhatsApp can’t say what became of this, so it may already have arrived."),
        2: N_("WhatsApp is down for the moment, so this may already have arrived."),
        131000: N_("Something went wrong at WhatsApp, so this may already have arrived."),
        131016: N_("WhatsApp is overloaded, so this may already have arrived."),
    },
)
ACCOUNT = _CHANNEL | _ADMINISTRATORS | _SLOWED | _BUSY | _PERHAPS
