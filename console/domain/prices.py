"""Prices: what the platform charges for a message."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What the platform charges for a message; told once, with one of its statuses.

    Attributes:
        billable: None if the platform leaves it out; then `type` says it.
        model: "PMP" for each message, "CBP" for each conversation.
        type: "regular" is paid; others are free, and new ones may come.
        cost: amount and currency, if the platform told them.
    """

    billable: bool | None = None
    model: str = ""
    category: str = ""
    type: str = ""
    cost: str = ""

    @property
    def is_paid(self) -> bool | None:
        """Whether it costs something; None if that isn't told."""
        if self.billable is not None:
            return self.billable
        if self.type == "regular":
            return True
        return False if self.type.startswith("free") else None
