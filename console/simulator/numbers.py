"""The business's numbers as the platform keeps them, with what setting one up has to obey."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from console.simulator.refusals import RefusalError

_TIMES, _WITHIN = 10, timedelta(hours=72)
_WRONG_PINS, _WAIT = 5, timedelta(minutes=30)


@dataclass
class Number:
    """One number; as it stands here it has been set up."""

    id: str
    waba_id: str
    display_number: str
    verified_name: str
    verified: str = "VERIFIED"
    status: str = "CONNECTED"
    pin: str = "135790"
    quality: str = "GREEN"
    name_status: str = "APPROVED"
    new_name_status: str = "NONE"
    code: str = ""  # the one that was sent last
    wrong_pins: int = 0
    locked_until: datetime | None = None
    registrations: list[datetime] = field(default_factory=list)
    profile: dict[str, Any] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)  # prefilled texts by code


def fresh(number_id: str, waba_id: str, display_number: str, name: str) -> Number:
    """A number that was added to its account a moment ago."""
    return Number(
        number_id,
        waba_id,
        display_number,
        name,
        verified="NOT_VERIFIED",
        status="PENDING",
        pin="",
    )


def send_code(number: Number, rng: Random, asked: dict[str, Any]) -> None:
    """A code is on its way to whoever holds the number."""
    if asked.get("code_method") not in {"SMS", "VOICE"} or not asked.get("language"):
        raise RefusalError(100, "code_method must be SMS or VOICE, and language a locale.")
    if number.verified == "VERIFIED":
        raise RefusalError(136024, "The phone number has been verified already.")
    number.code = f"{rng.randrange(10**6):06}"


def verify(number: Number, code: str) -> None:
    """The number is the business's, if the code is the one that was sent."""
    if not number.code or code != number.code:
        raise RefusalError(
            136025, "The code is incorrect.", message="(#136025) Verify code error"
        )
    number.verified, number.code = "VERIFIED", ""


def register(number: Number, pin: str, at: datetime) -> None:
    """The number is connected to the Cloud API.

    Raises:
        RefusalError: unverified, wrong PIN, or too often.
    """
    if number.verified != "VERIFIED":
        raise RefusalError(133006, "Verify the phone number before registering it.")
    number.registrations = [one for one in number.registrations if at - one < _WITHIN]
    if len(number.registrations) >= _TIMES:
        raise RefusalError(133016, "Try again in 72 hours.")
    number.registrations.append(at)
    if number.locked_until is not None and at < number.locked_until:
        raise RefusalError(133008, "Try again in 30 minutes.")
    if number.pin and pin != number.pin:
        number.wrong_pins += 1
        if number.wrong_pins >= _WRONG_PINS:
            number.locked_until, number.wrong_pins = at + _WAIT, 0
        raise RefusalError(133005, "The PIN is incorrect.")
    _check_pin(pin)
    number.pin, number.status, number.wrong_pins = pin, "CONNECTED", 0
    if number.new_name_status == "APPROVED":
        number.new_name_status = "NONE"


def set_pin(number: Number, pin: str) -> None:
    """Two-step verification has this PIN."""
    _check_pin(pin)
    number.pin = pin


def _check_pin(pin: str) -> None:
    if len(pin) != 6 or not pin.isdecimal():
        raise RefusalError(100, "The parameter pin must have six digits.")
