"""The scenes of the tour: real clicks on the real road, one picture after the other."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit

from console.app.shop.colleague import PASSWORD
from console.app.stagehand import SIZE_PX, Stagehand
from console.desk.rows import LinkState
from console.domain.delivery import Delivery
from console.domain.directions import MediaKind
from console.domain.ids import MessageId
from console.domain.messages import Media, Text
from console.domain.people import Wanted
from console.domain.sessions import SessionStatus
from console.simulator import crowd
from console.simulator.incidents import Incidents
from console.simulator.scenarios import RESOURCES, scenario
from console.ui.picker.field import VariableField
from console.ui.picker.form import TemplateForm
from console.ui.viewer.viewer import ImageViewer

LUCAS, AMINA, LUKASZ = "Lucas Moreau", "أمينة السيد", "Łukasz Wiśniewski"
PRIYA, VASILIS, ISABELA = "Priya Raghunathan", "Βασίλης Παπαδόπουλος", "Isabela Monteiro"
_DRAFT = "The driver calls half an hour before. Please keep the packaging until then – "
_FITTER = "يصل الفني يوم السبت بين التاسعة والثانية عشرة، ويتصل بكِ قبل نصف ساعة"
_FILES = RESOURCES / "files"
_ALL_KINDS_PX = 3000
_LUCAS_WA_ID = "33612345678"


async def sign_in(hand: Stagehand) -> None:
    """First run and sign-in, as a rep does them the first time."""
    hand.screens.take_desk(hand.desk, signed_in=False)
    welcoming = hand.screens._welcoming  # noqa: SLF001 - the pages have no other door
    assert welcoming is not None
    first, form = welcoming.first, welcoming.sign_in
    hand.type(first.address, hand.road.hub_url)
    await hand.until(lambda: first.checks[0].isVisibleTo(first))
    await hand.calm()
    hand.shoot("12-first-run")
    hand.press(first.address, Qt.Key.Key_Return)
    await hand.until(lambda: welcoming.pages.currentWidget() is form)
    name, password = form.findChildren(QLineEdit)[:2]
    name.selectAll()
    hand.type(name, "maya.okafor")
    hand.type(password, "not the password")
    hand.press(password, Qt.Key.Key_Return)
    await hand.calm()
    hand.shoot("12b-sign-in")
    password.selectAll()
    hand.type(password, PASSWORD)
    hand.press(password, Qt.Key.Key_Return)
    await hand.until(lambda: hand.desk.link.state is LinkState.CONNECTED)


async def inbox(hand: Stagehand) -> None:
    """The day as it is, in both themes."""
    for name in (LUCAS, AMINA, PRIYA, LUKASZ, LUCAS):
        await hand.open(name)
    hand.type(hand.connections.column.foot.composer.text, _DRAFT)
    await hand.calm()
    await hand.shoot_both("01-inbox")


async def lapsed(hand: Stagehand) -> None:
    """The window lapsed: the picker stands where the composer was."""
    await hand.open(LUKASZ)
    form = hand.connections.column.foot.picker.findChild(TemplateForm)
    assert form is not None
    words = iter(
        (
            "Solvik sofa",
            "your Solvik sofa",
            "we found both legs and they ship on Friday 15 May",
        )
    )
    for field in form.findChildren(VariableField):
        if not field.value():
            field.take_focus()
            await hand.calm()
            hand.type_where_focus_is(next(words, "…"))
    await hand.calm()
    await hand.shoot_both("02-window-lapsed")


async def transfer(hand: Stagehand) -> None:
    """Handing Lucas over, with a note."""
    await hand.open(LUCAS)
    hand.do("transfer")
    dialog = await hand.dialog()
    notes = [*dialog.findChildren(QTextEdit), *dialog.findChildren(QPlainTextEdit)]
    if notes:
        hand.type(
            notes[0], "Claim approved, top ships Monday. He needs to pick Tue 19 May 8–12."
        )
    await hand.calm()
    hand.shoot("05-transfer-dialog")
    hand.press(dialog, Qt.Key.Key_Escape)
    await hand.calm()


async def ledger(hand: Stagehand) -> None:
    """What became of a message: first it waits, then it has been read."""
    await hand.open(LUCAS)
    hand.road.simulator.faults.error(133004)
    hand.road.simulator.customer(f"+{_LUCAS_WA_ID}").auto_read = True
    words = "The new table top leaves our warehouse on Monday."
    hand.desk.send(hand.session_of(LUCAS), Text(text=words))
    await hand.until(lambda: _in_state(hand, Delivery.RETRYING))
    message_id = _in_state(hand, Delivery.RETRYING)
    hand.connections.ledgers.open(message_id)
    dialog = await hand.dialog()
    hand.shoot("19-delivery-delayed")
    hand.press(dialog, Qt.Key.Key_Escape)
    await hand.desk.try_message_now(MessageId(message_id))
    await hand.until(lambda: not _in_state(hand, Delivery.RETRYING))
    await hand.time_is(hand.road.clock.now() + timedelta(seconds=40))
    hand.connections.ledgers.open(message_id)
    dialog = await hand.dialog()
    await hand.shoot_both("19-delivery")
    hand.press(dialog, Qt.Key.Key_Escape)
    await hand.calm()


def _in_state(hand: Stagehand, state: Delivery) -> str:
    """Our newest message on show that stands there; empty if there is none."""
    rows = [row.message for row in hand.connections.reading.rows()]
    return next((one.message_id for one in rows[::-1] if one.state is state), "")


async def offer(hand: Stagehand) -> None:
    """A new customer rings."""
    customer = hand.road.simulator.customer("+30 691 234 5678", VASILIS)
    customer.writes("Καλησπέρα, το τραπέζι ήρθε με γρατζουνιά. Μπορείτε να βοηθήσετε;")
    await hand.until(hand.desk.offers)
    await hand.time_is(hand.road.clock.now() + timedelta(seconds=12))
    await hand.calm()
    if hand.desk.link.state is not LinkState.CONNECTED:  # a slow machine looked like sleep
        hand.desk.try_now()
        await hand.until(lambda: hand.desk.link.state is LinkState.CONNECTED)
        await hand.calm()
    hand.shoot("04-work-offer")
    (ringing,) = hand.desk.offers()
    await hand.desk.decline(ringing.work_id, "Language")
    await hand.until(lambda: _has_an_owner(hand, VASILIS))
    await hand.calm()


def _has_an_owner(hand: Stagehand, name: str) -> bool:
    """Whether a colleague has taken this customer's open session."""
    rows = [row for row in hand.desk.all_sessions() if row.name == name]
    return not any(row.status is SessionStatus.WAITING for row in rows)


