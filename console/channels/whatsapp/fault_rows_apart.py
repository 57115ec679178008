"""Meta's errors about what the hub doesn't send: calls, groups, block lists, usernames."""

from console.channels.whatsapp.fault_rows import (
    BY_ITSELF,
    FOR_ADMINISTRATORS,
    LATER,
    Class,
    Row,
    rows,
    waiting,
)
from console.domain.texts import N_

_NO_CALL = N_("WhatsApp refused a call, or a change to the number’s calling.")
_BY_MESSAGE = N_("Write to the customer instead.")
_NO_GROUP = N_("WhatsApp refused something about a group.")
_EACH_ALONE = N_("Write to each of its members alone.")
_NO_NAME = N_("WhatsApp doesn’t take this username for the business.")
_CALLS = rows(
    Class.NEVER,
    _BY_MESSAGE,
    dict.fromkeys(range(138000, 138019), _NO_CALL)
    | {
        138006: N_("The customer hasn’t allowed calls from this business."),
        138009: N_(
            "The customer may be asked to allow calls only once a day and twice a week."
        ),
        138012: N_("This number has reached its 100 calls of the day."),
        138017: N_("The customer has allowed calls for good and can’t be asked again."),
    },
)
# Source: WhatsApp, "Groups error codes"; some numbers between them have no meaning yet
_GROUPS = (
    rows(
        Class.NEVER,
        _EACH_ALONE,
        dict.fromkeys(range(131201, 131216), _NO_GROUP)
        | {
            131020: N_("Not sent: nobody else is in this group."),
            131041: N_("Not sent: WhatsApp doesn’t know this group."),
            131201: N_("WhatsApp could do only a part of what was asked of a group."),
            131211: N_("This number has as many groups as WhatsApp allows."),
            131212: N_("This customer is not in the group any more."),
        },
    )
    | waiting({131208: N_("This number has done too much with groups for now.")}, 60, 900)
    | rows(
        Class.ADMIN,
        FOR_ADMINISTRATORS,
        {
            131207: N_("Not sent: WhatsApp has suspended this group."),
            131214: N_("WhatsApp makes no groups for this account for now."),
            131215: N_("This number may not use groups."),
        },
    )
)
_LISTS = {
    139101: Row(
        Class.NEVER,
        N_("The list of blocked customers is full."),
        N_("Unblock somebody first."),
    ),
    139102: Row(
        Class.RETRY, N_("The list of blocked customers is being changed already."), BY_ITSELF
    ),
    139103: Row(Class.NEVER, N_("WhatsApp doesn’t let this customer be blocked."), LATER),
}
_NAMES = rows(
    Class.NEVER,
    N_("Choose another username."),
    dict.fromkeys(range(147001, 147006), _NO_NAME),
)
APART = _CALLS | _GROUPS | _LISTS | _NAMES
