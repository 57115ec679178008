"""Who a customer is: records merged and taken apart again; and who is blocked."""

from console.desk.client import with_ids
from console.desk.seat import Seat
from console.domain.ids import CustomerId
from console.wire import identities as wire
from console.wire.identities import Candidate, MergeWith, Split
from console.wire.views import CustomerView


class Identifying(Seat):
    """The part of `Desk` that joins, parts and blocks customers; all raise `RuleBroken`."""

    async def others_like(self, customer_id: CustomerId, words: str) -> list[Candidate]:
        """Other customers this person may see, by part of a name, number or user name."""
        path = with_ids(wire.CANDIDATES, customer_id=customer_id)
        client = self._seated().client
        return await client.ask(list[Candidate], "GET", path, params={"q": words})

    async def merge_customers(self, kept: CustomerId, gone: CustomerId) -> None:
        """Both are one customer, under the first one's id."""
        path = with_ids(wire.MERGE, customer_id=kept)
        request = MergeWith(customer_id=gone)
        await self._seated().client.ask(CustomerView, "POST", path, request)

    async def split_customers(self, kept: CustomerId, merge_id: str) -> None:
        """What was merged is two customers again."""
        path = with_ids(wire.SPLIT, customer_id=kept)
        await self._seated().client.ask(CustomerView, "POST", path, Split(merge_id=merge_id))

    async def block_customer(self, customer_id: CustomerId, *, blocked: bool) -> None:
        """Nothing comes from the customer or goes to them any more, or it does again."""
        path = with_ids(wire.BLOCK if blocked else wire.UNBLOCK, customer_id=customer_id)
        await self._seated().client.ask(CustomerView, "POST", path)
