"""Sends: an outgoing message as the call that sends it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from console.channels.whatsapp import template_sends
from console.channels.whatsapp.calls import GraphCall
from console.channels.whatsapp.inbound import digits
from console.domain.directions import MediaKind
from console.domain.ids import MediaId, MessageId, PlatformId
from console.domain.messages import (
    Body,
    ContactCard,
    Contacts,
    Interactive,
    Location,
    Media,
    TemplateMessage,
    Text,
)
from console.domain.templates import Template
from console.domain.texts import N_

Content = dict[str, Any]
_NO_CAPTION = frozenset({MediaKind.AUDIO, MediaKind.STICKER})


@dataclass(frozen=True, slots=True)
class NotSendable:
    """Why no call can be made of a message, in words for the rep."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message and all that its call needs.

    Attributes:
        address: digits, or a user id; a user id is recognised by its letters.
        files: the platform's ids of the files, by the hub's.
        quotes: the platform's id of the message it answers.
        template: the template as the platform has it, for a template message.
    """

    number_id: str
    address: str
    message_id: MessageId
    body: Body
    files: Mapping[MediaId, str]
    quotes: str = ""
    template: Template | None = None


def call_for(outgoing: Outgoing) -> GraphCall | NotSendable:
    """The call that sends a message.

    Our own id goes along and comes back with every status.

    Source: WhatsApp, "Message API": `biz_opaque_callback_data`, at most 512 characters.
    """
    made = _content(outgoing)
    if isinstance(made, NotSendable):
        return made
    kind, content = made
    body: Content = {"messaging_product": "whatsapp", "recipient_type": "individual"}
    body |= addressed(outgoing.address) | {"type": kind, kind: content}
    if outgoing.quotes and kind != "template":
        body["context"] = {"message_id": outgoing.quotes}
    body["biz_opaque_callback_data"] = outgoing.message_id
    return _post(outgoing.number_id, body)


def reaction_call(
    number_id: str, address: str, target: PlatformId, emoji: str, message_id: MessageId
) -> GraphCall:
    """The call that reacts to a customer's message; an empty `emoji` takes it back."""
    content = {"message_id": target, "emoji": emoji}
    body: Content = {"messaging_product": "whatsapp", "recipient_type": "individual"}
    body |= addressed(address) | {"type": "reaction", "reaction": content}
    return _post(number_id, body | {"biz_opaque_callback_data": message_id})


def read_call(number_id: str, platform_id: PlatformId, *, typing: bool = False) -> GraphCall:
    """The call that marks a message and all earlier ones as read, and may show typing.

    Source: WhatsApp, "Typing indicators": shown for 25 seconds or until the next message.
    """
    body: Content = {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": platform_id,
    }
    return _post(number_id, body | ({"typing_indicator": {"type": "text"}} if typing else {}))


def take_thread_call(number_id: str, address: str) -> GraphCall:
    """The call that takes a customer's thread from another app of the business.

    Source: WhatsApp, "Conversation Routing": `thread_control`, for the escalation partner.
    """
    body = {"messaging_product": "whatsapp", "action": "take"} | addressed(address)
    return GraphCall(method="POST", path=f"/{number_id}/thread_control", body=body)


def addressed(address: str) -> Content:
    """Whom a message goes to.

    Source: WhatsApp: a number without "+" is taken for one of the business's own country.
    """
    number = digits(address)
    return {"to": f"+{number}"} if number else {"recipient": address}


def _post(number_id: str, body: Content) -> GraphCall:
    return GraphCall(method="POST", path=f"/{number_id}/messages", body=body)


def _content(outgoing: Outgoing) -> tuple[str, Content | list[Content]] | NotSendable:
    match outgoing.body:
        case Text() as text:
            preview = {"preview_url": True} if text.preview_url else {}
            return "text", {"body": text.text, **preview}
        case Media() as media:
            return _media(media, outgoing.files)
        case Location() as place:
            named = {"name": place.name, "address": place.address}
            degrees = {"latitude": place.latitude, "longitude": place.longitude}
            return "location", degrees | {key: one for key, one in named.items() if one}
        case Contacts() as contacts:
            return "contacts", [_card(card) for card in contacts.cards]
        case Interactive() as interactive:
            return _interactive(interactive, outgoing.files)
        case TemplateMessage() as message:
            return _template(message, outgoing)
    return NotSendable(N_("This kind of message can’t be sent on WhatsApp."))


