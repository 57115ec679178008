"""Meta's errors about templates and the forms in them."""

from console.channels.whatsapp.fault_rows import (
    CHECK_VALUES,
    FOR_ADMINISTRATORS,
    OTHER_TEMPLATE,
    Class,
    Effect,
    Row,
    having,
    rows,
    waiting,
)
from console.domain.texts import N_

_MISFIT = N_("Not sent: the template doesn’t fit its values any more.")
_CORRECT = N_("Correct it and hand it in again.")
_FORM_RULES = N_("Meta refused a change to a form.")

_SENT = having(
    Effect.TEMPLATES_MOVED,
    {
        **rows(
            Class.NEVER,
            CHECK_VALUES,
            {
                132000: _MISFIT,
                132008: N_("Not sent: a value has a form the template doesn’t take."),
                132012: N_("Not sent: a value has a form the template doesn’t take."),
                132018: _MISFIT,
            },
        ),
        **rows(
            Class.NEVER,
            OTHER_TEMPLATE,
            {
                132001: N_(
                    "Not sent: the template doesn’t exist in this language, or isn’t approved."
                ),
                132007: N_("Not sent: WhatsApp’s policy forbids what the template says."),
                132015: N_("Not sent: Meta has paused this template for low quality."),
                132016: N_("Not sent: Meta has disabled this template for good."),
                132068: N_("Not sent: the form in this template is blocked."),
            },
        ),
    },
) | {
    132005: Row(
        Class.NEVER,
        N_("Not sent: the filled-in template is too long."),
        N_("Shorten its values."),
    ),
    131061: Row(
        Class.NEVER,
        N_("Not sent: this template goes out as a campaign only, not by hand."),
        OTHER_TEMPLATE,
    ),
    134100: Row(
        Class.NEVER,
        N_("Not sent: only marketing templates may go this way."),
        OTHER_TEMPLATE,
    ),
    134102: Row(
        Class.ADMIN,
        N_("Not sent: Meta could not take this template over."),
        FOR_ADMINISTRATORS,
    ),
}
_WAITS = {
    **waiting(
        {132069: N_("The form in this template has gone out too often within an hour.")},
        3600,
        3600,
    ),
    **waiting(
        {134101: N_("Meta is still taking this template over, which takes ten minutes.")},
        600,
        900,
    ),
}
_WRITTEN = rows(
    Class.NEVER,
    _CORRECT,
    {
        2388039: N_("Meta refused what the template says."),
        2388040: N_("A part of the template is too long."),
        2388047: N_("The heading of the template isn’t in order."),
        2388072: N_("The text of the template isn’t in order."),
        2388073: N_("The footer of the template isn’t in order."),
        2388293: N_("The template has too many variables for so little text."),
        2388299: N_("A template can’t begin or end with a variable."),
    },
)
_ADMINISTRATORS = rows(
    Class.ADMIN,
    FOR_ADMINISTRATORS,
    {
        2388019: N_("The account has as many templates as Meta allows."),
        139000: _FORM_RULES,
        139001: _FORM_RULES,
        139002: _FORM_RULES,
        139003: _FORM_RULES,
        139004: _FORM_RULES,
        139005: _FORM_RULES,
        139006: _FORM_RULES,
    },
)
TEMPLATES = _SENT | _WAITS | _WRITTEN | _ADMINISTRATORS
