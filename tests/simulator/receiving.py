"""A webhook that keeps what is posted, and the simulator set up for it."""

import json
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from console.simulator.simulator import Simulator
from tests.fakes import HandClock

SECRET, TOKEN, VERIFY = "app secret", "access token", "verify me"
PHONE, WABA = "106540352242922", "102290129340398"


class Receiver:
    """A business's webhook: answers the handshake, keeps what is posted."""

    def __init__(self) -> None:
        self.url = ""
        self.status = 200
        self.posts: list[tuple[bytes, str]] = []
        routes = [
            Route("/webhook", self._verify),
            Route("/webhook", self._take, methods=["POST"]),
        ]
        self.app = Starlette(routes=routes)

    @property
    def changes(self) -> list[dict[str, Any]]:
        bodies = [json.loads(raw) for raw, _ in self.posts]
        return [change for body in bodies for one in body["entry"] for change in one["changes"]]

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [one for change in self.changes for one in change["value"].get("messages", [])]

    @property
    def statuses(self) -> list[dict[str, Any]]:
        return [one for change in self.changes for one in change["value"].get("statuses", [])]

    async def _verify(self, request: Request) -> Response:
        if request.query_params.get("hub.verify_token") != VERIFY:
            return PlainTextResponse("no", 403)
        return PlainTextResponse(request.query_params["hub.challenge"])

    async def _take(self, request: Request) -> Response:
        raw = await request.body()
        if self.status == 200:
            self.posts.append((raw, request.headers["x-hub-signature-256"]))
        return PlainTextResponse("", self.status)


def options(clock: HandClock, webhook_url: str | None) -> dict[str, Any]:
    return {
        "clock": clock,
        "webhook_url": webhook_url,
        "app_secret": SECRET,
        "access_token": TOKEN,
        "verify_token": VERIFY,
        "phone_number_id": PHONE,
        "waba_id": WABA,
        "display_number": "+31 85 012 3456",
    }


def simulated(clock: HandClock, webhook_url: str | None, **more: Any) -> Simulator:
    return Simulator(**options(clock, webhook_url), **more)


def text_to(to: str, body: str, **more: object) -> dict[str, object]:
    return {
        "messaging_product": "whatsapp",
        "to": to,
        "type": "text",
        "text": {"body": body},
        **more,
    }
