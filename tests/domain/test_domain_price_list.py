"""A price list is read strictly, and one price is found in it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.price_list import CATEGORIES, PriceListFault, PriceRow, price_of, read

HEAD = "valid_from,market,countries,category,currency,price,credits\n"
OCTOBER = date(2026, 10, 1)
SOME = (
    HEAD
    + "# examples\n\n"
    + "2026-10-01,United Kingdom,GB,utility,GBP,0.0159,\n"
    + "2026-10-01,United Kingdom,GB,marketing,GBP,0.0382,3\n"
    + "2026-10-01,Nordics,DK SE,utility,EUR,0.0300,2\n"
    + "2027-01-01,Nordics,DK SE,utility,EUR,0.0310,2\n"
    + "2026-10-01,Elsewhere,*,utility,USD,0.0077,1\n"
)


def test_a_price_is_found_by_category_country_and_day() -> None:
    rows = read(SOME, "prices.csv")
    found = price_of(rows, "utility", "GB", OCTOBER)
    assert found is not None
    assert (found.price, found.currency, found.credits) == (Decimal("0.0159"), "GBP", 1)
    assert found.market == "United Kingdom"
    assert price_of(rows, "marketing", "DK", OCTOBER) is None
    elsewhere = price_of(rows, "utility", "BR", OCTOBER)
    assert elsewhere is not None
    assert elsewhere.market == "Elsewhere"
    unknown = price_of(rows, "utility", "", OCTOBER)
    assert unknown == elsewhere


def test_the_newest_price_that_has_begun_holds() -> None:
    rows = read(SOME, "prices.csv")
    prices = {
        day: price_of(rows, "utility", "SE", day)
        for day in (date(2026, 9, 30), OCTOBER, date(2026, 12, 31), date(2027, 1, 1))
    }
    assert [None if row is None else str(row.price) for row in prices.values()] == [
        None,
        "0.0300",
        "0.0300",
        "0.0310",
    ]


def test_answers_cost_what_utility_costs_unless_the_list_says_otherwise() -> None:
    rows = read(SOME, "prices.csv")
    found = price_of(rows, "service", "GB", OCTOBER)
    assert found is not None
    assert found.price == Decimal("0.0159")
    more = read(SOME + "2026-10-01,United Kingdom,GB,service,GBP,0.02,\n", "prices.csv")
    found = price_of(more, "group_service", "GB", OCTOBER)
    assert found is not None
    assert found.price == Decimal("0.02")


def test_the_platforms_other_names_of_a_category_find_its_price() -> None:
    rows = read(
        SOME + "2026-10-01,India,IN,authentication-international,INR,2.3,\n", "prices.csv"
    )
    assert price_of(rows, "MARKETING_LITE", "GB", OCTOBER) is not None
    assert price_of(rows, "authentication_international", "IN", OCTOBER) is not None
    assert price_of(rows, "general_purpose_ai", "GB", OCTOBER) is None


def test_semicolons_and_the_mark_of_windows_editors_are_read_too() -> None:
    rows = read("\ufeff" + SOME.replace(",", ";"), "prices.csv")
    assert rows == read(SOME, "prices.csv")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "line 1: there is no price under the columns."),
        ("2026-10-01,UK,GB,utility,GBP,0.0159", "line 2: it has 6 columns and must have 7."),
        ("1.10.2026,UK,GB,utility,GBP,0.01,", "line 2: valid_from “1.10.2026” is no day."),
        ("2026-10-01,,GB,utility,GBP,0.01,", "line 2: market is empty."),
        ("2026-10-01,UK,gb,utility,GBP,0.01,", "line 2: countries “gb” must be two-letter"),
        ("2026-10-01,UK,,utility,GBP,0.01,", "line 2: countries “” must be two-letter"),
        ("2026-10-01,UK,GB,fun,GBP,0.01,", "line 2: category “fun” must be one of marketing"),
        ("2026-10-01,UK,GB,utility,£,0.01,", "line 2: currency “£” must be three capital"),
        ('2026-10-01,UK,GB,utility,GBP,"0,01",', "price “0,01” must be a number with a point"),
        ("2026-10-01,UK,GB,utility,GBP,NaN,", "price “NaN” must be a number with a point"),
        ("2026-10-01,UK,GB,utility,GBP,-1,", "price “-1” must be a number with a point"),
        ("2026-10-01,UK,GB,utility,GBP,0.01,a", "credits “a” must be a whole number"),
        (
            "2026-10-01,UK,GB,utility,GBP,0.01,\n2026-10-01,B,FR GB,utility,EUR,0.02,",
            "line 3: line 2 has a price for GB, utility from that day too.",
        ),
    ],
)
def test_a_faulty_list_is_refused_with_its_line_and_what_is_wrong(
    line: str, words: str
) -> None:
    with pytest.raises(PriceListFault) as refused:
        read(HEAD + line, "prices.csv")
    assert str(refused.value).startswith("prices.csv, line ")
    assert words in str(refused.value)


def test_a_list_without_its_columns_or_without_anything_is_refused() -> None:
    for text in ("", "# nothing\n", "market,price\nUK,1\n", '"a\nb",c\n'):
        with pytest.raises(PriceListFault):
            read(text, "prices.csv")


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
ROWS = st.lists(
    st.builds(
        PriceRow,
        valid_from=DAYS,
        market=st.just("M"),
        countries=st.frozensets(st.sampled_from(["DE", "GB", "IN"]), max_size=2),
        category=st.sampled_from(CATEGORIES),
        currency=st.just("EUR"),
        price=st.decimals(0, 1, places=4),
        credits=st.integers(0, 5),
    ),
    max_size=12,
)


@given(ROWS, st.sampled_from(CATEGORIES), st.sampled_from(["DE", "FR", ""]), DAYS)
def test_a_price_has_begun_fits_and_stays_until_the_next_begins(
    rows: list[PriceRow], category: str, country: str, on: date
) -> None:
    found = price_of(rows, category, country, on)
    if found is None:
        return
    assert found.valid_from <= on
    assert not found.countries or country in found.countries
    begins = {row.valid_from for row in rows if row.valid_from > on}
    before = min(begins, default=on + timedelta(days=2)) - timedelta(days=1)
    assert price_of(rows, category, country, before) == found


@given(st.text(max_size=200))
def test_any_text_is_a_list_or_refused_in_words(text: str) -> None:
    for given_text in (text, HEAD + text):
        try:
            assert read(given_text, "prices.csv")
        except PriceListFault as refused:
            assert "line" in str(refused)  # noqa: PT017 - either is right
