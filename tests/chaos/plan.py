"""Plan: which faults and features a seed turns on, and how often each strikes."""

from dataclasses import dataclass, field
from random import Random

MOST_REPLICAS = 3
# The most that each may be: a chance per occasion, or seconds
_FAULTS = {
    "meta_refuses": 0.3,  # 4, 130429, 131056: not processed
    "meta_unreached": 0.2,
    "meta_loses_request": 0.15,
    "meta_loses_reply": 0.2,
    "meta_fails_after": 0.2,  # accepts and answers with a server's error
    "meta_slow": 0.3,
    "meta_token": 0.04,  # the token is refused for a while
    "meta_window": 0.1,  # 131047 inside an open window
    "status_none": 0.3,
    "status_twice": 0.4,
    "status_failed": 0.2,
    "status_at_once": 0.4,  # before the reply
    "webhook_twice": 0.4,
    "webhook_reply_lost": 0.3,
    "webhook_batched": 0.5,
    "desk_request_lost": 0.15,
    "desk_reply_lost": 0.25,
    "desk_drops": 0.08,
    "desk_half_open": 0.5,
    "desk_slow": 0.3,
    "crash": 0.08,
    "pause": 0.05,
    "crash_at_call": 0.15,
    "pause_at_call": 0.1,
    "crash_at_commit": 0.01,
    "slow_commit": 0.5,
}
_FEATURES = (
    "decline",
    "transfer",
    "take_over",
    "continue_here",
    "end",
    "quieten",
    "keep_open",
    "reopen",
    "send_again",
    "cancel",
    "template",
    "note",
    "seen",
    "presence",
    "take_next",
    "flag",
    "react",
    "call",
    "old",
    "lapsing",
    "burst",
    "wander",  # reps go offline and come back
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One world's weather; `rates` holds what is on and how much."""

    seed: int
    replicas: int
    customers: int
    skews_s: tuple[float, ...]
    poll_s: float
    offer_timeout_s: int
    auto_accept: bool
    inactivity: dict[str, object]
    features: frozenset[str]
    rates: dict[str, float] = field(default_factory=dict)

    def rate(self, fault: str) -> float:
        """How often the fault strikes; 0 if it is off."""
        return self.rates.get(fault, 0.0)

    def told(self) -> str:
        """The plan in one line."""
        faults = " ".join(f"{name}={rate:.2f}" for name, rate in sorted(self.rates.items()))
        skews = "/".join(f"{skew:+.0f}" for skew in self.skews_s)
        return (
            f"{self.replicas} replicas (clocks {skews} s), {self.customers} customers; "
            f"faults: {faults or 'none'}; features: {' '.join(sorted(self.features))}"
        )


def draw(seed: int, *, without: frozenset[str] = frozenset()) -> Plan:
    """The plan of a seed; `without` turns faults off and changes nothing else."""
    chance = Random(f"{seed}/plan")
    share = chance.choice((0.0, 0.2, 0.5, 0.8))
    strengths = {name: (chance.random(), chance.uniform(0.1, 1.0)) for name in _FAULTS}
    rates = {
        name: strength * _FAULTS[name]
        for name, (lot, strength) in strengths.items()
        if lot < share
    }
    replicas = chance.choice((1, 2, 2, 2, 3))
    skewed = chance.random() < share
    skews = tuple(chance.uniform(-60, 60) if skewed else 0.0 for _ in range(MOST_REPLICAS))
    features = frozenset(name for name in _FEATURES if chance.random() < 0.7)
    return Plan(
        seed=seed,
        replicas=replicas,
        customers=chance.randint(1, 4),
        skews_s=(0.0,) * MOST_REPLICAS if "skew" in without else skews,
        poll_s=chance.uniform(10, 30),
        auto_accept=chance.random() < 0.5,
        offer_timeout_s=chance.choice((10, 20, 40)),
        inactivity={
            "nudge_s": chance.choice((20, 60)),
            "nudge_text": "Still there?",
            "quiet_s": chance.choice((40, 120)),
            "end_s": chance.choice((60, 300)),
        },
        features=features,
        rates={name: rate for name, rate in rates.items() if name not in without},
    )
