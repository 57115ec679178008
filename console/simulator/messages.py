"""What was sent to customers and what they wrote, as the platform remembers it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class SentMessage:
    """One message that the platform accepted from the business.

    Attributes:
        to: The customer's number, digits only.
        body: The request as it came.
        state: accepted, sent, delivered, read, played or failed.
        failed_code: Why it failed, or will fail.
        free_entry: Costs nothing because the customer came by an ad.
    """

    wamid: str
    to: str
    body: dict[str, Any]
    at: datetime
    in_window: bool
    state: str = "accepted"
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    failed_code: int | None = None
    category: str = "service"
    free_entry: bool = False

    @property
    def type(self) -> str:
        """The kind of message, as Graph names it."""
        return str(self.body.get("type", "text"))

    @property
    def text(self) -> str:
        """The words of a text; "" for every other kind."""
        return str(self.body.get("text", {}).get("body", ""))

    @property
    def callback_data(self) -> str | None:
        """The sender's own mark, echoed in every status."""
        return self.body.get("biz_opaque_callback_data")


@dataclass(frozen=True, slots=True)
class Written:
    """One message that a customer wrote, in the shape Meta reports it."""

    wamid: str
    by: str
    at: datetime
    message: dict[str, Any]


@dataclass(slots=True)
class Person:
    """A customer as the platform knows them.

    Attributes:
        wa_id: Their number, digits only.
        user_id: Their business-scoped id.
        online: Messages reach the phone; else they wait until it comes back.
        auto_read: Reads what arrives by itself.
        on_whatsapp: Can be reached at all.
        hides_number: Is known to the business by id alone.
        blocked: The business wants to hear nothing from them.
        held_by: The role of the other app that has their thread; "" while ours has it.
        last_wrote_at: Their last message or call, from which the care window counts.
        came_by_ad_at: When they wrote through an ad, until the business answers.
        free_until: The end of what costs nothing since that answer.
    """

    wa_id: str
    name: str
    user_id: str
    online: bool = True
    auto_read: bool = False
    on_whatsapp: bool = True
    hides_number: bool = False
    wants_offers: bool = True
    blocked: bool = False
    held_by: str = ""
    last_wrote_at: datetime | None = None
    came_by_ad_at: datetime | None = None
    free_until: datetime | None = None
