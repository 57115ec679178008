"""Named days at work: who the customers are, what they do, and how the network behaves."""

from dataclasses import dataclass, field

from console.simulator.weather import Pace, Weather


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One kind of day."""

    name: str
    pace: Pace = field(default_factory=Pace)
    weather: Weather = field(default_factory=Weather)


QUIET = Scenario(name="quiet")
