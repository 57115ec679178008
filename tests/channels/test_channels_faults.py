"""What Meta's errors mean for a message."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.channels.whatsapp import faults
from console.channels.whatsapp.fault_table import TABLE, Class
from console.channels.whatsapp.faults import Accepted, Failure, Hold
from console.domain.ids import PlatformId


def refused(code: int, status: int = 400, **error: object) -> Failure:
    body = {"error": {"message": "(#1) x", "code": code, "fbtrace_id": "AbC", **error}}
    failure = faults.of_answer(status, json.dumps(body).encode())
    assert isinstance(failure, Failure)
    return failure


def test_an_accepted_message_has_an_id_and_the_customers_names() -> None:
    body = {
        "contacts": [{"input": "+33612345678", "wa_id": "33612345678", "user_id": "FR.1"}],
        "messages": [{"id": "wamid.A", "message_status": "held_for_quality_assessment"}],
    }
    taken = faults.of_answer(200, json.dumps(body).encode())
    assert taken == Accepted(
        platform_id=PlatformId("wamid.A"),
        phone="33612345678",
        user_id="FR.1",
        hold=Hold.HELD,
    )


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (4, Class.RETRY),
        (80007, Class.RETRY),
        (130429, Class.RETRY),
        (131056, Class.RETRY),
        (1, Class.UNKNOWN),
        (2, Class.UNKNOWN),
        (131000, Class.UNKNOWN),
        (131016, Class.UNKNOWN),
        (131047, Class.TEMPLATE),
        (190, Class.CHANNEL),
        (0, Class.CHANNEL),
        (219, Class.CHANNEL),
        (131042, Class.CHANNEL),
        (131026, Class.NEVER),
        (131049, Class.NEVER),
        (131050, Class.NEVER),
        (132015, Class.NEVER),
        (100, Class.NEVER),
    ],
)
def test_the_code_decides_whatever_the_http_status(code: int, kind: Class) -> None:
    for status in (400, 500, 503):
        assert refused(code, status).kind is kind


def test_what_the_rep_reads_names_no_number_but_a_new_error_keeps_its_own() -> None:
    for row in TABLE.values():
        for sentence in (row.why, row.then):
            assert sentence.endswith(".")
            assert not re.search(r"\d{4,}", sentence)
    failure = refused(999_123, error_data={"details": "Something new"})
    assert failure.kind is Class.NEVER
    assert "999123" in failure.words
    assert failure.detail == "Something new · trace AbC"


@pytest.mark.parametrize("raw", [b"", b"<html>", b"[]", b"null", b'{"messages":[{}]}'])
def test_an_answer_without_sense_after_success_may_have_gone(raw: bytes) -> None:
    failure = faults.of_answer(200, raw)
    assert isinstance(failure, Failure)
    assert failure.kind is Class.UNKNOWN


def test_without_an_error_object_the_status_has_to_do() -> None:
    kinds = {}
    for status in (400, 401, 429, 500, 502):
        failure = faults.of_answer(status, b"<html>")
        assert isinstance(failure, Failure)
        kinds[status] = failure.kind
    assert kinds == {
        400: Class.NEVER,
        401: Class.CHANNEL,
        429: Class.RETRY,
        500: Class.UNKNOWN,
        502: Class.UNKNOWN,
    }


def test_waits_grow_and_end() -> None:
    failure = refused(133004)
    waits = [faults.wait_s(failure, attempt, 0.5) for attempt in range(1, 14)]
    assert waits[-1] is None
    known = [wait for wait in waits if wait is not None]
    assert known == sorted(known)
    assert known[0] == 2
    assert known[-1] == 8 * 3600


def test_the_pair_rate_waits_by_powers_of_four() -> None:
    failure = refused(131056)
    waits = [faults.wait_s(failure, attempt, 0.5) for attempt in (1, 2, 3)]
    assert waits == [4, 16, 64]


def test_what_meta_asks_for_wins() -> None:
    usage = {"102290129340398": [{"type": "messages", "estimated_time_to_regain_access": 19}]}
    headers = {"x-business-use-case-usage": json.dumps(usage)}
    failure = faults.of_answer(400, b'{"error":{"code":80007}}', headers)
    assert isinstance(failure, Failure)
    assert faults.wait_s(failure, 1, 0.5) == 19 * 60


@given(st.integers(1, 12), st.floats(0, 1), st.sampled_from([4, 131056, 130429, 131057]))
def test_chance_moves_a_wait_by_a_fifth_at_most(attempt: int, chance: float, code: int) -> None:
    failure = faults.of_code(code)
    middle, moved = (
        faults.wait_s(failure, attempt, 0.5),
        faults.wait_s(failure, attempt, chance),
    )
    assert middle is not None
    assert moved is not None
    assert 0.79 * middle <= moved <= 1.21 * middle


@given(st.integers(100, 599), st.binary(max_size=40), st.dictionaries(st.text(), st.text()))
def test_no_answer_makes_the_reader_raise(
    status: int, raw: bytes, headers: dict[str, str]
) -> None:
    assert isinstance(faults.of_answer(status, raw, headers), Failure | Accepted)
