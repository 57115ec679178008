"""What is said and painted for every recorded webhook: (heard, painted), times in UTC."""

SHOWN: dict[str, list[tuple[str, str]]] = {
    "ad_referral": [
        (
            "Lucas Moreau came by the ad “Solvik sofa”, 12:00",
            "Lucas Moreau came by the ad “Solvik sofa” · 12:00",
        ),
        (
            "Lucas Moreau: Is it in stock?, 12:00",
            "Is it in stock? | 12:00",
        ),
    ],
    "audio": [
        (
            "Lucas Moreau: Audio, 12:00",
            "[Download] | Audio | 6 bytes · download to listen | 12:00",
        ),
    ],
    "button": [
        (
            "Lucas Moreau: Chose, Track my order, 12:00",
            "Chose | Track my order | 12:00",
        ),
    ],
    "button_reply": [
        (
            "Lucas Moreau: Chose, Yes, please, 12:00",
            "Chose | Yes, please | 12:00",
        ),
    ],
    "call_answered": [
        (
            "Lucas Moreau: Call, 12:00",
            "Lucas called – 1:02 · 12:00",
        ),
    ],
    "call_missed": [
        (
            "Lucas Moreau: Missed call, 12:00",
            "Lucas called – no answer · 12:00",
        ),
    ],
    "call_permission": [
        (
            "Lucas Moreau: Chose, Allowed calls, 12:00",
            "Chose | Allowed calls | 12:00",
        ),
    ],
    "contacts": [
        (
            "Lucas Moreau: Contact · Ana Costa Costa Ltd, Phone +351 912 345 678, Email a"
            "na@example.org, 12:00",
            "[Copy] | Ana Costa | Costa Ltd | Phone | +351 912 345 678 | Email | ana@exam"
            "ple.org | 12:00",
        ),
    ],
    "contacts_full": [
        (
            "Lucas Moreau: Contact · Ana Costa Fitter, Assembly · Costa Ltd, Phone +351 9"
            "12 345 678, Phone 351213456789, Email ana@example.org, Web https://example.o"
            "rg/ana, Address Rua Augusta 12, 1100-048 Lisboa, PT, Birthday 14 March 1987,"
            " 12:00",
            "[Copy] | Ana Costa | Fitter, Assembly · Costa Ltd | Phone | +351 912 345 678"
            " | Phone | 351213456789 | Email | ana@example.org | Web | https://example.or"
            "g/ana | Address | Rua Augusta 12, 1100-048 Lisboa, PT | Birthday | 14 March "
            "1987 | 12:00",
        ),
    ],
    "contacts_own_number": [
        (
            "Lucas Moreau: Shared their number. Contact · No name +33 6 12 34 56 78, 12:00",
            "Shared their number | [Copy] | No name | +33 6 12 34 56 78 | 12:00",
        ),
    ],
    "document": [
        (
            "Lucas Moreau: invoice 1041.pdf. My invoice, 12:00",
            "[Download] | invoice 1041.pdf | PDF · 6 bytes | My invoice | 12:00",
        ),
    ],
    "echo": [
        (
            "WhatsApp phone: I will call you, 12:00, sent",
            "WhatsApp phone | I will call you | 12:00",
        ),
    ],
    "echo_edit": [
        (
            "WhatsApp phone: I will call you at four, Edited, in answer to WhatsApp phone"
            ": I will call you, 12:00, sent",
            "Edited | WhatsApp phone | I will call you | I will call you at four | 12:00",
        ),
    ],
    "echo_revoke": [
        (
            "WhatsApp phone deleted a message, 12:00",
            "WhatsApp phone deleted a message · 12:00",
        ),
    ],
    "edit": [
        (
            "Lucas Moreau: Red please, Edited 12:00: the new words stand below, 12:00",
            "Edited 12:00: the new words stand below | Red please | 12:00",
        ),
        (
            "Lucas Moreau: Blue please, Edited, in answer to Lucas Moreau: Red please, 12:00",
            "Edited | Lucas Moreau | Red please | Blue please | 12:00",
        ),
    ],
    "flow_reply": [
        (
            "Lucas Moreau: Sent: Delivery day Friday, Extras assembly, old sofa, Floor 3,"
            " Lift ✓, 12:00",
            "Form | Sent | Delivery day | Friday | Extras | assembly, old sofa | Floor | "
            "3 | Lift | ✓ | 12:00",
        ),
    ],
    "flow_reply_no_object": [
        (
            "Lucas Moreau: Sent: Answer 1, 2, 12:00",
            "Form | Sent | Answer | 1, 2 | 12:00",
        ),
    ],
    "forwarded": [
        (
            "Lucas Moreau: Look at this, Forwarded, 12:00",
            "Forwarded | Look at this | 12:00",
        ),
    ],
    "frequently_forwarded": [
        (
            "Lucas Moreau: Look at this, Forwarded many times, 12:00",
            "Forwarded many times | Look at this | 12:00",
        ),
    ],
    "handover_passed": [
        (
            "The AI agent handed the customer over: “Wants a person.”, 12:00",
            "The AI agent handed the customer over: “Wants a person.” · 12:00",
        ),
    ],
    "handover_taken": [
        (
            "The AI agent answers this customer now, 12:00",
            "The AI agent answers this customer now · 12:00",
        ),
    ],
    "history": [
        (
            "Lucas Moreau: Do you deliver?, Monday 11 May at 11:46",
            "Do you deliver? | 11:46",
        ),
    ],
    "identity_changed": [
        (
            "Lucas set WhatsApp up anew: make sure who it is before you say anything that"
            " is private, 12:00",
            "Lucas set WhatsApp up anew: make sure who it is before you say anything that"
            " is private · 12:00",
        ),
    ],
    "image": [
        (
            "Lucas Moreau: Photo. The crack, 12:00",
            "The crack | 12:00",
        ),
    ],
    "interactive_hollow": [
        (
            "Lucas Moreau: Lucas sent something that can’t be shown here. WhatsApp doesn’"
            "t pass this kind of message on to businesses., 12:00",
            "Lucas sent something that can’t be shown here | · 12:00 | WhatsApp doesn’t p"
            "ass this kind of message on to businesses. | [Ask Lucas]",
        ),
    ],
    "list_reply": [
        (
            "Lucas Moreau: Chose, Friday, 9 to 12, 12:00",
            "Chose | Friday | 9 to 12 | 12:00",
        ),
    ],
    "location": [
        (
            "Lucas Moreau: Location · Home, 5 Avenue Anatole France, 12:00",
            "[Open map] | Home | 5 Avenue Anatole France | 12:00",
        ),
    ],
    "media_gone": [
        (
            "Lucas Moreau: This photo couldn’t be fetched. WhatsApp did not hand this fil"
            "e over., 12:00",
            "This photo couldn’t be fetched | · 12:00 | WhatsApp did not hand this file o"
            "ver. | [Ask Lucas]",
        ),
    ],
    "media_too_large": [
        (
            "Lucas Moreau: Lucas sent a file that is too large. WhatsApp passes files of "
            "up to 100 MB on., 12:00",
            "Lucas sent a file that is too large | · 12:00 | WhatsApp passes files of up "
            "to 100 MB on. | [Ask Lucas]",
        ),
    ],
    "new_kind": [
        (
            "Lucas Moreau: Lucas sent something that can’t be shown here. WhatsApp doesn’"
            "t pass this kind of message on to businesses., 12:00",
            "Lucas sent something that can’t be shown here | · 12:00 | WhatsApp doesn’t p"
            "ass this kind of message on to businesses. | [Ask Lucas]",
        ),
    ],
    "number_changed": [
        (
            "The customer’s number is now +33699999999, 12:00",
            "The customer’s number is now +33699999999 · 12:00",
        ),
    ],
    "order": [
        (
            "Lucas Moreau: Order · 2 items: 2 SOFA-1. By Friday?, 12:00",
            "Order · 2 items | 2 × SOFA-1 | €999.00 | By Friday? | 12:00",
        ),
    ],
    "product_enquiry": [
        (
            "Lucas Moreau came by the product SOFA-1, 12:00",
            "Lucas Moreau came by the product SOFA-1 · 12:00",
        ),
        (
            "Lucas Moreau: Is it in stock?, 12:00",
            "Is it in stock? | 12:00",
        ),
    ],
    "reaction": [
        (
            "Lucas Moreau: It arrived, 12:00, ❤️ from Lucas Moreau",
            "It arrived | 12:00 | ❤️",
        ),
    ],
    "reaction_removed": [
        (
            "Lucas Moreau: It arrived, 12:00",
            "It arrived | 12:00",
        ),
    ],
    "reply": [
        (
            "Lucas Moreau: Which one?, 12:00",
            "Which one? | 12:00",
        ),
        (
            "Lucas Moreau: The left one, in answer to Lucas Moreau: Which one?, 12:00",
            "Lucas Moreau | Which one? | The left one | 12:00",
        ),
    ],
    "reply_to_unknown": [
        (
            "Lucas Moreau: Yes, that one, in answer to Lucas Moreau: an older message, 12:00",
            "Lucas Moreau | Older than our history | Yes, that one | 12:00",
        ),
    ],
    "revoke": [
        (
            "Lucas Moreau: Lucas deleted this message. What it said is shown to nobody an"
            "y more., Deleted by the customer 12:00, 12:00",
            "Lucas deleted this message | · 12:00 | Deleted by the customer 12:00 · What "
            "it said is shown to nobody any more.",
        ),
        ("Lucas deleted a message, 12:00", "Lucas deleted a message · 12:00"),
    ],
    "standby": [
        (
            "Another app answers this customer now, 12:00",
            "Another app answers this customer now · 12:00",
        ),
        (
            "Lucas Moreau: To the other app, 12:00",
            "To the other app | 12:00",
        ),
    ],
    "standby_echo": [
        (
            "Another app answers this customer now, 12:00",
            "Another app answers this customer now · 12:00",
        ),
        (
            "Another app: Is that all? Buttons: Yes, No, 12:00, sent",
            "Another app | Is that all? | 12:00 | [Yes] | [No]",
        ),
    ],
    "standby_template": [
        (
            "Another app answers this customer now, 12:00",
            "Another app answers this customer now · 12:00",
        ),
        (
            "Another app: Order delayed, 12:00, sent",
            "Another app | Template · Order delayed | Order delayed | 12:00",
        ),
    ],
    "sticker": [
        (
            "Lucas Moreau: Sticker, 12:00",
            "12:00",
        ),
    ],
    "sticker_animated": [
        (
            "Lucas Moreau: Sticker, 12:00",
            "12:00",
        ),
    ],
    "text": [
        (
            "Lucas Moreau: Two legs are fine broken:\n• left\n• right\nthe SO-17 one, 12:00",
            "Two legs are fine broken:\u2028• left\u2028• right\u2028the SO-17 one | 12:00",
        ),
    ],
    "unavailable": [
        (
            "Lucas Moreau: Lucas sent a message that isn’t available. WhatsApp could not "
            "hand this message over., 12:00",
            "Lucas sent a message that isn’t available | · 12:00 | WhatsApp could not han"
            "d this message over. | [Ask Lucas]",
        ),
    ],
    "unsupported": [
        (
            "Lucas Moreau: Lucas sent something that can’t be shown here. WhatsApp doesn’"
            "t pass this kind of message on to businesses., 12:00",
            "Lucas sent something that can’t be shown here | · 12:00 | WhatsApp doesn’t p"
            "ass this kind of message on to businesses. | [Ask Lucas]",
        ),
    ],
    "unsupported_edit": [
        (
            "Lucas Moreau: Lucas edited a message. WhatsApp doesn’t say what the message "
            "reads now., 12:00",
            "Lucas edited a message | · 12:00 | WhatsApp doesn’t say what the message rea"
            "ds now. | [Ask Lucas]",
        ),
    ],
    "unsupported_gif": [
        (
            "Lucas Moreau: Lucas sent a GIF. WhatsApp did not pass this GIF on., 12:00",
            "Lucas sent a GIF | · 12:00 | WhatsApp did not pass this GIF on. | [Ask Lucas]",
        ),
    ],
    "unsupported_location": [
        (
            "Lucas Moreau: Lucas shared a live location. Live locations aren’t passed on "
            "to businesses., 12:00",
            "Lucas shared a live location | · 12:00 | Live locations aren’t passed on to "
            "businesses. | [Ask Lucas]",
        ),
    ],
    "unsupported_media_placeholder": [
        (
            "Lucas Moreau: Lucas sent something that can be viewed once. View-once pictur"
            "es and videos aren’t passed on to businesses., 12:00",
            "Lucas sent something that can be viewed once | · 12:00 | View-once pictures "
            "and videos aren’t passed on to businesses. | [Ask Lucas]",
        ),
    ],
    "unsupported_poll_creation": [
        (
            "Lucas Moreau: Lucas sent a poll. WhatsApp doesn’t pass polls on to businesse"
            "s., 12:00",
            "Lucas sent a poll | · 12:00 | WhatsApp doesn’t pass polls on to businesses. "
            "| [Ask Lucas]",
        ),
    ],
    "user_id_changed": [
        (
            "WhatsApp gave this customer a new id; it is the same person, 12:00",
            "WhatsApp gave this customer a new id; it is the same person · 12:00",
        ),
    ],
    "user_id_update": [
        (
            "WhatsApp gave this customer a new id; it is the same person, 12:00",
            "WhatsApp gave this customer a new id; it is the same person · 12:00",
        ),
    ],
    "video": [
        (
            "Lucas Moreau: Video. It wobbles, 12:00",
            "[Download] | Video | 6 bytes · download to watch | It wobbles | 12:00",
        ),
    ],
    "voice": [
        (
            "Lucas Moreau: Voice message, 12:00",
            "[Download] | Voice message | 6 bytes · download to listen | 12:00",
        ),
    ],
}
