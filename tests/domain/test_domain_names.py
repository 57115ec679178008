"""Names of customers who gave none."""

from console.domain.names import shown_name


def test_the_end_of_an_id_is_never_shown_alone() -> None:
    assert shown_name("…302741") == "Customer …302741"


def test_names_numbers_and_user_names_stay_as_they_are() -> None:
    for name in ("Anna Bakker", "+31612345678", "@anna", ""):
        assert shown_name(name) == name
