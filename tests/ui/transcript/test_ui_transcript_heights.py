"""The sum of heights stays true through every change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from console.ui.transcript.heights import Heights

_CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("set"), st.integers(0, 5000), st.integers(1, 300)),
        st.tuples(st.just("insert"), st.integers(0, 5000), st.integers(1, 600)),
        st.tuples(st.just("remove"), st.integers(0, 5000), st.just(0)),
    ),
    max_size=12,
)


@given(st.integers(0, 1500), _CHANGES, st.integers(-10, 80_000))
def test_places_agree_with_plain_sums(
    count: int, changes: list[tuple[str, int, int]], y: int
) -> None:
    heights, plain = Heights(44), [44] * count
    heights.reset(count)
    for kind, where, amount in changes:
        if kind == "insert":
            index = where % (len(plain) + 1)
            heights.insert(index, amount)
            plain[index:index] = [44] * amount
        elif plain and kind == "set":
            heights.set(where % len(plain), amount)
            plain[where % len(plain)] = amount
        elif plain:
            heights.remove(where % len(plain))
            del plain[where % len(plain)]
    assert heights.total() == sum(plain)
    if plain:
        index, top = heights.at(y)
        assert top == sum(plain[:index]) == heights.top(index)
        assert y < 0 or y >= sum(plain) or top <= y < top + plain[index]
