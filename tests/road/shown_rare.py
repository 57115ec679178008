"""What is said and painted for the rarer recorded webhooks: (heard, painted), in UTC."""

MORE_SHOWN: dict[str, list[tuple[str, str]]] = {
    "address_reply": [
        (
            "Lucas Moreau: Damrak 1, Amsterdam: Name Lucas Moreau, Phone number "
            "+33612345678, Address Damrak 1, City Amsterdam, In pin code 1012, 12:00",
            "Form | Damrak 1, Amsterdam | Name | Lucas Moreau | Phone number | "
            "+33612345678 | Address | Damrak 1 | City | Amsterdam | In pin code | 1012 | 12:00",
        ),
    ],
    "unsupported_button": [
        (
            "Lucas Moreau: Lucas sent something that can’t be shown here. WhatsApp "
            "doesn’t pass this kind of message on to businesses., 12:00",
            "Lucas sent something that can’t be shown here | · 12:00 | WhatsApp doe"
            "sn’t pass this kind of message on to businesses. | [Ask Lucas]",
        ),
    ],
    "unsupported_errors": [
        (
            "Lucas Moreau: Lucas sent something that can’t be shown here. WhatsApp "
            "doesn’t pass this kind of message on to businesses., 12:00",
            "Lucas sent something that can’t be shown here | · 12:00 | WhatsApp doe"
            "sn’t pass this kind of message on to businesses. | [Ask Lucas]",
        ),
    ],
    "unsupported_group_invite": [
        (
            "Lucas Moreau: Lucas sent a group invitation. Businesses can’t join gro"
            "ups by invitation., 12:00",
            "Lucas sent a group invitation | · 12:00 | Businesses can’t join groups"
            " by invitation. | [Ask Lucas]",
        ),
    ],
    "unsupported_hsm": [
        (
            "Lucas Moreau: Lucas sent something that can’t be shown here. WhatsApp "
            "doesn’t pass this kind of message on to businesses., 12:00",
            "Lucas sent something that can’t be shown here | · 12:00 | WhatsApp doe"
            "sn’t pass this kind of message on to businesses. | [Ask Lucas]",
        ),
    ],
    "unsupported_image": [
        (
            "Lucas Moreau: Lucas sent a picture. WhatsApp did not pass this picture on., 12:00",
            "Lucas sent a picture | · 12:00 | WhatsApp did not pass this picture on"
            ". | [Ask Lucas]",
        ),
    ],
    "unsupported_interactive": [
        (
            "Lucas Moreau: Lucas sent something that can’t be shown here. WhatsApp "
            "doesn’t pass this kind of message on to businesses., 12:00",
            "Lucas sent something that can’t be shown here | · 12:00 | WhatsApp doe"
            "sn’t pass this kind of message on to businesses. | [Ask Lucas]",
        ),
    ],
    "unsupported_keep_in_chat": [
        (
            "Lucas Moreau: Lucas kept a message in the chat. This is only seen on p"
            "hones., 12:00",
            "Lucas kept a message in the chat | · 12:00 | This is only seen on phones.",
        ),
    ],
    "unsupported_link_preview": [
        (
            "Lucas Moreau: Lucas sent a link. WhatsApp did not pass this link on., 12:00",
            "Lucas sent a link | · 12:00 | WhatsApp did not pass this link on. | [Ask Lucas]",
        ),
    ],
    "unsupported_list": [
        (
            "Lucas Moreau: Lucas sent something that can’t be shown here. WhatsApp "
            "doesn’t pass this kind of message on to businesses., 12:00",
            "Lucas sent something that can’t be shown here | · 12:00 | WhatsApp doe"
            "sn’t pass this kind of message on to businesses. | [Ask Lucas]",
        ),
    ],
    "unsupported_order": [
        (
            "Lucas Moreau: Lucas sent an order. WhatsApp did not pass this order on., 12:00",
            "Lucas sent an order | · 12:00 | WhatsApp did not pass this order on. |"
            " [Ask Lucas]",
        ),
    ],
    "unsupported_pin": [
        (
            "Lucas Moreau: Lucas pinned a message. Pins are only seen on phones., 12:00",
            "Lucas pinned a message | · 12:00 | Pins are only seen on phones.",
        ),
    ],
    "unsupported_poll_update": [
        (
            "Lucas Moreau: Lucas voted in a poll. WhatsApp doesn’t pass votes on to"
            " businesses., 12:00",
            "Lucas voted in a poll | · 12:00 | WhatsApp doesn’t pass votes on to bu"
            "sinesses. | [Ask Lucas]",
        ),
    ],
    "unsupported_product": [
        (
            "Lucas Moreau: Lucas sent a product. WhatsApp did not pass this product on., 12:00",
            "Lucas sent a product | · 12:00 | WhatsApp did not pass this product on"
            ". | [Ask Lucas]",
        ),
    ],
    "unsupported_reaction": [
        (
            "Lucas Moreau: Lucas sent something that can’t be shown here. WhatsApp "
            "doesn’t pass this kind of message on to businesses., 12:00",
            "Lucas sent something that can’t be shown here | · 12:00 | WhatsApp doe"
            "sn’t pass this kind of message on to businesses. | [Ask Lucas]",
        ),
    ],
    "errors_alone": [
        (
            "Lucas Moreau: Lucas sent something that can’t be shown here. WhatsApp "
            "doesn’t pass this kind of message on to businesses., 12:00",
            "Lucas sent something that can’t be shown here | · 12:00 | WhatsApp doe"
            "sn’t pass this kind of message on to businesses. | [Ask Lucas]",
        ),
    ],
    "call_permission_rejected": [
        (
            "Lucas Moreau: Chose, Declined calls, 12:00",
            "Chose | Declined calls | 12:00",
        ),
    ],
    "number_changed_old": [
        (
            "The customer’s number is now +33698765432, 12:00",
            "The customer’s number is now +33698765432 · 12:00",
        ),
    ],
    "post_referral": [
        (
            "Lucas Moreau came by the post “Solvik sofa”, 12:00",
            "Lucas Moreau came by the post “Solvik sofa” · 12:00",
        ),
        (
            "Lucas Moreau: Is it in stock?, 12:00",
            "Is it in stock? | 12:00",
        ),
    ],
}
