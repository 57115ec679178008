"""Every kind of message the hub can send, as the domain has it."""

from __future__ import annotations

from console.domain.directions import MediaKind
from console.domain.ids import MediaId, TemplateId
from console.domain.messages import (
    Body,
    ContactCard,
    Contacts,
    Interactive,
    Location,
    Media,
    Text,
)
from console.domain.templates import Button, Category, Template, TemplateStatus

FILE = MediaId("m1")

#: Files that are uploaded, by what they are sent as
FILES = {
    "image": ("sofa-thumb.jpg", "image/jpeg"),
    "video": ("walkaround-living-room.mp4", "video/mp4"),
    "document": ("Facture_AF-88213.pdf", "application/pdf"),
    "audio": ("voice-note.ogg", "audio/ogg"),
    "sticker": ("sticker.webp", "image/webp"),
}

BODIES: dict[str, Body] = {
    "text": Text(text="Hello"),
    "text with a preview": Text(text="See https://example.com", preview_url=True),
    "place": Location(latitude=52.37, longitude=4.9, name="Shop", address="Damrak 1"),
    "place, bare": Location(latitude=52.37, longitude=4.9),
    "contacts": Contacts(
        cards=(
            ContactCard(
                name="Mark de Vries",
                phones=("+31 20 123 45 67",),
                emails=("mark@example.com",),
                organisation="Alder & Finch",
            ),
        )
    ),
    "buttons": Interactive(
        style="buttons",
        text="When?",
        options=(("a", "Friday"), ("b", "Monday")),
        header="Delivery",
        footer="Alder & Finch",
    ),
    "list": Interactive(
        style="list",
        text="When?",
        options=(("a", "Friday"), ("b", "Monday")),
        descriptions=("before noon",),
        button="Days",
    ),
    "list in sections": Interactive(
        style="list",
        text="When?",
        options=(("a", "Friday"), ("b", "Monday")),
        sections=("This week", "Next week"),
        button="Days",
    ),
    **{
        f"buttons below a {kind}": Interactive(
            style="buttons",
            text="This one?",
            options=(("a", "Yes"),),
            header_media=MediaKind(kind),
            header_media_id=FILE,
            header_file=f"sofa.{kind}",
        )
        for kind in ("image", "video", "document")
    },
    "link": Interactive(
        style="link", text="Track it", options=(("https://example.com", "Open"),)
    ),
    "request for a place": Interactive(style="location_request", text="Where are you?"),
    "request for a number": Interactive(style="contact_request", text="Your number?"),
}
BODIES |= {
    kind: Media(
        media=MediaKind(kind),
        media_id=FILE,
        mime=mime,
        name=name,
        caption="Here it is",
        voice=kind == "audio",
    )
    for kind, (name, mime) in FILES.items()
}


def _template(name: str, **parts: object) -> Template:
    values: dict[str, object] = {
        "template_id": TemplateId(f"w/{name}/en"),
        "name": name,
        "language": "en",
        "category": Category.UTILITY,
        "status": TemplateStatus.APPROVED,
        "body": "Your order is on its way.",
    }
    return Template(**(values | parts))  # type: ignore[arg-type]


#: The simulator's own, with parts that the hub fills in and doesn't make
SHOP_TEMPLATES = ("choose_a_fabric", "weekend_offer")  # a carousel, an offer that ends

#: Templates with every part that the hub fills in
TEMPLATES = [
    _template("plain"),
    _template(
        "numbered",
        header_format="text",
        header_text="Order {{1}}",
        body="Hello {{1}}, {{2}} is on its way.",
        footer="Alder & Finch",
        examples=(("header.1", "AF-1"), ("body.1", "Ana"), ("body.2", "A sofa")),
    ),
    _template(
        "named",
        body="Hello {{name}}, it is on its way.",
        named=True,
        examples=(("body.name", "Ana"),),
    ),
    *(_template(f"with_{kind}", header_format=kind) for kind in ("image", "video", "document")),
    _template("with_a_place", header_format="location"),
    _template(
        "quick_replies",
        buttons=(
            Button(kind="quick_reply", text="Thanks"),
            Button(kind="quick_reply", text="Call me"),
        ),
    ),
    _template(
        "links",
        buttons=(
            Button(kind="url", text="Track", url="https://example.com/{{1}}"),
            Button(kind="phone_number", text="Call us", phone_number="+31201234567"),
        ),
        examples=(("button.0", "AF-1"),),
    ),
    _template(
        "code",
        category=Category.MARKETING,
        buttons=(Button(kind="copy_code", text="Copy"),),
        examples=(("button.0", "SOFA10"),),
    ),
    _template("form", buttons=(Button(kind="flow", text="Open the form"),)),
    _template(
        "login",
        category=Category.AUTHENTICATION,
        body="Your code is {{1}}.",
        buttons=(Button(kind="otp", text="Copy the code"),),
        examples=(("body.1", "123456"), ("button.0", "123456")),
    ),
]
