"""Where the parts of a row are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication

from console.desk.inbox_row import InboxRow
from console.ui.inbox.row_layout import RowLayout, lay_out_row
from console.ui.theme.look import Theme
from tests.ui.inbox.furniture_shop import NOW, given_row, shop_inbox

WIDTH = 320


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme.load("light")


def boxes(layout: RowLayout) -> dict[str, QRectF]:
    values = layout._asdict()
    return {
        name: value
        for name, value in values.items()
        if isinstance(value, QRectF) and not value.isEmpty() and name not in ("body", "mark")
    }


def test_a_comfortable_row_follows_the_grid(theme: Theme) -> None:
    layout = lay_out_row(given_row(), NOW, WIDTH, theme)
    assert layout.height == 68
    assert layout.body == QRectF(8, 0, 304, 68)
    assert layout.avatar == QRectF(16, 13, 36, 36)
    assert layout.mark == QRectF(39, 36, 16, 16)
    assert layout.name.topLeft().toTuple() == (64, 5)
    assert layout.glyph.topLeft().toTuple() == (64, 25)
    assert layout.pill_box.topLeft().toTuple() == (64, 43)
    assert round(layout.time.right()) in (304, 305)


def test_a_compact_row_has_the_pill_in_place_of_the_time(qapp: QApplication) -> None:
    layout = lay_out_row(given_row(), NOW, WIDTH, Theme.load("light", "compact"))
    assert layout.height == 48
    assert layout.time.isEmpty()
    assert layout.owner.isEmpty()
    assert layout.pill_box.right() == 304
    assert layout.name.right() < layout.pill_box.left()
    assert layout.avatar == QRectF(16, 10, 28, 28)


@pytest.mark.parametrize("density", ["compact", "comfortable", "roomy"])
@pytest.mark.parametrize("row", shop_inbox(), ids=lambda row: row.name)
def test_nothing_overlaps_or_leaves_the_row(
    density: str, row: InboxRow, qapp: QApplication
) -> None:
    layout = lay_out_row(row, NOW, WIDTH, Theme.load("light", density))
    placed = list(boxes(layout).items())
    for index, (name, box) in enumerate(placed):
        assert box.top() >= 0, name
        assert box.bottom() <= layout.height, name
        assert box.right() <= WIDTH - 15, name
        for other, rival in placed[index + 1 :]:
            cut = box.intersected(rival)
            assert cut.width() <= 1 or cut.height() <= 0, (name, other)


def test_row_height_does_not_depend_on_the_script(theme: Theme) -> None:
    assert len({lay_out_row(row, NOW, WIDTH, theme).height for row in shop_inbox()}) == 1


def test_a_channel_without_a_window_has_no_pill(theme: Theme) -> None:
    layout = lay_out_row(given_row(has_window=False, expires_at=None), NOW, WIDTH, theme)
    assert layout.pill is None
    assert layout.pill_box.isEmpty()
    assert layout.queue.left() == 64


def test_flag_and_draft_stand_between_name_and_time(theme: Theme) -> None:
    layout = lay_out_row(given_row(flagged=True, has_draft=True), NOW, WIDTH, theme)
    lefts = [box.left() for box in (layout.name, layout.draft, layout.flag, layout.time)]
    assert lefts == sorted(lefts)


def test_a_stump_of_the_queue_is_left_out(theme: Theme) -> None:
    quiet = next(row for row in shop_inbox() if row.quiet_at is not None)
    assert lay_out_row(quiet, NOW, WIDTH, theme).queue.isEmpty()
    assert not lay_out_row(quiet, NOW, 420, theme).queue.isEmpty()


def test_what_ticks_is_the_pill_and_the_time_to_the_end(theme: Theme) -> None:
    quiet = next(row for row in shop_inbox() if row.quiet_at is not None)
    layout = lay_out_row(quiet, NOW, WIDTH, theme)
    assert layout.words.end == "Ends in 4:30"
    assert layout.ticking().contains(layout.pill_box)
    assert layout.ticking().contains(layout.end)
    later = lay_out_row(quiet, NOW + timedelta(seconds=1), WIDTH, theme)
    assert later.words.end == "Ends in 4:29"
