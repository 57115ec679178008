"""Desk: the real desk without a screen, worked by a rep who never tires, in its own process.

What the rep did is written down beside the desk, so that it is known after any kill: `pressed`
before Send is pressed, `stored` once the message is on the desk's disk, `returned` when the
text came back.
"""

import asyncio
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from console.app import parent
from console.desk import installation
from console.desk.clock import WallClock
from console.desk.desk import Desk
from console.desk.drafts import NOTHING
from console.desk.inbox_row import InboxRow
from console.desk.installation import Installation
from console.desk.rows import LinkState
from console.desk.store import Outgoing
from console.domain.errors import RuleBroken
from console.domain.ids import DeskId, RepId
from console.domain.messages import Text
from console.domain.people import Wanted
from console.wire import requests
from console.wire.requests import Snapshot, ThreadPage
from tests import pictures

PASSWORD = "correct horse battery"
RECORD, QUIET, REPORT = "record.jsonl", "quiet", "report.json"
_TURN_S = 0.15
_PAGES = 10  # transcripts that are looked at in the end


class FileCredentials:
    """Tokens in files, as a keyring would keep them beyond the program's death."""

    trouble = ""
    in_system = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def read(self, name: str) -> str | None:
        """The token kept under a name."""
        path = self._folder / f"{name}.token"
        return path.read_text(encoding="utf-8") if path.exists() else None

    async def keep(self, name: str, token: str) -> None:
        """The token is kept under the name."""
        beside = self._folder / f"{name}.new"
        beside.write_text(token, encoding="utf-8")
        beside.replace(self._folder / f"{name}.token")

    async def forget(self, name: str) -> None:
        """Nothing is kept under the name."""
        (self._folder / f"{name}.token").unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Post:
    """Where a rep works, with whom, and by which chance."""

    folder: Path
    rep: str
    colleagues: tuple[str, ...]
    hub_url: str
    seed: str
    parent: int


def work(post: Post) -> None:
    """Works at this desk until the parent is gone."""
    asyncio.run(_Rep(post).run())


