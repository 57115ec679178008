"""Asking: every operation of the document is asked rightly and wrongly; the answers fit."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks

from console.domain.people import Role
from tests.given import PASSWORD, GivenHub

CHECKS: list[Any] = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
#: Never ends; what it answers is shown by a test of its own.
ENDLESS = frozenset({"feed"})
#: Fewer examples: each of them calls the platform, which is not there.
SLOW = frozenset({"sync_templates", "check_channel"})
#: 503 is the promised answer while the platform is out of reach; all other 5xx are faults.
UNREACHABLE = frozenset(
    {"sync_templates", "download", "download_head", "block_customer", "find_numbers"}
)
#: Voids the token it is asked with, so it gets one of its own each time.
LAST = frozenset({"sign_out"})


@dataclass
class Asked:
    """What was asked and what did not fit."""

    answers: dict[str, Counter[int]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def count(self) -> int:
        """How many requests were answered."""
        return sum(sum(codes.values()) for codes in self.answers.values())


@dataclass(frozen=True)
class Asker:
    """One person at one desk who asks for everything.

    Attributes:
        known: ids that exist, by the name they have in paths and bodies.
    """

    url: str
    name: str
    known: dict[str, list[Any]]
    examples: int
    number: int = 0

    def ask(self) -> Asked:
        """Every operation has been asked; blocks, so it wants a thread of its own."""
        asked = Asked()
        schema = schemathesis.openapi.from_url(f"{self.url}/v1/openapi.json")
        with requests.Session() as session:
            session.trust_env = False
            session.headers["Authorization"] = self._token(session, "asking")
            for operation in self._operations(schema):
                for mode in GenerationMode:
                    self._one(asked, session, operation, mode)
        return asked

    def _operations(self, schema: Any) -> Iterator[Any]:
        found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
        yield from sorted(found, key=lambda one: _name(one) in LAST)

    def _one(
        self, asked: Asked, session: requests.Session, operation: Any, mode: GenerationMode
    ) -> None:
        name = _name(operation)
        if name in ENDLESS or (mode is GenerationMode.NEGATIVE and not _takes(operation)):
            return
        codes = asked.answers.setdefault(name, Counter())
        examples = 2 if name in SLOW else self.examples if _takes(operation) else 2

        @seed(self.number)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy(generation_mode=mode), st.data())
        def check(case: Any, data: st.DataObject) -> None:
            self._aim(case, data)
            if name in LAST:
                session.headers["Authorization"] = self._token(session, "leaving")
            response = case.call(session=session, timeout=30)
            codes[response.status_code] += 1
            known_503 = name in UNREACHABLE and response.status_code == 503
            case.validate_response(response, checks=CHECKS[known_503:])

        _tried(check, f"{name} ({mode.value})", asked)

    def _aim(self, case: Any, data: st.DataObject) -> None:
        """Half of the drawn ids are replaced by ids that exist."""
        for part in (case.path_parameters, case.body):
            for name in self.known.keys() & set(part if isinstance(part, dict) else ()):
                if data.draw(st.booleans()):
                    part[name] = data.draw(st.sampled_from(self.known[name]))

    def _token(self, session: requests.Session, desk: str) -> str:
        credentials = {"user_name": self.name, "password": PASSWORD}
        answer = session.post(
            f"{self.url}/v1/sign-in",
            json=credentials | {"desk_id": f"{self.name}-{desk}", "desk_name": desk},
            timeout=30,
        )
        return f"Bearer {answer.json()['token']}"


def _tried(check: Callable[[], None], name: str, asked: Asked) -> None:
    try:
        check()
    except (FailureGroup, AssertionError) as failed:
        inner = getattr(failed, "exceptions", [failed])
        asked.wrong += [f"{name}: {one}"[:1500] for one in inner]
    except BaseExceptionGroup as several:  # more than one kind of failure
        asked.wrong += [f"{name}: {one!r}"[:1500] for one in several.exceptions]


def _name(operation: Any) -> str:
    return str(operation.definition.raw["operationId"])


def _takes(operation: Any) -> bool:
    """Whether anything can be right or wrong in a request."""
    raw = operation.definition.raw
    return bool(raw.get("parameters") or raw.get("requestBody"))


async def peopled(hub: GivenHub) -> None:
    """Ada is an administrator; Maya is a rep of both queues."""
    await hub.rep("maya", queues=("repairs", "delivery"))
    await hub.rep("ada", role=Role.ADMIN)


async def furnished(hub: GivenHub) -> dict[str, list[Any]]:
    """Customers, sessions, messages and a file; their ids by the names they are asked by."""
    for nth in range(4):
        await hub.customer_writes(f"Hello {nth}", number=f"3161234500{nth}")
    async with hub.client("maya", "maya-asking") as client:
        await client.put("/v1/presence", json={"wanted": "online"})
        taken = (await client.post("/v1/queues/take-next", json={"queue_id": None})).json()
        told = {"kind": "text", "text": "On its way"}
        sent = {"message_id": "m-1", "session_id": taken["session_id"], "body": told}
        answer = await client.post("/v1/messages", json=sent | {"fence": taken["fence"]})
        assert answer.status_code == 200, answer.text
        file = await client.post("/v1/media?name=a.txt", content=b"Hello, file")
        snapshot = (await client.get("/v1/snapshot")).json()
    sessions = snapshot["sessions"]
    return {
        "session_id": [one["session_id"] for one in sessions],
        "conversation_id": [one["conversation_id"] for one in sessions],
        "customer_id": [one["customer_id"] for one in sessions],
        "work_id": [one["work_id"] for one in sessions if one.get("work_id")] or ["none"],
        "message_id": ["m-1", "m-2"],
        "media_id": [file.json()["media_id"]],
        "queue_id": ["repairs", "delivery", None],
        "fence": [0, 1, 2, taken["fence"]],
        "kind": ["whatsapp"],
    }


async def ask(hub: GivenHub, name: str, examples: int, number: int = 0) -> Asked:
    """What came of it when this person asked for everything."""
    asker = Asker(hub.url, name, await furnished(hub), examples, number)
    return await asyncio.to_thread(asker.ask)
