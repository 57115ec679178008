"""Acting: what reps do at their desks with what they see there."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.errors import RuleBroken
from console.domain.ids import MessageId, QueueId, RepId, TemplateId
from console.domain.messages import Body, NoteText, TemplateMessage, Text
from console.domain.people import Wanted
from console.domain.sessions import SessionStatus
from console.hub import commands, sending, transfers
from console.hub.principal import Principal
from console.wire.requests import (
    Flag,
    Seen,
    SendMessage,
    SessionCommand,
    TakeOver,
    Transfer,
)
from console.wire.views import MessageView, SessionView
from tests.chaos.desk import SimDesk
from tests.chaos.ground import QUEUES, REPS
from tests.chaos.network import Lost
from tests.chaos.replica import Replica
from tests.floor import TEMPLATE

_ASKABLE = {Delivery.UNKNOWN, Delivery.FAILED, Delivery.DEAD, Delivery.EXPIRED}
_LOOKS = 6  # until a rep finds something to do
_POSTS = 6  # of one Send, until the desk gives up for now
Asked = Callable[[Replica], Awaitable[Any]]


async def act(desk: SimDesk) -> None:
    """The rep at this desk does one thing, if there is anything to do."""
    who, chance = desk.who, desk.chance
    if who is None or desk.place is None or desk.is_away:
        return
    plan = desk.world.plan
    able = [act for name, act in _ACTS if name in plan.features or not name]
    for _ in range(_LOOKS):
        if await chance.choice(able)(desk, who):
            return


async def ask(desk: SimDesk, what: str, work: Asked) -> bool:
    """True: something was done. Refusals and lost answers are part of life."""
    desk.world.note(f"{desk.desk_id} {what}")
    try:
        await desk.world.network.ask(work)
    except RuleBroken as refusal:
        desk.world.note(f"{desk.desk_id} refused: {refusal.code}")
    except Lost:
        desk.world.note(f"{desk.desk_id} has no answer")
    return True


async def _answer_offer(desk: SimDesk, who: Principal) -> bool:
    if not desk.model.offers:
        return False
    offer = desk.chance.choice(list(desk.model.offers.values()))
    if "decline" in desk.world.plan.features and desk.chance.random() < 0.2:
        return await ask(
            desk,
            f"declines {offer.work_id}",
            lambda hub: transfers.decline(hub.store, who, offer.work_id, "Busy"),
        )
    return await ask(
        desk,
        f"accepts {offer.work_id}",
        lambda hub: transfers.accept(hub.store, who, offer.work_id),
    )


async def _send(desk: SimDesk, who: Principal) -> bool:
    view = _mine(desk, who)
    for _ in range(desk.chance.choice((1, 1, 2, 3)) if view else 0):
        assert view is not None
        await send(desk, who, view, Text(text=f"Answer {desk.world.count()}"))
    return view is not None


async def _send_template(desk: SimDesk, who: Principal) -> bool:
    view = _mine(desk, who)
    if view is not None:
        body = TemplateMessage(
            template_id=TemplateId(TEMPLATE["template_id"]),
            name="update",
            language="en",
            values={"body.1": "you"},
            title="",
            text="",
        )
        await send(desk, who, view, body)
    return view is not None


async def _note(desk: SimDesk, who: Principal) -> bool:
    view = _any(desk)
    if view is not None:
        await send(desk, who, view, NoteText(text="Look at this"))
    return view is not None


async def send(desk: SimDesk, who: Principal, view: SessionView, body: Body) -> None:
    """One press of Send: posted with the same id until the hub has answered."""
    world = desk.world
    request = SendMessage(
        message_id=MessageId(f"send-{world.count()}"),
        session_id=view.session_id,
        fence=view.fence,
        body=body,
    )
    world.note(f"{desk.desk_id} sends {request.message_id} in {view.session_id}")
    for _ in range(_POSTS if not world.calm else 100):
        try:
            await world.network.ask(lambda hub: sending.send(hub.store, who, request))
        except RuleBroken as refusal:
            world.note(f"{request.message_id} refused: {refusal.code}")
            return
        except Lost:
            await asyncio.sleep(1 + 3 * desk.chance.random())
        else:
            world.accepted.append(request.message_id)
            return


async def _command(desk: SimDesk, who: Principal, name: str, do: Any) -> bool:
    view = _mine(desk, who)
    if view is not None:
        command = SessionCommand(fence=view.fence)
        return await ask(
            desk,
            f"{name} {view.session_id}",
            lambda hub: do(hub.store, who, view.session_id, command),
        )
    return False


async def _end(desk: SimDesk, who: Principal) -> bool:
    return desk.chance.random() < 0.3 and await _command(desk, who, "ends", commands.end)


async def _quieten(desk: SimDesk, who: Principal) -> bool:
    return await _command(desk, who, "quietens", commands.quieten)


async def _keep_open(desk: SimDesk, who: Principal) -> bool:
    return await _command(desk, who, "keeps open", commands.keep_open)


async def _continue_here(desk: SimDesk, who: Principal) -> bool:
    views = [
        view
        for view in desk.model.sessions.values()
        if view.owner_id == who.rep_id and view.owner_desk_id != who.desk_id
    ]
    if views:
        view = desk.chance.choice(views)
        command = SessionCommand(fence=view.fence)
        return await ask(
            desk,
            f"continues {view.session_id} here",
            lambda hub: commands.continue_here(hub.store, who, view.session_id, command),
        )
    return False


async def _reopen(desk: SimDesk, who: Principal) -> bool:
    views = [
        view for view in desk.model.sessions.values() if view.status is SessionStatus.ENDED
    ]
    if views:
        view = desk.chance.choice(views)
        command = SessionCommand(fence=view.fence)
        return await ask(
            desk,
            f"reopens {view.session_id}",
            lambda hub: commands.reopen(hub.store, who, view.session_id, command),
        )
    return False


async def _transfer(desk: SimDesk, who: Principal) -> bool:
    view = _mine(desk, who)
    if view is None:
        return False
    to_rep = desk.chance.choice([None, *(RepId(name) for name in REPS if name != who.rep_id)])
    queue = None if to_rep else QueueId(desk.chance.choice(QUEUES))
    request = Transfer(fence=view.fence, to_rep=to_rep, to_queue=queue, note="Please")
    return await ask(
        desk,
        f"transfers {view.session_id} to {to_rep or queue}",
        lambda hub: transfers.transfer(hub.store, who, view.session_id, request),
    )


async def _take_over(desk: SimDesk, who: Principal) -> bool:
    views = [view for view in desk.model.sessions.values() if view.owner_id is not None]
    if views and who.role.leads:
        view = desk.chance.choice(views)
        request = TakeOver(fence=view.fence, reason="Help")
        return await ask(
            desk,
            f"takes over {view.session_id}",
            lambda hub: commands.take_over(hub.store, who, view.session_id, request),
        )
    return False


async def _take_next(desk: SimDesk, who: Principal) -> bool:
    return await ask(desk, "takes the next", lambda hub: commands.take_next(hub.store, who))


async def _presence(desk: SimDesk, who: Principal) -> bool:
    wanted = desk.chance.choice((Wanted.ONLINE, Wanted.ONLINE, Wanted.AWAY, Wanted.BUSY))
    return await ask(
        desk,
        f"is {wanted.value}",
        lambda hub: commands.set_presence(hub.store, who, wanted),
    )


async def _flag(desk: SimDesk, who: Principal) -> bool:
    view = _any(desk)
    if view is not None:
        request = Flag(raised=not view.flagged)
        return await ask(
            desk,
            f"flags {view.session_id}",
            lambda hub: commands.flag(hub.store, who, view.session_id, request),
        )
    return False


async def _seen(desk: SimDesk, who: Principal) -> bool:
    view = _mine(desk, who)
    line = view and _newest(desk, view, lambda found: found.direction is Direction.INBOUND)
    if view and line:
        request = Seen(fence=view.fence, message_id=line.message_id, typing=True)
        return await ask(
            desk,
            f"has seen {line.message_id}",
            lambda hub: commands.seen(hub.store, who, view.session_id, request),
        )
    return False


async def _send_again(desk: SimDesk, who: Principal) -> bool:
    lines = [line for line in desk.messages.values() if line.state in _ASKABLE]
    if lines:
        line = desk.chance.choice(lines)
        return await ask(
            desk,
            f"sends {line.message_id} again",
            lambda hub: sending.send_again(hub.store, who, line.message_id),
        )
    return False


async def _cancel(desk: SimDesk, who: Principal) -> bool:
    lines = [
        line
        for line in desk.messages.values()
        if line.state in {Delivery.ACCEPTED_BY_HUB, Delivery.RETRYING, Delivery.SENDING}
    ]
    if lines:
        line = desk.chance.choice(lines)
        return await ask(
            desk,
            f"cancels {line.message_id}",
            lambda hub: sending.cancel(hub.store, who, line.message_id),
        )
    return False


async def _wander(desk: SimDesk, _who: Principal) -> bool:
    """The rep closes the laptop for a while."""
    if desk.chance.random() > 0.3 or desk.world.calm:
        return False
    desk.world.note(f"{desk.desk_id} goes away")
    desk.is_away = True
    desk.cut(half_open=desk.world.network.strikes("desk_half_open"))
    await asyncio.sleep(90 * desk.chance.random())
    desk.is_away = False
    return True


def _mine(desk: SimDesk, who: Principal) -> SessionView | None:
    views = [
        view
        for view in desk.model.sessions.values()
        if view.owner_id == who.rep_id and view.owner_desk_id == who.desk_id
    ]
    return desk.chance.choice(views) if views else None


def _any(desk: SimDesk) -> SessionView | None:
    views = list(desk.model.sessions.values())
    return desk.chance.choice(views) if views else None


def _newest(
    desk: SimDesk, view: SessionView, wanted: Callable[[MessageView], bool]
) -> MessageView | None:
    found = [
        line
        for line in desk.messages.values()
        if line.conversation_id == view.conversation_id and wanted(line)
    ]
    return max(found, key=lambda line: line.order, default=None)


_ACTS: tuple[tuple[str, Callable[[SimDesk, Principal], Awaitable[bool]]], ...] = (
    *(("", _answer_offer),) * 5,
    *(("", _send),) * 6,
    ("template", _send_template),
    ("note", _note),
    ("end", _end),
    ("quieten", _quieten),
    ("keep_open", _keep_open),
    ("continue_here", _continue_here),
    ("reopen", _reopen),
    ("transfer", _transfer),
    ("take_over", _take_over),
    ("take_next", _take_next),
    ("presence", _presence),
    ("flag", _flag),
    ("seen", _seen),
    ("send_again", _send_again),
    ("cancel", _cancel),
    ("wander", _wander),
)
