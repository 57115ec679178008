"""Judging: what the platform and the desks know, held against what the hub says."""

import json
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from console.desk.sealing import Seal
from console.desk.store import Store as DeskStore
from console.domain.delivery import NOT_SENT, Delivery, rank
from console.hub.store.store import Store
from tests.chaos.ending import outcome
from tests.chaos.safety import NEVER
from tests.kill.desk import RECORD, REPORT, entries

_UNDONE = "('accepted_by_hub', 'sending', 'retrying', 'queued')"


@dataclass(slots=True)
class Verdict:
    """What was found.

    Attributes:
        under_way: calls whose hub died before it had the answer, as another found them.
        asked: messages that are unknown in the end: the rep decides.
        breaches: sentences.
    """

    webhooks: int = 0
    pressed: int = 0
    accepted: int = 0
    sent: int = 0
    returned: int = 0
    asked: int = 0
    under_way: int = 0
    duplicates: int = 0
    lost: int = 0
    breaches: list[str] = field(default_factory=list)


async def never(store: Store) -> list[str]:
    """What may be at no moment and is."""
    found = []
    for what, query in NEVER.items():
        if rows := await _rows(store, query):
            found.append(f"{what}: {rows[0][0]}")
    return found


async def accepted(store: Store) -> int:
    """How many answers the hubs have taken in so far."""
    query = "SELECT count(*) FROM message WHERE direction = 'outbound'"
    return int((await _rows(store, query))[0][0])


async def undone(store: Store, ledger: dict[str, Any], desks: list[Path]) -> str:
    """What still has to come to its end, in words; empty when all has."""
    if ledger["left"]:
        return f"the platform has {ledger['left']} things to do"
    if rows := await _rows(store, "SELECT id FROM raw_webhook WHERE done_at IS NULL"):
        return f"{len(rows)} webhooks are to be read"
    query = f"SELECT id, state FROM message WHERE state IN {_UNDONE}"
    if rows := await _rows(store, query):
        return f"{len(rows)} messages are under way, one is {rows[0][1]}"
    for desk in desks:
        path = desk / REPORT
        wrong = json.loads(path.read_text(encoding="utf-8"))["wrong"] if path.exists() else "?"
        if wrong:
            return f"{desk.name}: {wrong}"
    return ""


async def judged(store: Store, ledger: dict[str, Any], desks: list[Path]) -> Verdict:
    """The verdict after everything has come to its end."""
    verdict = Verdict(breaches=await never(store))
    await _webhooks(verdict, store, ledger)
    rows = await _rows(
        store, "SELECT id, state, trouble FROM message WHERE direction = 'outbound'"
    )
    said = {str(row[0]): (Delivery(str(row[1])), str(row[2])) for row in rows}
    verdict.accepted = len(said)
    _sends(verdict, ledger, said)
    for message_id, (state, trouble) in said.items():
        if words := _untrue(ledger, message_id, state, trouble):
            verdict.breaches.append(words)
            verdict.lost += 1
        if state is Delivery.UNKNOWN:
            verdict.asked += 1
    query = "SELECT count(*) FROM attempt WHERE detail LIKE 'the hub stopped%'"
    verdict.under_way = int((await _rows(store, query))[0][0])
    for desk in desks:
        _desk(verdict, desk, said)
    return verdict


async def _webhooks(verdict: Verdict, store: Store, ledger: dict[str, Any]) -> None:
    query = "SELECT platform_id FROM message WHERE direction = 'inbound'"
    here = Counter(str(row[0]) for row in await _rows(store, query))
    verdict.webhooks = len(ledger["taken"])
    for wamid in ledger["taken"]:
        if here[wamid] != 1:
            verdict.lost += here[wamid] == 0
            verdict.duplicates += here[wamid] > 1
            verdict.breaches.append(f"{wamid} was answered 200 and is here {here[wamid]} times")
    if missing := set(ledger["written"]) - set(ledger["taken"]):
        verdict.breaches.append(f"never taken from the platform: {sorted(missing)[:3]}")
    if invented := set(here) - set(ledger["written"]):
        verdict.breaches.append(f"nobody wrote {sorted(invented)[:3]}")
    query = "SELECT id, trouble FROM raw_webhook WHERE trouble <> ''"
    verdict.breaches += [f"webhook not read: {row}" for row in await _rows(store, query)]


def _sends(verdict: Verdict, ledger: dict[str, Any], said: dict[str, Any]) -> None:
    verdict.sent = len(ledger["sends"])
    for place, what in ((0, "id"), (1, "text")):
        for key, copies in Counter(send[place] for send in ledger["sends"]).items():
            if copies > 1:
                verdict.duplicates += 1
                verdict.breaches.append(f"the {what} {key} reached the platform {copies} times")
    for mark, text in ledger["sends"]:
        if mark not in said:
            verdict.breaches.append(f"{text!r} ({mark}) went out and the hub has no such line")


def _untrue(ledger: dict[str, Any], message_id: str, state: Delivery, trouble: str) -> str:
    """What is wrong with the hub's word on a message; empty if it is true."""
    told = [Delivery(status) for status in ledger["told"].get(message_id, [])]
    went = any(mark == message_id for mark, _ in ledger["sends"])
    if state in NOT_SENT and state is not Delivery.FAILED and went:
        return f"{message_id} is {state.value}, but it went"
    if (state is Delivery.UNKNOWN or state in NOT_SENT) and not trouble:
        return f"{message_id} is {state.value} and nobody is told why"
    if state is Delivery.UNKNOWN and told:
        return f"{message_id} is unknown, but {told} was told of it"
    if rank(state) >= rank(Delivery.ACCEPTED) and not went:
        return f"{message_id} is {state.value}, but it never went"
    if told and state is not outcome(told):
        return f"{message_id} is {state.value}, but {told} was told of it"
    return ""


def _desk(verdict: Verdict, desk: Path, said: dict[str, Any]) -> None:
    """What was stored at a desk is at the hub or has come back, whatever was killed."""
    stored: dict[str, str] = {}
    returned = _drafts(desk)
    for kind, *words in entries(desk / RECORD):
        if kind == "pressed":
            verdict.pressed += 1
        elif kind == "stored":
            stored[words[0]] = words[1]
        else:
            returned.add(words[0])
    verdict.returned += len(returned)
    for message_id, text in stored.items():
        if message_id not in said and text not in returned:
            verdict.lost += 1
            verdict.breaches.append(f"{desk.name} stored {text!r} and it is nowhere")


def _drafts(desk: Path) -> set[str]:
    found: set[str] = set()
    for path in (desk / "desk").glob("*.sealed"):
        key = bytes.fromhex((desk / f"{path.stem} files.token").read_text("utf-8"))
        with closing(DeskStore(path, Seal(key))) as opened:
            for draft in opened.drafts().values():
                found.update(draft.text.splitlines())
    return found


async def _rows(store: Store, query: str) -> list[tuple[Any, ...]]:
    async with store.reading() as connection:
        return [tuple(row) for row in await connection.execute(sa.text(query))]