async def files(hand: Stagehand) -> None:
    """Every kind of file, coming, saved, going."""
    lucas = hand.road.simulator.customer("+33 6 12 34 56 78")
    lucas.sends_video(_FILES / "walkaround-living-room.mp4")
    lucas.sends_document(_FILES / "Facture_AF-88213.pdf", "Facture_AF-88213.pdf")
    sheet = "Room_measurements_and_order_list_May.xlsx"
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    lucas.sends_document(_FILES / sheet, sheet, mime)
    lucas.sends_voice(_FILES / "voice-note.ogg")
    await hand.open(LUCAS)
    shelf = hand.road.simulator.world.media.files
    before = set(shelf)
    lucas.sends_image(RESOURCES / "img" / "carton-thumb.jpg")
    for gone in set(shelf) - before:  # Meta has lost it
        del shelf[gone]
    await hand.time_is(hand.road.clock.now() + timedelta(minutes=1))
    await hand.calm()
    rows = hand.connections.reading.rows()
    for row in rows:
        body = row.message.body
        if isinstance(body, Media) and body.name.endswith(".pdf"):
            hand.connections.reading.download(row.message.message_id)
    await hand.calm()
    hand.connections.column.transcript.scroll_to_end()
    await hand.calm()
    hand.shoot("10b-file-cards")


async def kinds(hand: Stagehand) -> None:
    """One customer sends one of everything; then another app of the shop answers him."""
    (role,) = scenario("kinds").cast
    world = hand.road.simulator.world
    lucas = world.person(_LUCAS_WA_ID)
    role = replace(role, name=LUCAS, phone=f"+{lucas.wa_id}")
    crowd.begin(world, (role,), 0.0, world.clock.now())
    await hand.time_is(world.clock.now() + timedelta(minutes=3))
    await hand.open(LUCAS)
    window, transcript = hand.screens.window, hand.connections.column.transcript
    window.resize(SIZE_PX[0], _ALL_KINDS_PX)
    await hand.calm()
    transcript.scroll_to_end()
    await hand.shoot_both("19-every-kind")
    window.resize(*SIZE_PX)
    Incidents(world).another_app_takes(role.phone, "ai_agent")
    await hand.calm()
    transcript.scroll_to_end()
    await hand.shoot_both("20-another-app")


