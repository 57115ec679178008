"""Writing to customers first, as asked of the hub: found, checked, sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.client import with_ids
from console.desk.seat import Seat
from console.domain.consent import Purpose
from console.domain.errors import NotFound, Unavailable
from console.domain.texts import _

if TYPE_CHECKING:
    from console.domain.ids import CustomerId
    from console.wire.notifications import CustomerHit, NotificationView, Notify, Outlook


class Starting(Seat):
    """The part of `Desk` that writes first; all raise `RuleBroken` with words."""

    async def find_customers(self, words: str) -> list[CustomerHit]:
        """Customers whose name or number holds the words, those one may write to."""
        from console.wire import notifications as wire

        client = self._seated().client
        asked = {"q": words}
        try:
            return await client.ask(list[wire.CustomerHit], "GET", wire.CUSTOMERS, params=asked)
        except NotFound:
            raise Unavailable(
                _("This hub is too old to do that. Ask your administrator.")
            ) from None

    async def add_customer(
        self,
        customer_id: CustomerId | None,
        number: str,
        name: str,
        purpose: Purpose,
        *,
        granted: bool,
        source: str,
        wording: str,
    ) -> CustomerHit:
        """The customer, known or of this number, with what they said on record."""
        from console.wire import notifications as wire

        request = wire.AddCustomer(
            customer_id=customer_id,
            number=number,
            name=name,
            purpose=purpose,
            granted=granted,
            source=source,
            wording=wording,
        )
        client = self._seated().client
        return await client.ask(wire.CustomerHit, "POST", wire.CUSTOMERS, request)

    async def look_at_notification(self, request: Notify) -> Outlook:
        """What speaks for and against it."""
        from console.wire import notifications as wire

        return await self._seated().client.ask(wire.Outlook, "POST", wire.CHECK, request)

    async def notify(self, request: Notify) -> NotificationView:
        """The customer is written to; the same again sends nothing more."""
        from console.wire import notifications as wire

        client = self._seated().client
        return await client.ask(wire.NotificationView, "POST", wire.NOTIFY, request)

    async def save_notification(self, request: Notify) -> NotificationView:
        """What was begun is kept for later."""
        from console.wire import notifications as wire

        client = self._seated().client
        return await client.ask(wire.NotificationView, "POST", wire.SAVE, request)

    async def withdraw_notification(self, notification_id: str) -> NotificationView:
        """What is planned or saved will not go."""
        from console.wire import notifications as wire

        path = with_ids(wire.WITHDRAW, notification_id=notification_id)
        return await self._seated().client.ask(wire.NotificationView, "POST", path)

    async def notifications(self) -> list[NotificationView]:
        """One's own, newest first."""
        from console.wire import notifications as wire

        client = self._seated().client
        return await client.ask(list[wire.NotificationView], "GET", wire.NOTIFY)
