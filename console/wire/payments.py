"""A payment's result as the business's own payment gateway posts it to the hub."""

from dataclasses import dataclass
from datetime import datetime

from console.domain.payments import Payment

# POST PostPayment -> PaymentPosted (administrators)
PAYMENTS = "/v1/payments"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPayment:
    """One result; the same one posted again changes nothing.

    Attributes:
        phone_number_id: of the number that the customer writes to.
        customer: their number with or without "+", or their user id.
        at: when it happened; now if left out.
    """

    phone_number_id: str
    customer: str
    payment: Payment
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPosted:
    """Whether it was new."""

    new: bool
