"""Draws the inbox and the components in every look: `python -m tests.ui.pictures [folder]`."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from console.ui.inbox.panel import InboxPanel
from console.ui.paint.pill import PillSize
from console.ui.theme.style import set_kind
from console.ui.theme.theme import ThemeService
from console.ui.tick import ClockService
from console.ui.widgets.banner import Banner
from console.ui.widgets.chip import Chip
from console.ui.widgets.countdown import CountdownPill
from console.ui.widgets.icon_button import IconButton
from console.ui.widgets.meters import CapacityMeter, LimitMeter
from console.ui.widgets.portrait import Portrait
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.search_field import SearchField
from console.ui.widgets.segmented import Segmented
from console.ui.widgets.status_item import StatusItem
from console.ui.widgets.switch import Switch
from tests.ui.inbox.furniture_shop import NOW, shop_inbox, shop_offer

LOOKS = [
    ("light", "comfortable"),
    ("dark", "comfortable"),
    ("light", "compact"),
    ("dark", "roomy"),
]
LEFTS = [
    timedelta(hours=18),
    timedelta(hours=3, minutes=12),
    timedelta(minutes=24, seconds=7),
    timedelta(0),
]


def draw_all(folder: Path) -> list[Path]:
    """The pictures drawn, one for each look of inbox and components."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    QCursor.setPos(4000, 4000)
    service, clock = ThemeService(), ClockService(lambda: NOW)
    service.apply(app)
    drawn = []
    for name, density in LOOKS:
        service.set(name, density=density)
        for what, widget in (
            ("inbox", inbox(service, clock)),
            ("components", components(clock)),
        ):
            target = folder / f"{what}-{name}-{density}.png"
            window = QWidget()
            widget.setParent(window)
            window.show()  # icons are tinted when somebody sees them
            widget.grab().save(str(target))
            drawn.append(target)
    return drawn


def inbox(service: ThemeService, clock: ClockService) -> QWidget:
    """The inbox pane with an offer."""
    panel = InboxPanel(service, clock)
    panel.resize(320, 808)
    panel.set_rows(shop_inbox())
    panel.set_offers([shop_offer()])
    panel.view.select("s-Lucas Moreau")
    return panel


def components(clock: ClockService) -> QWidget:
    """All small widgets on a pane."""
    page = QWidget()
    set_kind(page, "pane")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(page)
    for row in (_buttons(), _chips(), _controls(), _meters(), *_pills(clock, page), _people()):
        line = QHBoxLayout()
        for widget in row:
            line.addWidget(widget)
        line.addStretch()
        column.addLayout(line)
    for tone in ("info", "warning", "danger", "success", "whisper"):
        banner = Banner(page)
        banner.say(tone, f"A banner of the tone {tone}", "What happened, why, what next.")
        banner.set_buttons(PushButton("Try now"))
        column.addWidget(banner)
    page.resize(560, 760)
    return page


def _buttons() -> list[QWidget]:
    off = PushButton("Send", "primary")
    off.setEnabled(False)
    send = PushButton("Send", "primary", icon_name="composer.send", icon_weight="fill")
    rest = [
        PushButton(kind.capitalize(), kind) for kind in ("secondary", "danger", "ghost", "link")
    ]
    return [send, off, *rest]


def _chips() -> list[QWidget]:
    chips = [Chip(word) for word in ("All", "Unread", "Lapsing")]
    chips[0].setChecked(True)
    for count, chip in enumerate(chips, 3):
        chip.set_count(count)
    button = IconButton("session.details", "Details", checkable=True)
    button.setChecked(True)
    return [*chips, Chip("Channel", opens_menu=True), button]


def _controls() -> list[QWidget]:
    on, check = Switch("Sound"), QCheckBox("Check")
    on.setChecked(True)
    check.setChecked(True)
    theme = Segmented([("light", "Light"), ("dark", "Dark")], "Theme")
    return [SearchField("Search sessions", "Ctrl+F"), on, Switch("Off"), check, theme]


def _meters() -> list[QWidget]:
    capacity, limit = CapacityMeter(), LimitMeter("Recipients")
    capacity.set_load(7, 8)
    limit.set_used(930, 1000)
    item = StatusItem("status.outbox")
    item.say("2 waiting to send", "warning")
    return [capacity, limit, item]


def _pills(clock: ClockService, page: QWidget) -> list[list[QWidget]]:
    rows: list[list[QWidget]] = []
    for left in LEFTS:
        pills = [CountdownPill(clock, size, page) for size in PillSize]
        for pill in pills:
            pill.set_window(NOW + left)
        rows.append([*pills])
    return rows


def _people() -> list[QWidget]:
    people: list[QWidget] = []
    for number, wanted in enumerate(("online", "busy", "away", "offline")):
        portrait = Portrait(32, "bg.pane")
        portrait.set_person(str(number), "Maya Okafor", wanted=wanted)
        people.append(portrait)
    customer = Portrait(44, "bg.pane")
    customer.set_person("9", "Lucas Moreau", channel="whatsapp")
    return [*people, customer]


if __name__ == "__main__":
    application = QApplication([])
    wanted_folder = Path(sys.argv[1] if len(sys.argv) > 1 else "shots")
    sys.stdout.write("\n".join(map(str, draw_all(wanted_folder))) + "\n")
