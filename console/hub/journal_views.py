"""Journal entries with the present view of what changed, encoded once for all desks."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.ids import Seq, SessionId, WorkId
from console.hub import wallet
from console.hub.principal import Principal
from console.hub.store import schema
from console.hub.views import customers, dead_letters, messages, offers, sessions, team
from console.wire import events, sse
from console.wire.codec import to_json

_journal, _work = schema.journal, schema.work
_PERSONAL = frozenset({"offered", "offer_over"})  # for the rep alone, whoever sees all
_FRAMES_KEPT = 8
_AFTER = (
    sa.select(_journal)
    .where(_journal.c.seq > sa.bindparam("after"))
    .order_by(_journal.c.seq)
    .limit(sa.bindparam("most"))
)


@dataclass(slots=True)
class Entry:
    """One place of the journal.

    Attributes:
        audience: who may see the object as it is now.
        former: who saw it before; those who may not any more are told that it is gone.
        data: the event's JSON; None if the object is not there any more.
        gone: the JSON that says so to `former`; None if there is nothing to say.
    """

    seq: Seq
    at: datetime
    kind: str
    ref: str
    audience: str
    former: str
    data: bytes | None
    gone: bytes | None = None
    _frames: dict[tuple[Seq, bool], bytes] = field(default_factory=dict)

    def frame_for(self, who: Principal, prev: Seq) -> bytes | None:
        """The frame for a desk that was at `prev`; None if this is none of its business."""
        if self._is_for(who):
            return self._frame(prev, self.data, gone=False)
        if self.gone is not None and not who.scopes.isdisjoint(self.former.split()):
            return self._frame(prev, self.gone, gone=True)
        return None

    def _is_for(self, who: Principal) -> bool:
        if self.data is None:
            return False
        if self.kind in _PERSONAL:
            return not who.scopes.isdisjoint(self.audience.split())
        return who.may_see(self.audience)

    def _frame(self, prev: Seq, data: bytes | None, *, gone: bool) -> bytes:
        frame = self._frames.get((prev, gone))
        if frame is None:
            frame = sse.event_frame_of(self.seq, prev, self.at, data or b"null")
            if len(self._frames) < _FRAMES_KEPT:
                self._frames[prev, gone] = frame
        return frame


async def read(
    connection: AsyncConnection, now: datetime, *, after: Seq, limit: int
) -> list[Entry]:
    """Up to `limit` entries after a place, in order."""
    place = {"after": after, "most": limit}
    rows = list((await connection.execute(_AFTER, place)).mappings())
    refs: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        refs[row["kind"]].add(row["ref"])
    views = {kind: await _views(connection, now, kind, found) for kind, found in refs.items()}
    return [_entry(row, views[row["kind"]].get(row["ref"])) for row in rows]


View = tuple[bytes, str | None]
"""The event's JSON, and who may see it if not the journal's word decides that."""


def _entry(row: sa.RowMapping, view: View | None) -> Entry:
    data, present = view if view is not None else (None, None)
    gone = None
    if row["kind"] == "session" and row["former"]:
        gone = to_json(events.SessionGone(session_id=SessionId(row["ref"])))
    return Entry(
        seq=Seq(row["seq"]),
        at=row["at"],
        kind=row["kind"],
        ref=row["ref"],
        # the view is today's, so today's audience decides, not that of the entry
        audience=row["audience"] if present is None else present,
        former=row["former"],
        data=data,
        gone=gone,
    )


async def _views(
    connection: AsyncConnection, now: datetime, kind: str, refs: set[str]
) -> dict[str, View]:
    if kind in {"session", "message", "customer", "dead_letter"}:
        return await _of_customers(connection, kind, refs)
    return {
        ref: (to_json(event), None)
        for ref, event in (await _of_the_team(connection, now, kind, refs)).items()
    }


async def _of_customers(
    connection: AsyncConnection, kind: str, refs: set[str]
) -> dict[str, View]:
    if kind == "session":
        return {
            ref: (to_json(events.SessionChanged(session=view)), audience)
            for ref, (view, audience) in (await sessions.by_ids(connection, refs)).items()
        }
    if kind == "message":
        return {
            ref: (to_json(events.MessageChanged(message=line)), audience)
            for ref, (line, audience) in (await messages.by_ids(connection, refs)).items()
        }
    if kind == "dead_letter":
        return {
            ref: (to_json(events.DeadLetterChanged(letter=letter)), audience)
            for ref, (letter, audience) in (await dead_letters.by_ids(connection, refs)).items()
        }
    return {
        ref: (to_json(events.CustomerChanged(customer=person)), audience)
        for ref, (person, audience) in (await customers.by_ids(connection, refs)).items()
    }


async def _of_the_team(
    connection: AsyncConnection, now: datetime, kind: str, refs: set[str]
) -> dict[str, events.FeedData]:
    match kind:
        case "rep":
            found = await team.reps(connection, now, refs)
            return {ref: events.RepChanged(rep=view) for ref, view in found.items()}
        case "queue":
            lines = await team.queues(connection, refs)
            return {ref: events.QueueChanged(queue=view) for ref, view in lines.items()}
        case "channel":
            doors = await team.channels(connection, now, refs)
            return {ref: events.ChannelChanged(channel=view) for ref, view in doors.items()}
        case "template":
            texts = await team.templates(connection, refs)
            return {ref: events.TemplateChanged(template=view) for ref, view in texts.items()}
        case "offered":
            offered = await offers.by_ids(connection, refs)
            return {ref: events.Offered(offer=view) for ref, view in offered.items()}
        case "offer_over":
            return await _outcomes(connection, refs)
        case "wallet":
            held = await wallet.view(connection)
            return {} if held is None else {wallet.KEY: events.WalletChanged(wallet=held)}
        case _:
            return {}


async def _outcomes(connection: AsyncConnection, refs: set[str]) -> dict[str, events.FeedData]:
    rows = await connection.execute(
        sa.select(_work.c.id, _work.c.status).where(_work.c.id.in_(refs))
    )
    return {
        row.id: events.OfferOver(work_id=WorkId(row.id), outcome=row.status) for row in rows
    }
