"""Writing to customers first, at the desk in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from console.domain.consent import Purpose
from console.domain.errors import RuleBroken
from console.domain.ids import CustomerId
from console.domain.notification_lists import Line, ListState, read
from console.domain.notifications import Check, State, Verdict
from console.wire.notifications import (
    CustomerHit,
    ListReport,
    ListView,
    NotificationView,
    Notify,
    NotifyMany,
    Outlook,
)

SOFIE = CustomerHit(
    customer_id=CustomerId("sofie"),
    name="Sofie Andersen",
    number="+45 20 12 34 56",
    place="Aarhus, Denmark",
    language="da",
    service=True,
    offers=False,
)
CLEAR = tuple(Verdict(check=check) for check in Check)
AT = datetime(2026, 5, 14, 12, 36, tzinfo=UTC)


class FakeStarting:
    """A part of the desk in memory; `starting_problem` is what the hub says next."""

    asked: list[tuple[object, ...]]
    hits: tuple[CustomerHit, ...] = (SOFIE,)
    verdicts: tuple[Verdict, ...] = CLEAR
    live_session: str = ""
    kept: tuple[NotificationView, ...] = ()
    lists: tuple[ListView, ...] = ()
    starting_problem: RuleBroken | None = None

    async def find_customers(self, words: str) -> list[CustomerHit]:
        self.asked.append(("find_customers", words))
        wanted = words.casefold()
        return [one for one in self.hits if wanted in f"{one.name} {one.number}".casefold()]

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
        self.asked.append(("add_customer", number, name, purpose, granted, source, wording))
        hit = CustomerHit(
            customer_id=CustomerId(number),
            name=name,
            number=number,
            place="",
            language="",
            service=granted,
            offers=False,
        )
        self.hits = (*self.hits, hit)
        return hit

    async def look_at_notification(self, request: Notify) -> Outlook:
        self.asked.append(("look", request))
        return Outlook(
            number=request.number,
            customer_id=request.customer_id,
            customer=None,
            verdicts=self.verdicts,
            zone="Europe/Copenhagen",
            country="DK",
            counts=True,
            reached=812,
            reach_limit=1000,
            frees_at=AT,
            session_id=self.live_session or None,  # type: ignore[arg-type]
        )

    async def notify(self, request: Notify) -> NotificationView:
        self.asked.append(("notify", request))
        problem, self.starting_problem = self.starting_problem, None
        if problem is not None:
            raise problem
        return self._made(request, State.PLANNED if request.at else State.STARTED)

    async def save_notification(self, request: Notify) -> NotificationView:
        self.asked.append(("save", request))
        return self._made(request, State.DRAFT)

    async def withdraw_notification(self, notification_id: str) -> NotificationView:
        self.asked.append(("withdraw", notification_id))
        self.kept = tuple(
            replace(one, state=State.CANCELED, why="Withdrawn before it went")
            if one.notification_id == notification_id
            else one
            for one in self.kept
        )
        return self.kept[0]

    async def notifications(self) -> list[NotificationView]:
        return list(self.kept)

    def _made(self, request: Notify, state: State) -> NotificationView:
        view = NotificationView(
            notification_id=request.notification_id,
            channel_id=request.channel_id,
            customer_id=request.customer_id,
            customer_name=SOFIE.name if request.customer_id else "",
            number=request.number or SOFIE.number,
            template_id=request.template_id or "",  # type: ignore[arg-type]
            values=request.values,
            rep_id="maya",  # type: ignore[arg-type]
            to_inbox=request.to_inbox,
            state=state,
            why="",
            due_at=request.at,
            made_at=AT,
            ended_at=AT,
            answered_at=None,
            conversation_id=None,
            message_id=None,
            delivery=None,
            trouble="",
        )
        self.kept = (view, *self.kept)
        return view

    async def read_table(self, path: str, wanted: Sequence[str]) -> tuple[Line, ...]:
        self.asked.append(("read_table", path, tuple(wanted)))
        text = await asyncio.to_thread(Path(path).read_text, "utf-8")
        return read(text, wanted)

    async def check_list(self, request: NotifyMany) -> ListReport:
        self.asked.append(("check_list", request))
        bad = tuple((2, one.number, "No consent.") for one in request.lines[1:])
        return ListReport(good=1, refused=bad)

    async def notify_many(self, request: NotifyMany) -> ListView:
        self.asked.append(("notify_many", request))
        view = ListView(
            list_id=request.list_id,
            name=request.name,
            state=ListState.RUNNING,
            per_minute=request.per_minute,
            made_at=AT,
            ended_at=None,
            counts={State.PLANNED: 2, State.STARTED: 1},
        )
        self.lists = (view, *self.lists)
        return view

    async def notification_lists(self) -> list[ListView]:
        return list(self.lists)

    async def change_list(self, list_id: str, state: ListState) -> ListView:
        self.asked.append(("change_list", list_id, state))
        self.lists = tuple(replace(one, state=state) for one in self.lists)
        return self.lists[0]

    async def save_results(self, list_id: str, path: str) -> None:
        self.asked.append(("save_results", list_id, path))
