"""Zoom, turn and pan as plain numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QSizeF

from console.ui.viewer.view_port import ViewPort

AREA = QSizeF(1168, 780)


def _port(width: float = 2000, height: float = 1000) -> ViewPort:
    return ViewPort(QSizeF(width, height), AREA)


def test_a_large_picture_is_fitted_clear_of_the_buttons_and_a_small_one_is_left_alone() -> None:
    assert _port().percent == 50
    assert _port().rect.left() == 84
    assert _port(200, 100).percent == 100


def test_what_is_under_the_pointer_stays_there_while_zooming() -> None:
    port = _port().zoomed(4)
    at = QPointF(700, 400)
    before = (at - port.rect.topLeft()) / port.scale
    closer = port.zoomed(1.25, at)
    after = (at - closer.rect.topLeft()) / closer.scale
    assert (before - after).manhattanLength() < 1e-6


def test_four_turns_are_none() -> None:
    port = _port()
    assert port.turned().size.width() < port.size.width()
    assert port.turned().turned().turned().turned().rect == port.rect


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("zoom"), st.floats(0.5, 2)),
            st.tuples(st.just("pan"), st.floats(-900, 900)),
            st.tuples(st.just("turn"), st.just(0.0)),
        ),
        max_size=20,
    )
)
def test_a_picture_never_leaves_its_area(acts: list[tuple[str, float]]) -> None:
    port = _port()
    for act, amount in acts:
        match act:
            case "zoom":
                port = port.zoomed(amount, QPointF(10, 700))
            case "pan":
                port = port.moved(QPointF(amount, -amount))
            case _:
                port = port.turned()
        rect = port.rect
        assert rect.left() <= max(0.01, (AREA.width() - rect.width()) / 2 + 0.01)
        assert rect.right() >= min(AREA.width(), (AREA.width() + rect.width()) / 2) - 0.01
        assert 0.01 < port.scale <= 8
