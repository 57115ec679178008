"""What a message with buttons, a place or a card may hold, told before it is sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain import cards, interactives, places
from console.domain.lengths import over
from console.domain.messages import ContactCard, Contacts, Interactive, Location
from console.domain.policy import content_problem

TWO = (("1", "Friday"), ("2", "Monday"))
LINK = ("https://example.com/t", "Track it")


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (Interactive(style="buttons", text="", options=TWO), "Fill in “Text”."),
        (
            Interactive(style="buttons", text="x" * 1025, options=TWO),
            "“Text” is 1 character too long: 1,024 at most.",
        ),
        (Interactive(style="buttons", text="When?"), "Fill in “Button 1”."),
        (
            Interactive(style="buttons", text="When?", options=(*TWO, ("3", "x" * 22))),
            "“Button 3” is 2 characters too long: 20 at most.",
        ),
        (
            Interactive(style="buttons", text="When?", options=tuple((c, c) for c in "abcd")),
            "At most 3 buttons.",
        ),
        (
            Interactive(style="buttons", text="When?", options=(("1", "A"), ("2", "A"))),
            "Two buttons say the same. Change one of them.",
        ),
        (
            Interactive(style="buttons", text="When?", options=TWO, header="x" * 61),
            "“Heading” is 1 character too long: 60 at most.",
        ),
        (
            Interactive(style="list", text="When?", options=TWO),
            "Fill in “Button that opens the list”.",
        ),
        (
            Interactive(
                style="list", text="When?", options=TWO, button="Days", descriptions=("x" * 73,)
            ),
            "“Description 1” is 1 character too long: 72 at most.",
        ),
        (
            Interactive(
                style="list",
                text="When?",
                options=tuple((str(n), str(n)) for n in range(11)),
                button="Days",
            ),
            "At most 10 rows.",
        ),
        (
            Interactive(style="link", text="See", options=(("javascript:x", "Go"),)),
            "The address has to begin with https:// and name a site. Correct it.",
        ),
        (Interactive(style="location_request", text=" "), "Fill in “Text”."),
    ],
)
def test_each_limit_of_a_message_with_buttons_is_told(message: Interactive, words: str) -> None:
    assert interactives.problem(message) == words
    assert content_problem(message) == words


@pytest.mark.parametrize(
    "message",
    [
        Interactive(style="buttons", text="When?", options=TWO, header="Delivery"),
        Interactive(style="list", text="x" * 4096, options=TWO, button="Days"),
        Interactive(style="link", text="See", options=(LINK,), footer="Shop"),
        Interactive(style="location_request", text="Where are you?"),
        Interactive(style="contact_request", text="What is your number?"),
    ],
)
def test_what_keeps_to_the_limits_may_be_sent(message: Interactive) -> None:
    assert interactives.problem(message) == ""


@given(st.text(max_size=50), st.integers(0, 60))
def test_a_text_is_over_its_limit_by_the_larger_of_the_readings(text: str, limit: int) -> None:
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    assert bool(over("Text", text, limit)) is (units > limit)


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        ("52.0907, 5.1214", (52.0907, 5.1214)),
        ("-33.86 151.21", (-33.86, 151.21)),
        ("https://www.google.com/maps/@52.09,5.12,17z", (52.09, 5.12)),
        ("https://maps.google.com/?q=52.09,5.12", (52.09, 5.12)),
        ("https://www.openstreetmap.org/?mlat=52.09&mlon=5.12#map=17/52/5", (52.09, 5.12)),
        ("https://www.openstreetmap.org/#map=17/52.09/5.12", (52.09, 5.12)),
        ("geo:52.09,5.12", (52.09, 5.12)),
        ("91, 5", None),
        ("12 Oak Street", None),
        ("https://maps.app.goo.gl/abc", None),
    ],
)
def test_coordinates_are_read_from_numbers_and_map_links(
    pasted: str, found: tuple[float, float] | None
) -> None:
    assert places.coordinates_in(pasted) == found


def test_a_place_off_the_globe_is_refused() -> None:
    assert "latitude" in content_problem(Location(latitude=95, longitude=0))
    assert content_problem(Location(latitude=52, longitude=5, name="Shop")) == ""


@pytest.mark.parametrize(
    ("card", "begins"),
    [
        (ContactCard(name="", phones=("+31301234567",)), "Fill in “Name”."),
        (ContactCard(name="Ana"), "A contact needs"),
        (ContactCard(name="Ana", phones=("call me",)), "A phone number looks like"),
        (ContactCard(name="Ana", emails=("ana",)), "A mail address looks like"),
        (ContactCard(name="Ana", phones=("+31 30 123 4567",)), ""),
    ],
)
def test_a_card_says_what_it_lacks(card: ContactCard, begins: str) -> None:
    assert cards.problem(Contacts(cards=(card,))).startswith(begins)
    assert bool(content_problem(Contacts(cards=(card,)))) is bool(begins)