def _media(media: Media, files: Mapping[MediaId, str]) -> tuple[str, Content] | NotSendable:
    platform_id = files.get(media.media_id)
    if platform_id is None:
        return NotSendable(N_("The file could not be handed to WhatsApp. Attach it again."))
    content: Content = {"id": platform_id}
    if media.caption and media.media not in _NO_CAPTION:
        content["caption"] = media.caption
    if media.media is MediaKind.DOCUMENT:
        content["filename"] = media.name or "File"
    if media.voice and media.mime == "audio/ogg":
        content["voice"] = True
    return media.media.value, content


def _template(
    message: TemplateMessage, outgoing: Outgoing
) -> tuple[str, Content] | NotSendable:
    if outgoing.template is None:
        return NotSendable(N_("The template isn’t there any more. Choose another one."))
    header = message.header_media_id
    file = outgoing.files.get(header) if header else None
    cards = [outgoing.files.get(one.media_id or MediaId("")) for one in message.cards]
    if (template_sends.needs_file(outgoing.template) and file is None) or None in cards:
        return NotSendable(N_("The file for the heading could not be handed to WhatsApp."))
    return "template", template_sends.content(
        outgoing.template,
        message.values,
        header_file=file or "",
        card_files=[one or "" for one in cards],
        message_id=outgoing.message_id,
    )


def _card(card: ContactCard) -> Content:
    first, _, last = card.name.partition(" ")
    # one part of the name is demanded besides the whole
    name = {"formatted_name": card.name, "first_name": first} | (
        {"last_name": last} if last else {}
    )
    shown: Content = {"name": name}
    if card.phones:
        shown["phones"] = [{"phone": phone, "type": "WORK"} for phone in card.phones]
    if card.emails:
        shown["emails"] = [{"email": email, "type": "WORK"} for email in card.emails]
    if card.organisation:
        shown["org"] = {"company": card.organisation}
    return shown


def _interactive(
    message: Interactive, files: Mapping[MediaId, str]
) -> tuple[str, Content] | NotSendable:
    kind, action = _ACTIONS[message.style](message)
    content: Content = {"type": kind, "body": {"text": message.text}, "action": action}
    if message.header_media is not None:
        file = files.get(message.header_media_id or MediaId(""))
        if file is None:
            return NotSendable(N_("The file for the heading could not be handed to WhatsApp."))
        named = message.header_media is MediaKind.DOCUMENT
        shown = {"id": file} | ({"filename": message.header_file or "File"} if named else {})
        heading = message.header_media.value
        content["header"] = {"type": heading, heading: shown}
    elif message.header:
        content["header"] = {"type": "text", "text": message.header}
    if message.footer:
        content["footer"] = {"text": message.footer}
    return "interactive", content


def _buttons(message: Interactive) -> tuple[str, Content]:
    replies = [
        {"type": "reply", "reply": {"id": key, "title": title}}
        for key, title in message.options
    ]
    return "button", {"buttons": replies}


def _list(message: Interactive) -> tuple[str, Content]:
    sections: list[Content] = []
    every = zip_longest(message.options, message.descriptions, message.sections, fillvalue="")
    for option, words, title in every:
        if not option:
            break
        if title or not sections:
            sections.append(({"title": title} if title else {}) | {"rows": []})
        row = {"id": option[0], "title": option[1]}
        sections[-1]["rows"].append(row | ({"description": words} if words else {}))
    return "list", {"button": message.button or "Choose", "sections": sections}


def _link(message: Interactive) -> tuple[str, Content]:
    url, title = message.options[0] if message.options else ("", "")
    parameters = {"display_text": title or message.button, "url": url}
    return "cta_url", {"name": "cta_url", "parameters": parameters}


_ACTIONS: dict[str, Callable[[Interactive], tuple[str, Content]]] = {
    "buttons": _buttons,
    "list": _list,
    "link": _link,
    "location_request": lambda _: ("location_request_message", {"name": "send_location"}),
    "contact_request": lambda _: ("request_contact_info", {"name": "request_contact_info"}),
}
