"""A small hub over real HTTP that keeps its word in memory and can be made to misbehave."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.errors import (
    NotFound,
    NotOwner,
    NotSignedIn,
    RuleBroken,
    Unavailable,
    WindowLapsed,
)
from console.domain.ids import Fence, MediaId, MessageId, RepId, Seq, SessionId
from console.domain.messages import TemplateMessage
from console.domain.people import Role
from console.wire import problems, requests, sse
from console.wire.codec import from_json, to_json
from console.wire.events import Beat, FeedData, FeedEvent, MessageChanged, SessionChanged
from console.wire.requests import (
    Hello,
    SendMessage,
    SignedIn,
    SignIn,
    Snapshot,
    ThreadPage,
    Uploaded,
)
from console.wire.views import MessageView, OfferView, SessionView
from tests.desk.views import ME, customer_of, rep
from tests.fakes import HandClock

END = None


@dataclass
class SmallHub:
    """What it knows, and the ways in which it can fail.

    Attributes:
        down: everything but hello answers 503.
        loses_answers: the next answer to a message is lost after the message was taken.
    """

    clock: HandClock
    epoch: str = "first"
    down: bool = False
    loses_answers: bool = False
    gone_token: bool = False
    journal: list[FeedData] = field(default_factory=list)
    forgotten: int = 0
    sessions: dict[SessionId, SessionView] = field(default_factory=dict)
    offers: dict[str, OfferView] = field(default_factory=dict)
    messages: dict[MessageId, MessageView] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    previews: dict[str, bytes] = field(default_factory=dict)
    posted: list[MessageId] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    streams: list[asyncio.Queue[bytes | None]] = field(default_factory=list)
    desk_id: str = ""
    break_after: int | None = None

    @property
    def head(self) -> int:
        return self.forgotten + len(self.journal)

    def tell(self, data: FeedData, *, unheard: bool = False) -> None:
        """One more entry; `unheard`: the frame gets lost on the way to open streams."""
        self.journal.append(data)
        if not unheard:
            for stream in self.streams:
                stream.put_nowait(self._frame(self.head))

    def put(self, session: SessionView) -> SessionView:
        self.sessions[session.session_id] = session
        self.tell(SessionChanged(session=session))
        return session

    def say(self, message: MessageView) -> MessageView:
        self.messages[message.message_id] = message
        self.tell(MessageChanged(message=message))
        return message

    def beat(self) -> None:
        for stream in self.streams:
            stream.put_nowait(self._beat())

    def drop_streams(self) -> None:
        streams, self.streams = self.streams, []
        for stream in streams:
            stream.put_nowait(END)

    def restored_from_backup(self) -> None:
        """Another journal from here on."""
        self.epoch += "+"
        self.journal.clear()
        self.forgotten = 0
        self.drop_streams()

    def _beat(self) -> bytes:
        return sse.beat_frame(Beat(now=self.clock.now(), clock_rate=1.0, epoch=self.epoch))

    def _frame(self, seq: int) -> bytes:
        data = self.journal[seq - self.forgotten - 1]
        return sse.event_frame(
            FeedEvent(seq=Seq(seq), prev=Seq(seq - 1), at=self.clock.now(), data=data)
        )

    def app(self) -> Starlette:
        doors = {
            "hello": (requests.HELLO, "GET"),
            "sign_in": (requests.SIGN_IN, "POST"),
            "sign_out": (requests.SIGN_OUT, "POST"),
            "snapshot": (requests.SNAPSHOT, "GET"),
            "feed": (requests.FEED, "GET"),
            "send": (requests.MESSAGES, "POST"),
            "thread": (requests.THREAD, "GET"),
            "upload": (requests.MEDIA_UP, "POST"),
            "fetch": (requests.MEDIA, "GET"),
            "preview": (requests.PREVIEW, "GET"),
            "customer": (requests.CUSTOMER, "GET"),
            "accept": (requests.ACCEPT, "POST"),
            "command": (requests.END, "POST"),
            "transfer": (requests.TRANSFER, "POST"),
            "see": (requests.SEEN, "POST"),
        }
        return Starlette(
            routes=[
                Route(path, self._door(name), methods=[method])
                for name, (path, method) in doors.items()
            ]
        )

    def _door(self, name: str):  # type: ignore[no-untyped-def]
        act = getattr(self, f"_{name}")

        async def answer(request: Request) -> Response:
            self.asked.append(request.url.path)
            try:
                if self.down and name != "hello":
                    raise Unavailable("The hub is being looked after. It comes back by itself.")
                if self.gone_token and name not in {"hello", "sign_in"}:
                    raise NotSignedIn("Your sign-in has ended. Sign in again.")
                done: Response = await act(request)
            except RuleBroken as problem:
                return Response(
                    problems.encode(problem), problem.status, media_type=problems.MEDIA_TYPE
                )
            return done

        return answer

    async def _hello(self, _request: Request) -> Response:
        hello = Hello(name="Small hub", version="1", protocol=1, now=self.clock.now())
        return Response(to_json(hello))

    async def _sign_in(self, request: Request) -> Response:
        asked = from_json(SignIn, await request.body())
        if asked.password != "secret":
            raise NotSignedIn("User name and password don’t match. 4 tries left.")
        self.desk_id = asked.desk_id
        signed = SignedIn(
            token="token",
            expires_at=datetime(2027, 1, 1, tzinfo=UTC),
            rep_id=ME,
            name="Ana",
            role=Role.REP,
        )
        return Response(to_json(signed))

    async def _sign_out(self, _request: Request) -> Response:
        return Response(status_code=204)

    async def _snapshot(self, request: Request) -> Response:
        if request.headers.get("authorization") != "Bearer token":
            raise NotSignedIn("Sign in first.")
        return Response(
            to_json(
                Snapshot(
                    as_of=Seq(self.head),
                    epoch=self.epoch,
                    now=self.clock.now(),
                    clock_rate=1.0,
                    me=rep(ME, "Ana"),
                    hub_name="Small hub",
                    channels=(),
                    queues=(),
                    reps=(rep(ME, "Ana"),),
                    sessions=tuple(self.sessions.values()),
                    offers=tuple(self.offers.values()),
                    templates=(),
                    quick_replies=(),
                )
            )
        )

    async def _feed(self, request: Request) -> Response:
        after = int(request.headers["last-event-id"])
        stream: asyncio.Queue[bytes | None] = asyncio.Queue()
        stream.put_nowait(self._beat())
        if after > self.head or after < self.forgotten:
            stream.put_nowait(sse.reset_frame("too old"))
        else:
            for seq in range(after + 1, self.head + 1):
                stream.put_nowait(self._frame(seq))
        self.streams.append(stream)
        return StreamingResponse(self._frames(stream), media_type="text/event-stream")

    async def _frames(self, stream: asyncio.Queue[bytes | None]) -> AsyncIterator[bytes]:
        while (frame := await stream.get()) is not END:
            yield frame

    async def _send(self, request: Request) -> Response:
        body = await request.body()
        asked = from_json(SendMessage, body)
        self.posted.append(asked.message_id)
        self.bodies.append(body)
        known = self.messages.get(asked.message_id)
        if known is None:
            known = self.say(self._taken(asked))
        if self.loses_answers:
            self.loses_answers = False
            raise Unavailable("The connection broke.")
        return Response(to_json(known))

    def _taken(self, asked: SendMessage) -> MessageView:
        session = self.sessions.get(asked.session_id)
        if session is None:
            raise NotFound("There is no such session.")
        if session.owner_id != ME or session.fence != asked.fence:
            raise NotOwner(
                f"{session.owner_name} is handling this at desk D2. Your text is kept.",
                owner=session.owner_name,
            )
        expires_at = session.window_expires_at
        lapsed = expires_at is None or self.clock.now() >= expires_at
        if lapsed and not isinstance(asked.body, TemplateMessage):
            raise WindowLapsed("Not sent: the 24-hour window has lapsed.")
        return MessageView(
            message_id=asked.message_id,
            conversation_id=session.conversation_id,
            session_id=session.session_id,
            direction=Direction.OUTBOUND,
            body=asked.body,
            at=self.clock.now(),
            order=len(self.messages) + 1,
            author="Ana",
            author_id=ME,
            state=Delivery.ACCEPTED_BY_HUB,
        )

    async def _thread(self, request: Request) -> Response:
        ref = request.path_params["conversation_id"]
        limit = int(request.query_params.get("limit", "50"))
        before = int(request.query_params.get("before", str(2**40)))
        found = sorted(
            (m for m in self.messages.values() if m.conversation_id == ref),
            key=lambda m: m.order,
        )
        found = [m for m in found if m.order < before]
        shown = found[-limit:]
        earlier = str(shown[0].order) if len(found) > limit else None
        page = ThreadPage(conversation_id=ref, messages=tuple(shown), earlier=earlier)
        return Response(to_json(page))

    async def _upload(self, request: Request) -> Response:
        data = await request.body()
        media_id = MediaId(f"media-{len(self.media) + 1}")
        self.media[media_id] = data
        uploaded = Uploaded(
            media_id=media_id,
            mime=request.headers["content-type"],
            size_bytes=len(data),
            name=request.query_params["name"],
        )
        return Response(to_json(uploaded))

    async def _preview(self, request: Request) -> Response:
        picture = self.previews.get(request.path_params["media_id"])
        if picture is None:
            raise Unavailable("This picture is still on its way. Try again.", retry_after_s=5)
        return Response(picture)

    async def _fetch(self, request: Request) -> Response:
        data = self.media.get(request.path_params["media_id"])
        if data is None:
            raise NotFound("The file isn’t there any more.")
        start = int(request.headers.get("range", "bytes=0-")[6:-1])
        headers = {"Content-Length": str(len(data) - start)}
        status = 206 if start else 200
        broken, self.break_after = self.break_after, None

        async def chunks() -> AsyncIterator[bytes]:
            yield data[start : None if broken is None else start + broken]
            if broken is not None:
                raise ConnectionResetError

        return StreamingResponse(chunks(), status, headers)

    async def _customer(self, request: Request) -> Response:
        return Response(to_json(customer_of(request.path_params["customer_id"])))

    async def _accept(self, request: Request) -> Response:
        offer = self.offers.pop(request.path_params["work_id"])
        session = self.sessions[offer.session_id]
        return Response(to_json(self.put(replace(session, **self.here()))))

    async def _command(self, request: Request) -> Response:
        return Response(to_json(self.sessions[request.path_params["session_id"]]))

    async def _transfer(self, request: Request) -> Response:
        self.bodies.append(await request.body())
        return await self._command(request)

    async def _see(self, request: Request) -> Response:
        self.bodies.append(await request.body())
        return await self._command(request)

    def here(self) -> dict[str, Any]:
        """The fields of a session that Ana's desk holds."""
        return {
            "owner_id": ME,
            "owner_name": "Ana",
            "owner_desk_id": self.desk_id,
            "owner_desk_name": "D1",
        }

    def elsewhere(self, session_id: SessionId, name: str, rep_id: str = "bo") -> None:
        """Somebody else has the session now."""
        session = self.sessions[session_id]
        self.put(
            replace(
                session,
                owner_id=RepId(rep_id),
                owner_name=name,
                owner_desk_id=None,
                owner_desk_name="D2",
                fence=Fence(session.fence + 1),
            )
        )
