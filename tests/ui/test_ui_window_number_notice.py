"""What supervisors are told of numbers: what ends soon, what gets worse, what is paused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QPushButton

from console.desk.changes import DirectoryChanged
from console.domain.people import Role
from console.ui.header.channel_words import alarm_words
from console.ui.widgets.banner import Banner
from console.wire.views import ChannelView, RepView
from tests.ui.given_window import InWindow, Screens, turns
from tests.ui.inbox.furniture_shop import NOW
from tests.ui.shop import shop_reps

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

SHOP = ChannelView(
    channel_id="wa",  # type: ignore[arg-type]
    kind="whatsapp",
    name="Shop",
    display_number="",
)


def person(role: Role) -> RepView:
    return replace(shop_reps()[0], role=role)


@pytest.mark.parametrize(
    ("left", "tone", "said"),
    [
        (timedelta(days=31), "", ""),
        (timedelta(days=29, hours=1), "info", "The access token of Shop ends in 29 days."),
        (timedelta(days=7), "warning", "The access token of Shop ends in 7 days."),
        (timedelta(days=1), "danger", "The access token of Shop ends in 1 day."),
        (timedelta(hours=5), "danger", "The access token of Shop ends today."),
    ],
)
def test_f12_a_token_that_ends_is_told_of_30_7_and_1_days_before(
    left: timedelta, tone: str, said: str
) -> None:
    channel = replace(SHOP, token_ends_at=NOW + left)
    told = alarm_words([channel], person(Role.SUPERVISOR), NOW)
    assert (told or ("", "", ""))[:2] == (tone, said)


def test_what_is_gravest_comes_first_and_reps_are_left_alone() -> None:
    soon = NOW + timedelta(days=20)
    bad = replace(SHOP, alarms=("Quality: low.",), version_ends_at=soon)
    told = alarm_words([bad], person(Role.ADMIN), NOW)
    assert told == ("warning", "Shop: Quality: low.", "And 1 more. Look under Numbers.")
    assert alarm_words([bad], person(Role.REP), NOW) is None
    assert alarm_words([SHOP], person(Role.ADMIN), NOW) is None


def shown(screens: Screens) -> str:
    banner: Banner = screens.window.notice
    return banner.accessibleName() if banner.isVisible() else ""


def test_an_alarm_is_on_show_until_it_heals_or_is_hidden(in_window: InWindow) -> None:
    async def work(screens: Screens) -> None:
        (channel,) = screens.desk.all_channels

        async def tell(**changes: object) -> None:
            screens.desk.all_channels[:] = [replace(channel, **changes)]  # type: ignore[arg-type]
            screens.desk.changes.tell(DirectoryChanged())
            await turns()

        assert shown(screens) == ""
        await tell(alarms=("Quality: low.",))
        assert "Quality: low" in shown(screens)
        hide = screens.window.notice.findChildren(QPushButton)[-1]
        hide.click()
        await tell(alarms=("Quality: low.",))
        assert shown(screens) == ""
        await tell(alarms=("The access token isn’t valid.",))
        assert "isn’t valid" in shown(screens)
        await tell(healthy=False, trouble="Meta says that the number is banned.")
        assert "Paused" in shown(screens)
        buttons = screens.window.notice.findChildren(QPushButton)
        assert not [one for one in buttons if one.isVisible()]
        await tell()
        assert shown(screens) == ""

    in_window(work, Role.SUPERVISOR)
