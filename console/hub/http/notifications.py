"""Notifications: customers are found and written to first, if nothing speaks against it."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from console.hub import notification_lists, notifications, planned, recipients
from console.hub.http.answers import answer
from console.hub.http.inside import Here, Inside, Who
from console.hub.principal import Principal
from console.hub.views import notifications as views
from console.wire import notifications as wire

routes = APIRouter(tags=["notifications"])


@routes.get(
    wire.CUSTOMERS, operation_id="find_customers", response_model=list[wire.CustomerHit]
)
async def find_customers(
    who: Who, here: Here, q: Annotated[str, Query(min_length=2, max_length=100)]
) -> Response:
    """Customers whose name or number holds the words, those this person may write to."""
    async with here.store.reading() as connection:
        found = await recipients.search(connection, who, q)
    return answer(found, tuple[wire.CustomerHit, ...])


@routes.post(wire.CUSTOMERS, operation_id="add_customer", response_model=wire.CustomerHit)
async def add_customer(body: wire.AddCustomer, who: Who, here: Here) -> Response:
    """The number is a customer's, and what they have agreed to is on record."""
    customer_id = await recipients.add(here.store, who, body)
    async with here.store.reading() as connection:
        return answer(await recipients.hit(connection, customer_id))


@routes.post(wire.CHECK, operation_id="check_notification", response_model=wire.Outlook)
async def check_notification(body: wire.Notify, who: Who, here: Here) -> Response:
    """What speaks for and against writing to this customer first; nothing is sent."""
    return answer(await notifications.check(here.store, who, body, here.settings.hours))


@routes.post(wire.NOTIFY, operation_id="notify", response_model=wire.NotificationView)
async def notify(body: wire.Notify, who: Who, here: Here) -> Response:
    """The customer is written to; the same `notification_id` again sends nothing more."""
    return await _shown(
        here, await notifications.start(here.store, who, body, here.settings.hours)
    )


@routes.post(wire.SAVE, operation_id="save_draft", response_model=wire.NotificationView)
async def save_draft(body: wire.Notify, who: Who, here: Here) -> Response:
    """What was begun is kept for later; nothing of it is checked yet."""
    return await _shown(here, await planned.save(here.store, who, body))


@routes.post(
    wire.WITHDRAW, operation_id="withdraw_notification", response_model=wire.NotificationView
)
async def withdraw(notification_id: str, who: Who, here: Here) -> Response:
    """What is planned or saved will not go."""
    return await _shown(here, await planned.withdraw(here.store, who, notification_id))


async def _shown(here: Inside, notification_id: str) -> Response:
    async with here.store.reading() as connection:
        return answer((await views.by_ids(connection, [notification_id]))[0])


@routes.get(
    wire.NOTIFY, operation_id="notifications", response_model=list[wire.NotificationView]
)
async def list_notifications(who: Who, here: Here) -> Response:
    """One's own notifications that belong to no list, newest first."""
    async with here.store.reading() as connection:
        found = await views.of_rep(connection, who.rep_id)
    return answer(found, list[wire.NotificationView])


@routes.post(wire.CHECK_LIST, operation_id="check_list", response_model=wire.ListReport)
async def check_list(body: wire.NotifyMany, who: Who, here: Here) -> Response:
    """How many of a list would be written to, and why the others would not; nothing is sent."""
    return answer(await notification_lists.report(here.store, who, body, here.settings.hours))


@routes.post(wire.LISTS, operation_id="notify_many", response_model=wire.ListView)
async def notify_many(body: wire.NotifyMany, who: Who, here: Here) -> Response:
    """The list begins; the same `list_id` again sends nothing more."""
    return await _list(
        here, who, await notification_lists.begin(here.store, who, body, here.settings.hours)
    )


@routes.get(wire.LISTS, operation_id="notification_lists", response_model=list[wire.ListView])
async def list_lists(who: Who, here: Here) -> Response:
    """One's own lists, newest first, with how far each is."""
    async with here.store.reading() as connection:
        found = await notification_lists.lists(connection, who)
    return answer(found, list[wire.ListView])


@routes.post(wire.CHANGE_LIST, operation_id="change_list", response_model=wire.ListView)
async def change_list(list_id: str, body: wire.ChangeList, who: Who, here: Here) -> Response:
    """The list goes on, waits or ends."""
    made = await notification_lists.change(here.store, who, list_id, body.state)
    return await _list(here, who, made)


@routes.get(wire.RESULTS, operation_id="list_results", response_class=Response)
async def list_results(list_id: str, who: Who, here: Here) -> Response:
    """What became of each of a list, as CSV in which no cell is a formula."""
    async with here.store.reading() as connection:
        text = await notification_lists.results(connection, who, list_id)
    return Response(text, media_type="text/csv; charset=utf-8")


async def _list(here: Inside, who: Principal, list_id: str) -> Response:
    async with here.store.reading() as connection:
        found = await notification_lists.lists(connection, who)
    return answer(next(one for one in found if one.list_id == list_id))
