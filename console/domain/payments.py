"""Payments: what is said in a transcript of a payment's way."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from console.domain.texts import N_


class PaymentState(StrEnum):
    """Where a payment stands; only `PENDING` is not the last word."""

    PENDING = "pending"
    CAPTURED = "captured"
    FAILED = "failed"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One report of a payment.

    Attributes:
        reference: the business's own, such as an order number.
        transaction: the platform's or the gateway's id of the try at paying.
        amount: with its currency, such as "129.00 INR"; empty if not told.
        method: such as "upi"; empty if not told.
        reason: why it failed, in the gateway's words.
    """

    reference: str
    state: PaymentState
    transaction: str = ""
    amount: str = ""
    method: str = ""
    reason: str = ""


ABOUT = N_("Payment {reference}")
_WORDS = {
    PaymentState.PENDING: (N_("is under way"), N_("is under way · {facts}")),
    PaymentState.CAPTURED: (N_("was received"), N_("was received · {facts}")),
    PaymentState.FAILED: (N_("failed"), N_("failed · {facts}")),
    PaymentState.REFUNDED: (N_("was given back"), N_("was given back · {facts}")),
}


def line(payment: Payment) -> tuple[str, str, dict[str, str]]:
    """Actor and text of a system line, kept in English, and the values in them."""
    told = (payment.amount, payment.method.upper(), payment.reason)
    facts = " · ".join(filter(None, told))
    values = {"reference": payment.reference} | ({"facts": facts} if facts else {})
    return ABOUT, _WORDS[payment.state][bool(facts)], values


def money(value: int, offset: int, currency: str) -> str:
    """An amount in its smallest parts as it is written: "129.00 INR"; empty for nonsense."""
    if offset <= 0 or not currency:
        return ""
    decimals = max(len(str(offset)) - 1, 0)
    return f"{Decimal(value) / Decimal(offset):.{decimals}f} {currency.upper()}"
