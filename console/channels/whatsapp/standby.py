"""Standby: what another app of the business wrote to a customer, in the shape it was sent."""

from collections.abc import Iterator
from typing import Literal

from console.channels.whatsapp.contents import body_of
from console.channels.whatsapp.elements import Element, moment, part, parts, text
from console.channels.whatsapp.facts import Copy, Fact, MessageReceived, Noted, Who
from console.channels.whatsapp.inbound import digits
from console.domain.ids import PlatformId, TemplateId
from console.domain.messages import Body, Interactive, TemplateMessage

_STYLES: dict[str, Literal["buttons", "list", "link"]] = {
    "button": "buttons",
    "list": "list",
    "cta_url": "link",
}


def echo(element: Element, number_id: str) -> Iterator[Fact]:
    """What another app sent.

    Source: WhatsApp, "Conversation Routing": `message_echoes` hold the body of the send.
    """
    sent = part(element, "message") or element
    who = Who(
        phone=digits(text(sent, "to") or text(element, "to")),
        user_id=text(sent, "recipient") or text(element, "to_user_id"),
    )
    kind = text(sent, "type")
    if not text(element, "id") or not who.is_known or kind in {"", "reaction"}:
        yield Noted(about="standby echo")
        return
    yield MessageReceived(
        number_id=number_id,
        who=who,
        platform_id=PlatformId(text(element, "id")),
        at=moment(element),
        body=_body(sent, kind),
        quotes=text(part(sent, "context"), "message_id"),
        copy=Copy.STANDBY_ECHO,
    )


def _body(sent: Element, kind: str) -> Body:
    if kind == "template":
        return _template(part(sent, "template"))
    asked = part(part(sent, "interactive"), "body")
    if kind == "interactive" and text(asked, "text"):
        return _interactive(part(sent, "interactive"), text(asked, "text"))
    return body_of(sent)


def _template(template: Element) -> TemplateMessage:
    name = text(template, "name")
    return TemplateMessage(
        template_id=TemplateId(""),
        name=name,
        language=text(part(template, "language"), "code"),
        title=name.replace("_", " ").capitalize(),
        values={},
    )


def _interactive(sent: Element, words: str) -> Interactive:
    action = part(sent, "action")
    replies = (part(button, "reply") for button in parts(action, "buttons"))
    return Interactive(
        style=_STYLES.get(text(sent, "type"), "buttons"),
        text=words,
        options=tuple((text(one, "id"), text(one, "title")) for one in replies),
        button=text(action, "button") or text(part(action, "parameters"), "display_text"),
        footer=text(part(sent, "footer"), "text"),
    )
