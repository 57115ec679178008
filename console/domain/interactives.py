"""Messages with buttons, a list or a link, and requests: what each may hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from console.domain.directions import MediaKind
from console.domain.lengths import missing, over, text_length
from console.domain.links import link_of
from console.domain.messages import Interactive
from console.domain.texts import N_, _

#: Source: WhatsApp, "Interactive messages": limits of each part.
HEADER, FOOTER, URL = 60, 60, 2000
LIST_BUTTON, SECTION = 20, 24
#: Source: the same: files that may stand above the text of buttons and links.
HEADING_FILES = (MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.DOCUMENT)
_ID = {"buttons": 256, "list": 200}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What one style of message holds.

    Attributes:
        options: most buttons or rows; 0 for a request, whose button is the platform's.
        title, description: most characters of each option's; 0 where there is none.
        framed: it may have a heading and a footer.
        filed: its heading may be a file.
    """

    text: int = 1024
    options: int = 0
    title: int = 0
    description: int = 0
    framed: bool = True
    filed: bool = False


SHAPES = {
    "buttons": Shape(options=3, title=20, filed=True),
    "list": Shape(text=4096, options=10, title=24, description=72),
    "link": Shape(options=1, title=20, filed=True),
    "location_request": Shape(framed=False),
    "contact_request": Shape(framed=False),
}
TEXT, HEADING, FOOT = N_("Text"), N_("Heading"), N_("Footer")
BUTTON, ROW, DESCRIPTION = N_("Button {count}"), N_("Row {count}"), N_("Description {count}")
OPENS_LIST, ADDRESS, LABEL = N_("Button that opens the list"), N_("Address"), N_("Button")
SECTION_ABOVE = N_("Section above row {count}")


def problem(message: Interactive) -> str:
    """The first thing that keeps it from being sent, as a sentence; empty if nothing does."""
    return next((found for found in _problems(message) if found), "")


def _problems(message: Interactive) -> Iterator[str]:
    shape = SHAPES[message.style]
    yield missing(_(TEXT), message.text) or over(_(TEXT), message.text, shape.text)
    if not shape.framed:
        return
    yield from _of_heading(message, shape)
    yield over(_(FOOT), message.footer, FOOTER)
    if message.style == "link":
        yield from _of_link(message)
        return
    yield from _of_options(message, shape)
    if message.style == "list":
        yield from _of_sections(message)
        label = _(OPENS_LIST)
        yield missing(label, message.button) or over(label, message.button, LIST_BUTTON)


def _of_heading(message: Interactive, shape: Shape) -> Iterator[str]:
    yield over(_(HEADING), message.header, HEADER)
    if message.header_media is None:
        return
    if message.header:
        yield _("A heading is a text or a file, not both. Take one of them away.")
    if not shape.filed or message.header_media not in HEADING_FILES:
        yield _("Only a picture, a video or a document can stand above buttons or a link.")


def _of_link(message: Interactive) -> Iterator[str]:
    url, title = message.options[0] if message.options else ("", "")
    label = _(LABEL)
    yield missing(label, title) or over(label, title, SHAPES["link"].title)
    yield missing(_(ADDRESS), url) or over(_(ADDRESS), url, URL)
    link = link_of(url)
    if link is None or not link.url.startswith(("https://", "http://")):
        yield _("The address has to begin with https:// and name a site. Correct it.")
    if len(message.options) > 1:
        yield _("A message has one link button at most.")


def _of_options(message: Interactive, shape: Shape) -> Iterator[str]:
    options = message.options
    is_list = message.style == "list"
    label = _(ROW) if is_list else _(BUTTON)
    yield missing(label.format(count=1), options[0][1] if options else "")
    if len(options) > shape.options:
        words = _("At most {count} rows.") if is_list else _("At most {count} buttons.")
        yield words.format(count=shape.options)
    for place, (key, title) in enumerate(options, 1):
        named = label.format(count=place)
        yield missing(named, title) or over(named, title, shape.title)
        if not key or text_length(key) > _ID[message.style]:
            yield _("“{label}” has no usable id.").format(label=named)
    for place, words in enumerate(message.descriptions, 1):
        yield over(_(DESCRIPTION).format(count=place), words, shape.description)
    yield from _alike(message)


def _of_sections(message: Interactive) -> Iterator[str]:
    """Source: WhatsApp: with more than one section, each needs a title."""
    for place, title in enumerate(message.sections, 1):
        yield over(_(SECTION_ABOVE).format(count=place), title, SECTION)
    if any(message.sections[1:]) and not message.sections[0]:
        yield missing(_(SECTION_ABOVE).format(count=1), "")


def _alike(message: Interactive) -> Iterator[str]:
    """Source: WhatsApp refuses buttons with the same title, and rows with the same id."""
    titles = [title.strip() for _key, title in message.options]
    keys = [key for key, _title in message.options]
    if message.style == "buttons" and len(set(titles)) < len(titles):
        yield _("Two buttons say the same. Change one of them.")
    elif len(set(keys)) < len(keys):
        yield _("Two rows have the same id. Change one of them.")