async def viewer(hand: Stagehand) -> None:
    """A picture large, and what was downloaded."""
    await hand.open(LUCAS)
    rows = hand.connections.reading.rows()
    pictures = [
        row.message
        for row in rows
        if isinstance(row.message.body, Media)
        and row.message.body.media is MediaKind.IMAGE
        and row.message.body.caption.startswith("One corner")
    ]
    hand.connections.picture_wanted.emit(pictures[0].message_id)
    await hand.calm()
    hand.connections.downloads.open()
    await hand.calm()
    hand.shoot("10-image-viewer")
    assert hand.connections.downloads.card is not None
    hand.connections.downloads.card.leave()
    large = hand.screens.window.findChild(ImageViewer)
    assert large is not None
    hand.press(large, Qt.Key.Key_Escape)
    await hand.calm()
    if large.isVisible():
        large.leave()
        await hand.calm()


async def compact(hand: Stagehand) -> None:
    """The smallest comfortable window."""
    await hand.open(LUCAS)
    hand.screens.window.resize(1024, 700)
    await hand.calm()
    hand.shoot("15-compact-1024x700")
    hand.screens.window.resize(*SIZE_PX)
    await hand.calm()


async def offline(hand: Stagehand) -> None:
    """The hub is out of reach; what is written waits."""
    await hand.open(AMINA)
    await hand.road.stop_hub()
    await hand.until(lambda: hand.desk.link.state is LinkState.OFFLINE)
    session_id = hand.session_of(AMINA)
    for words in (
        "أهلًا أمينة، يصل الفني يوم السبت بين التاسعة والثانية عشرة.",
        "هل يناسبك هذا الموعد؟",
    ):
        hand.desk.send(session_id, Text(text=words))
    await hand.calm()
    hand.connections.column.transcript.scroll_to_end()
    await hand.shoot_both("16b-offline")
    await hand.road.start_hub()
    await hand.until(lambda: hand.desk.link.state is LinkState.CONNECTED)
    await hand.until(lambda: not hand.desk.waiting_to_send())
    await hand.calm()


async def lapse_while_typing(hand: Stagehand) -> None:
    """Amina's window lapses in the middle of a sentence: before, in the second, after."""
    await hand.open(AMINA)
    row = hand.desk.row(hand.session_of(AMINA))
    assert row is not None
    assert row.expires_at is not None
    await hand.time_is(row.expires_at - timedelta(seconds=45))
    composer = hand.connections.column.foot.composer
    hand.type(composer.text, _FITTER)
    await hand.calm()
    hand.shoot("18-1-last-minute")
    await hand.time_is(row.expires_at)
    await asyncio.sleep(0.16)
    hand.shoot("18-2-lapsed")
    hand.press_where_focus_is(Qt.Key.Key_Return)
    await hand.calm()
    await hand.calm()
    hand.do("templates")
    await hand.calm()
    hand.shoot("18-3-template-picker")


async def empty(hand: Stagehand) -> None:
    """Nobody writes to this rep at the moment."""
    await hand.sign_in("ana")
    await hand.calm()
    hand.shoot("16-empty")


async def take_over(hand: Stagehand) -> None:
    """A supervisor reads along and takes over."""
    await hand.sign_in("ruth")
    await hand.desk.set_presence(Wanted.ONLINE)
    await hand.open(ISABELA)
    hand.shoot("06-read-only")
    hand.do("take_over")
    dialog = await hand.dialog()
    lines = dialog.findChildren(QLineEdit)
    if lines:
        hand.type(lines[-1], "I’ll settle the compensation, thanks!")
    await hand.calm()
    hand.shoot("06-take-over")
    hand.press(dialog, Qt.Key.Key_Escape)
    await hand.desk.set_presence(Wanted.OFFLINE)
    await hand.calm()
