"""Cards: a tile, two lines and buttons, for files, places and people."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF

from console.desk.rows import FileProgress, FileState, TranscriptRow
from console.domain.delivery import NOT_SENT
from console.domain.directions import Direction, MediaKind
from console.domain.file_names import Care, care_of
from console.domain.messages import ContactCard, Location, Media, clock_length
from console.domain.texts import N_, _
from console.ui.paint.text import text_width
from console.ui.theme.theme import Theme
from console.ui.transcript.parts import (
    BODY_STRONG_FONT,
    CAPTION_NUMBERS,
    Act,
    Card,
    Part,
    middle_elided,
)
from console.ui.transcript.pieces import Box, Glyph, Hit, Line, Ring, Sheet, corners
from console.ui.transcript.sounds import Heard
from console.ui.transcript.wording import (
    NO_PLAYER,
    birthday_text,
    file_facts,
    file_look,
    file_name,
    progress_text,
    size_text,
)

_SAVED = {
    Care.OPENS: N_("Saved to Downloads"),
    Care.WARNED: N_("Saved. Open it only if you expected it."),
    Care.KEPT_SHUT: N_("Saved shut: this type could do harm."),
}
SMALL_FONT = ("caption", 500, False)
_MAP = "https://www.openstreetmap.org/?mlat={0:.6f}&mlon={1:.6f}#map=16/{0:.6f}/{1:.6f}"


def card_part(card: Card, room: float, theme: Theme, message_id: str) -> Part:
    """A card 48 high; its title gives way in the middle before its buttons do."""

    def put(sheet: Sheet, box: QRectF) -> None:
        face = QRectF(box.left(), box.top(), box.width(), 48)
        sheet.add(Box(face, corners(8), "bg.surface"))
        put_tile(sheet, QPointF(face.left() + 6, face.top() + 6), 36, card)
        right = _put_acts(sheet, face, card, theme, message_id)
        left, width = face.left() + 52, right - 10 - face.left() - 52
        title = middle_elided(card.title, width, BODY_STRONG_FONT, theme)
        sheet.add(
            Line(
                QRectF(left, face.top() + 7, width + 1, 18),
                title,
                BODY_STRONG_FONT,
                "text.primary",
            ),
            Line(
                QRectF(left, face.top() + 25, width + 1, 16),
                card.line,
                CAPTION_NUMBERS,
                card.line_color,
            ),
        )
        if title != card.title or card.tip:
            area = QRectF(left, face.top(), width, 48)
            sheet.hit(Hit(area, "", "", card.title, card.tip or card.title))

    return Part(room, 48, put)


def put_tile(sheet: Sheet, at: QPointF, size_px: int, card: Card) -> None:
    """The coloured square with the glyph of its kind."""
    glyph_px = 20 if size_px >= 36 else 18
    inset = (size_px - glyph_px) / 2
    sheet.add(
        Box(QRectF(at.x(), at.y(), size_px, size_px), corners(6), f"avatar.{card.hue}.bg"),
        Glyph(at + QPointF(inset, inset), glyph_px, card.icon, f"avatar.{card.hue}.fg"),
    )


def _put_acts(sheet: Sheet, face: QRectF, card: Card, theme: Theme, message_id: str) -> float:
    """Buttons from the right; how far left they reach."""
    right = face.right() - 8
    for act in reversed(card.acts):
        width = button_width(act.label, bool(act.icon), theme) if act.label else 24.0
        rect = QRectF(right - width, face.top() + 12, width, 24)
        hit = Hit(rect, act.action, act.value or message_id, act.name or act.label, act.name)
        sheet.button(rect, hit, act.label, act.icon, "outlined" if act.label else "ghost")
        right -= width + 4
    if card.moving:
        sheet.add(Ring(QRectF(right - 20, face.top() + 14, 20, 20), card.share))
        right -= 24
    return right + 4 if card.acts or card.moving else face.right()


def button_width(label: str, icon: bool, theme: Theme) -> float:
    """Width of a small button."""
    return round(text_width(label, SMALL_FONT, theme)) + 16 + (19 if icon else 0)


#: What is expected to be seen; of any other file it is no news that it is no picture.
_PICTURES = {MediaKind.IMAGE, MediaKind.STICKER}


def file_card(row: TranscriptRow, media: Media) -> Card:
    """The card of a file in whatever state it is."""
    icon, hue = file_look(media)
    unshown = _(media.unshown) if media.media in _PICTURES else ""
    name, facts = file_name(media), unshown or file_facts(media)
    outbound = row.message.direction is Direction.OUTBOUND
    file = row.file or FileProgress(state=FileState.AT_HUB)
    if outbound and row.message.state in NOT_SENT:
        return Card(icon, hue, name, facts)
    match file.state:
        case FileState.MOVING:
            return _moving(Card(icon, hue, name, ""), file, row.local)
        case FileState.SAVED if not row.local:
            return _saved(Card(icon, hue, name, ""), file.path)
        case FileState.FAILED:
            trouble = file.trouble or _("The download stopped")
            act = Act(
                "download",
                _("Retry"),
                "common.retry",
                name=_("Try {name} again").format(name=name),
            )
            return Card(icon, hue, name, trouble, "danger.fg", (act,), tip=trouble)
    act = Act(
        "download",
        _("Download"),
        "viewer.download",
        name=_("Download {name}").format(name=name),
    )
    return Card(icon, hue, name, facts, acts=() if row.local else (act,), tip=unshown)


def is_sound(row: TranscriptRow, media: Media) -> bool:
    """Whether the card is of something that can be played."""
    return media.media is MediaKind.AUDIO and bool(media.media_id) and not row.local


def sound_card(card: Card, message_id: str, heard: Heard | None) -> Card:
    """The card with Play before everything else, whose label gives way to its glyph."""
    playing = heard is not None and heard.playing
    label = _("Pause") if playing else _("Play")
    name = _("{act} {title}").format(act=label, title=card.title)
    play = Act("act:play", label, "pause" if playing else "play", message_id, name)
    line = card.line.removesuffix(f" · {_(NO_PLAYER[MediaKind.AUDIO])}")
    if heard is not None and heard.of_ms:
        times = (clock_length(heard.at_ms / 1000), clock_length(heard.of_ms / 1000))
        line = _("{at} of {length}").format(at=times[0], length=times[1])
    acts = (play, *(replace(act, label="") for act in card.acts))
    return replace(card, line=line, acts=acts)


def _saved(card: Card, path: str) -> Card:
    """What harmless types offer is to open them; for others it is the folder alone."""
    name, care = card.title, care_of(path)
    if care is Care.OPENS:
        act = Act(
            "open", _("Open"), "content.openFolder", name=_("Open {name}").format(name=name)
        )
    else:
        words = _("Show {name} in its folder").format(name=name)
        act = Act("open", _("Show"), "content.openFolder", name=words)
    line = _(_SAVED[care])
    tip = path if care is Care.OPENS else f"{line}\n{path}"
    return Card(card.icon, card.hue, name, line, acts=(act,), tip=tip)


def _moving(card: Card, file: FileProgress, uploads: bool) -> Card:
    share = file.done_bytes / file.total_bytes if file.total_bytes else None
    cancel = Act(
        "cancel_file", "", "common.close", name=_("Cancel {title}").format(title=card.title)
    )
    if uploads:
        line = _("Uploading {percent} % · {size}").format(
            percent=round((share or 0) * 100), size=size_text(file.total_bytes)
        )
        return Card(card.icon, card.hue, card.title, line, acts=(cancel,), share=share)
    line = progress_text(file.done_bytes, file.total_bytes, file.seconds_left)
    return Card(card.icon, card.hue, card.title, line, acts=(cancel,), share=share, moving=True)


def location_card(place: Location) -> Card:
    """A place with a way to the map."""
    where = f"{place.latitude:.5f}, {place.longitude:.5f}"
    title = place.name or place.address or _("Location")
    line = place.address if place.name and place.address else where
    url = _MAP.format(place.latitude, place.longitude)
    act = Act("link", _("Open map"), "", url, _("Open the map in the browser"))
    return Card("map-pin", 5, title, line, acts=(act,), tip=f"{title}\n{where}")


def contact_lines(card: ContactCard) -> list[tuple[str, str]]:
    """What the card has no room for, each with its label."""
    on_card = 0 if card.role or card.organisation else 1
    labelled = (
        (_("Phone"), card.phones[on_card:]),
        (_("Email"), card.emails if card.phones else card.emails[on_card:]),
        (_("Web"), card.urls),
        (_("Address"), card.addresses),
        (_("Birthday"), (birthday_text(card.birthday),)),
    )
    return [(label, value) for label, values in labelled for value in values if value]


def contact_card(card: ContactCard) -> Card:
    """A person with a number to copy."""
    reach = card.phones + card.emails
    work = " · ".join(part for part in (card.role, card.organisation) if part)
    line = work or next(iter(reach), _("No number"))
    acts = (
        (Act("copy", _("Copy"), "copy", reach[0], _("Copy {reach}").format(reach=reach[0])),)
        if reach
        else ()
    )
    return Card("identification-card", 7, card.name, line, acts=acts, tip="\n".join(reach))