class _Rep:
    def __init__(self, post: Post) -> None:
        self._post = post
        self._chance = Random(post.seed)
        self._record = Record(post.folder / RECORD)
        self._count = self._record.lines
        if not (post.folder / installation.FILE).exists():
            installation.save(post.folder, Installation(desk_id=DeskId(f"desk-{post.rep}")))
        self._desk = Desk(
            folder=post.folder,
            clock=WallClock(),
            desk_name=f"Desk of {post.rep}",
            credentials=FileCredentials(post.folder),
            downloads=post.folder / "downloads",
        )

    @property
    def _is_quiet(self) -> bool:
        return (self._post.folder / QUIET).exists()

    async def run(self) -> None:
        while not await self._begin():  # noqa: ASYNC110 - hubs set no event here
            await asyncio.sleep(0.3)
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(work)
                for work in (self._desk.run(), self._act(), self._answer(), self._tell())
            ]
            await parent.gone(self._post.parent)
            for task in tasks:
                task.cancel()

    async def _begin(self) -> bool:
        """Whether somebody sits here: as before, or signed in for the first time."""
        try:
            if not await self._desk.resume(self._post.hub_url):
                await self._desk.sign_in(
                    self._post.hub_url, self._post.rep, PASSWORD, stay=True
                )
        except RuleBroken:
            return False
        for entry in self._waiting():  # a former life may have died before it wrote them down
            self._record.add("stored", entry.message_id, _text_of(entry))
        return True

    def _waiting(self) -> list[Outgoing]:
        account = self._desk._account
        return [] if account is None else account.outbox.waiting()

    async def _act(self) -> None:
        """Accepts, transfers, ends; what the hub will not do is tried again or left."""
        while True:
            await asyncio.sleep(self._chance.random() * _TURN_S * 2)
            if self._desk.link.state is not LinkState.CONNECTED:
                self._desk.try_now()
                await asyncio.sleep(0.3)
                continue
            try:
                await self._once()
            except RuleBroken:
                continue

    async def _decide_on_old_sends(self) -> None:
        """The desk asks before what waited for minutes goes: most may, some come back."""
        for old in await self._desk.old_sends():
            if self._chance.random() < 0.8:
                self._desk.send_old([old.message_id])
            else:
                await self._desk.keep_old([old.message_id])

    async def _once(self) -> None:
        me = self._desk.me
        if me is not None and me.wanted is not Wanted.ONLINE:
            await self._desk.set_presence(Wanted.ONLINE)
        await self._decide_on_old_sends()
        for offer in self._desk.offers():
            await self._desk.accept(offer.work_id)
        mine = [row for row in self._desk.inbox() if row.mine and row.here]
        if self._is_quiet or not mine:
            return
        row, lot = self._chance.choice(mine), self._chance.random()
        if lot < 0.03:
            colleague = RepId(self._chance.choice(self._post.colleagues))
            await self._desk.transfer(row.session_id, to_rep=colleague, pass_draft=False)
        elif lot < 0.06 and not row.customer_waits:
            await self._desk.end(row.session_id)

    async def _answer(self) -> None:
        """Answers who waits, also without a connection: it goes out later."""
        while True:
            await asyncio.sleep(self._chance.random() * _TURN_S)
            rows = [row for row in self._desk.inbox() if row.mine and row.here]
            waiting = [row for row in rows if row.customer_waits]
            if waiting and not self._is_quiet:
                self._press_send(self._chance.choice(waiting))

    def _press_send(self, row: InboxRow) -> None:
        if self._desk.waiting_to_send(row.session_id) >= 2:
            return
        self._take_note_of_drafts()
        self._count += 1
        text = f"Answer {self._count} of {self._post.rep}"
        self._record.add("pressed", text)
        try:
            message_id = self._desk.send(row.session_id, Text(text=text))
        except RuleBroken:
            self._record.add("returned", text)  # it stayed where it was typed
            return
        self._record.add("stored", message_id, text)

    def _take_note_of_drafts(self) -> None:
        """The rep has read what came back and will write something else."""
        account = self._desk._account
        if account is None:
            return
        for session_id, draft in account.store.drafts().items():
            for line in draft.text.splitlines():
                self._record.add("returned", line)
            self._desk.save_draft(session_id, NOTHING)

    async def _tell(self) -> None:
        """In the end, twice a second: whether all is well here."""
        while True:
            await asyncio.sleep(0.5)
            if not self._is_quiet:
                continue
            self._take_note_of_drafts()
            try:
                words = await self._what_is_wrong()
            except RuleBroken as problem:
                words = problem.message
            report = self._post.folder / REPORT
            beside = report.with_suffix(".new")
            beside.write_text(json.dumps({"wrong": words}), encoding="utf-8")
            beside.replace(report)

    async def _what_is_wrong(self) -> str:
        account = self._desk._account
        if account is None or self._desk.link.state is not LinkState.CONNECTED:
            return f"not connected ({self._desk.link.trouble})"
        if waiting := self._desk.waiting_to_send():
            return f"{waiting} messages wait in the outbox"
        if offers := self._desk.offers():
            return f"{len(offers)} offers are open"
        found = await account.client.ask(Snapshot, "GET", requests.SNAPSHOT)
        place = account.sync.place
        if place is None or place.seq != found.as_of:
            return f"at {place and place.seq} while the hub is at {found.as_of}"
        # the row of an ended session is not told of every late word in its conversation
        shown = pictures.difference(found, account.model, ended=False)
        return shown or await self._other_lines(found)

    async def _other_lines(self, found: Snapshot) -> str:
        client = self._desk._seated().client
        for view in found.sessions[:_PAGES]:
            path = requests.THREAD.format(conversation_id=view.conversation_id)
            page = await client.ask(ThreadPage, "GET", path)
            hub = {line.message_id: line for line in page.messages}
            rows = (await self._desk.thread(view.conversation_id)).rows
            here = {
                row.message.message_id: row.message
                for row in rows
                if row.message.message_id in hub
            }
            if hub != here:
                return f"other lines: {pictures.first_difference(hub, here)}"
        return ""


class Record:
    """What happened at a desk, line by line; a line is whole or, at a kill, not there."""

    def __init__(self, path: Path) -> None:
        self.lines = sum(1 for _ in entries(path))
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def add(self, *words: str) -> None:
        """The words are in the system's hands, which outlast this process."""
        os.write(self._descriptor, f"{json.dumps(words)}\n".encode())


def entries(path: Path) -> Iterator[list[str]]:
    """The lines of a record."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _text_of(entry: Outgoing) -> str:
    return entry.body.text if isinstance(entry.body, Text) else ""
