"""Meta's errors about one message and the customer it goes to."""

from console.channels.whatsapp.fault_rows import (
    BY_ITSELF,
    CHANGE,
    LATER,
    OTHER_WAY,
    WRITE_ANEW,
    Class,
    Effect,
    Row,
    rows,
)
from console.domain.texts import N_

_WINDOW = Row(
    Class.TEMPLATE,
    N_("Not sent: the 24-hour window has lapsed."),
    N_("Your text is kept – choose a template, or wait until the customer writes."),
)
_TOO_FAST = Row(
    Class.RETRY,
    N_("Many messages to this customer in a short time: WhatsApp makes this one wait."),
    BY_ITSELF,
)
_FORM = rows(
    Class.NEVER,
    WRITE_ANEW,
    {
        100: N_("Not sent: WhatsApp doesn’t take this message in this form."),
        131008: N_("Not sent: WhatsApp misses a part of this message."),
        131059: N_("Not sent: the place in a list at WhatsApp is not valid any more."),
        135000: N_("Not sent: WhatsApp refused this message without saying why."),
    },
)
_CONTENT = {
    131009: Row(
        Class.NEVER,
        N_("Not sent: WhatsApp refused a part of this message."),
        N_("If it is a reaction or a reply, what it belongs to may be too old: write it anew."),
    ),
    131051: Row(
        Class.NEVER,
        N_("WhatsApp doesn’t take this kind of message."),
        N_("Write it as text."),
    ),
    131052: Row(
        Class.NEVER,
        N_("The customer’s file could not be fetched; it may be larger than 100 MB."),
        N_("Ask for a smaller one, or a link to it."),
    ),
    131053: Row(
        Class.NEVER,
        N_("Not sent: WhatsApp refused the file for its type, its size or what is in it."),
        N_("Send it in another format, or as a link."),
    ),
    131055: Row(
        Class.NEVER,
        N_("Not sent: this way of sending is for marketing messages only."),
        CHANGE,
    ),
    131060: Row(
        Class.NEVER,
        N_("WhatsApp could not hand the customer’s message over."),
        N_("Ask them to send it again."),
    ),
    131062: Row(
        Class.NEVER,
        N_("Not sent: this needs the customer’s phone number, which WhatsApp keeps from us."),
        N_("Ask the customer to share it."),
    ),
    2046: Row(
        Class.NEVER,
        N_("Not sent: the order can’t change from its present state to this one."),
        N_("Look at the order’s last update and choose another state."),
    ),
    2047: Row(
        Class.NEVER,
        N_("Not sent: the order is paid and can’t be cancelled any more."),
        N_("Refund the payment instead."),
    ),
}
_CUSTOMER = {
    130403: Row(
        Class.NEVER,
        N_("Not sent: you have blocked this customer."),
        N_("Unblock them first."),
        effect=Effect.BLOCKED,
    ),
    130497: Row(
        Class.NEVER,
        N_("Not sent: WhatsApp doesn’t let this business write to this country."),
        OTHER_WAY,
    ),
    131021: Row(
        Class.NEVER,
        N_("Not sent: the recipient is the business’s own number."),
        N_("Check the number."),
    ),
    131030: Row(
        Class.NEVER,
        N_("Not sent: this test number may only write to numbers on its list."),
        N_("An administrator can add it."),
    ),
    137000: Row(
        Class.NEVER,
        N_("Not sent: the customer’s phone has changed hands or devices."),
        N_("Make sure who they are before you write on."),
    ),
}
_HELD = {
    130472: Row(
        Class.NEVER,
        N_("Not sent: WhatsApp holds marketing messages back from this customer."),
        N_("Ask the customer to write first."),
        effect=Effect.HELD_OUT,
    ),
    131026: Row(
        Class.NEVER,
        N_(
            "Not delivered: the number may not be on WhatsApp, its app is too old, or "
            "WhatsApp’s terms aren’t accepted on it."
        ),
        OTHER_WAY,
        effect=Effect.UNREACHABLE,
    ),
    131049: Row(
        Class.NEVER,
        N_(
            "Not delivered: the customer gets many marketing messages, and WhatsApp kept "
            "this one back."
        ),
        N_("Try again tomorrow at the earliest."),
        effect=Effect.KEPT_BACK,
    ),
    131050: Row(
        Class.NEVER,
        N_("Not sent: the customer has stopped marketing messages from this business."),
        N_("Don’t send any until they ask for it; other messages may go."),
        effect=Effect.OPTED_OUT,
    ),
}
_REST = {
    2494191: Row(
        Class.NEVER,
        N_("Another app holds this conversation and can’t be interrupted."),
        N_("Wait until it hands the conversation over."),
    ),
    139100: Row(
        Class.NEVER,
        N_("WhatsApp could change only a part of the list of blocked customers."),
        LATER,
    ),
}
MESSAGE = {131047: _WINDOW, 131056: _TOO_FAST} | _FORM | _CONTENT | _CUSTOMER | _HELD | _REST
