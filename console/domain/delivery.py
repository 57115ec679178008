"""Delivery states of a message and the only ways they may move."""

from enum import StrEnum


class Delivery(StrEnum):
    """Where an outgoing message is."""

    QUEUED = "queued"  # at the desk
    ACCEPTED_BY_HUB = "accepted_by_hub"
    SENDING = "sending"  # an attempt has started and has no outcome yet
    RETRYING = "retrying"  # not processed by the platform; another attempt is due
    UNKNOWN = "unknown"  # may have gone; never sent again by itself
    ACCEPTED = "accepted"  # the platform has given it an id
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    PLAYED = "played"
    FAILED = "failed"
    DEAD = "dead"
    EXPIRED = "expired"
    CANCELED = "canceled"
    RETURNED = "returned"  # the window lapsed first; the text went back to the rep


_RANK = {
    Delivery.QUEUED: 0,
    Delivery.ACCEPTED_BY_HUB: 1,
    Delivery.SENDING: 2,
    Delivery.RETRYING: 2,
    Delivery.UNKNOWN: 2,
    Delivery.ACCEPTED: 3,
    Delivery.SENT: 4,
    Delivery.DELIVERED: 5,
    Delivery.READ: 6,
    Delivery.PLAYED: 7,
}
_REPORTED = {Delivery.SENT, Delivery.DELIVERED, Delivery.READ, Delivery.PLAYED, Delivery.FAILED}
_ON_ITS_WAY = {Delivery.ACCEPTED_BY_HUB, Delivery.SENDING, Delivery.RETRYING}

PENDING = frozenset(_ON_ITS_WAY | {Delivery.QUEUED})
REACHED_CUSTOMER = frozenset({Delivery.DELIVERED, Delivery.READ, Delivery.PLAYED})
NOT_SENT = frozenset(
    {
        Delivery.FAILED,
        Delivery.DEAD,
        Delivery.EXPIRED,
        Delivery.CANCELED,
        Delivery.RETURNED,
    }
)


def reported(current: Delivery, status: Delivery) -> Delivery:
    """The state after the platform reported `status`, in any order and any number of times.

    `delivered` and above beat `failed`: at least one of the customer's devices has it.
    A status never moves a message backwards.

    Source: WhatsApp, "Status messages webhooks": order is not guaranteed.
    """
    if status not in _REPORTED:
        return current
    if status is Delivery.FAILED:
        return current if current in REACHED_CUSTOMER else Delivery.FAILED
    if current is Delivery.FAILED:
        return status if status in REACHED_CUSTOMER else current
    return status if rank(status) > rank(current) else current


def rank(state: Delivery) -> int:
    """How far along the good road a state is; states off that road count as just accepted.

    A message given up (dead, expired, returned) that is reported as sent after all was
    sent after all, so any report from `sent` on outranks them.
    """
    return _RANK.get(state, 2)


def may_start_attempt(state: Delivery) -> bool:
    """Whether the hub may call the platform for a message in this state."""
    return state in {Delivery.ACCEPTED_BY_HUB, Delivery.RETRYING}
