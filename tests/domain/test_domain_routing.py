from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from console.domain.ids import QueueId, RepId
from console.domain.people import Wanted
from console.domain.routing import Availability, Rule, choose_rep

REPAIRS, DELIVERY = QueueId("repairs"), QueueId("delivery")


def rep(name: str, **changes: object) -> Availability:
    usual = Availability(
        rep_id=RepId(name),
        name=name,
        wanted=Wanted.ONLINE,
        reachable=True,
        loaded=0,
        capacity=5,
        queues=frozenset({REPAIRS}),
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def test_least_active_rep_gets_it() -> None:
    decision = choose_rep(REPAIRS, [rep("ana", loaded=3), rep("ben", loaded=1)])
    assert decision.rep_id == "ben"
    assert dict(decision.others)[RepId("ana")]


def test_most_available_counts_free_places() -> None:
    reps = [rep("ana", loaded=1, capacity=2), rep("ben", loaded=3, capacity=8)]
    assert choose_rep(REPAIRS, reps, rule=Rule.MOST_AVAILABLE).rep_id == "ben"


def test_the_same_rep_as_last_time_comes_first() -> None:
    reps = [rep("ana", loaded=0), rep("ben", loaded=4, handled_before=True)]
    decision = choose_rep(REPAIRS, reps)
    assert decision.rep_id == "ben"
    assert decision.why == "You helped this customer last time"


def test_a_language_in_common_counts_before_load() -> None:
    reps = [rep("ana"), rep("ben", loaded=2, languages=frozenset({"el"}))]
    assert choose_rep(REPAIRS, reps, customer_language="el").rep_id == "ben"


def test_a_decline_lowers_the_rank_but_never_bars_the_last_rep() -> None:
    declined = rep("ana", declined=True)
    assert choose_rep(REPAIRS, [declined, rep("ben", loaded=4)]).rep_id == "ben"
    assert choose_rep(REPAIRS, [declined]).rep_id == "ana"


def test_everyone_who_cannot_take_it_is_told_why() -> None:
    decision = choose_rep(
        REPAIRS,
        [
            rep("full", loaded=5),
            rep("away", wanted=Wanted.AWAY),
            rep("gone", reachable=False),
            rep("other", queues=frozenset({DELIVERY})),
        ],
    )
    assert decision.rep_id is None
    assert decision.why == "Everybody online is full"
    assert dict(decision.others) == {
        "full": "no room (5 / 5)",
        "away": "away",
        "gone": "desk not connected",
        "other": "not in this queue",
    }


def test_an_empty_queue_says_so() -> None:
    assert choose_rep(REPAIRS, []).why == "Nobody is in this queue"
    assert choose_rep(REPAIRS, [rep("a", wanted=Wanted.OFFLINE)]).why == (
        "Nobody in this queue is online"
    )


availabilities = st.builds(
    lambda name, loaded, capacity, wanted, reachable, declined, before, idle: rep(
        name,
        loaded=loaded,
        capacity=capacity,
        wanted=wanted,
        reachable=reachable,
        declined=declined,
        handled_before=before,
        idle_since_s=idle,
    ),
    st.text("abcdef", min_size=1, max_size=4),
    st.integers(0, 6),
    st.integers(0, 6),
    st.sampled_from(Wanted),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.floats(0, 1000),
)
teams = st.lists(availabilities, max_size=6, unique_by=lambda found: found.rep_id)


@given(teams, st.randoms(use_true_random=False), st.sampled_from(Rule))
def test_choice_does_not_depend_on_the_order_and_never_exceeds_capacity(
    team: list[Availability], random: object, rule: Rule
) -> None:
    decision = choose_rep(REPAIRS, team, rule=rule)
    shuffled = list(team)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert choose_rep(REPAIRS, shuffled, rule=rule) == decision
    able = {
        found.rep_id
        for found in team
        if found.wanted is Wanted.ONLINE and found.reachable and found.loaded < found.capacity
    }
    assert (decision.rep_id in able) if able else decision.rep_id is None
    assert len(decision.others) == len(team) - (decision.rep_id is not None)
