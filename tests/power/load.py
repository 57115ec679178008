"""A hub at work while its writes are noted, and customers who write to it."""

import asyncio
import hashlib
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

from tests.given import APP_SECRET, NUMBER_ID, WABA_ID, WEBHOOKS, signed, webhook_of_text

_CUSTOMERS = 8
_ROOT = Path(__file__).resolve().parents[2]
_SETTINGS = f"""
[hub]
reserve_mib = 0
graph_base_url = "http://127.0.0.1:9"
[[queue]]
name = "Everyone"
[[channel]]
kind = "whatsapp"
name = "Shop"
phone_number_id = "{NUMBER_ID}"
waba_id = "{WABA_ID}"
display_number = "+31 20 123 45 67"
queue = "Everyone"
access_token = "token"
app_secret = "{APP_SECRET}"
verify_token = "verify"
"""


@dataclass(slots=True)
class Taken:
    """What was written and answered.

    Attributes:
        before: the files at the start, by the shim's letter.
        after: at the end, once the hub was killed.
        answered: how long the notes were when each body's 200 came, by its hash.
    """

    notes: Path
    before: dict[str, bytes] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)
    answered: dict[str, int] = field(default_factory=dict)


def run(top: Path, shim: Path, *, for_s: float) -> Taken:
    """Customers have written for so long; then the hub was killed."""
    (top / "hub.toml").write_text(_SETTINGS)
    command = [sys.executable, "-m", "console", "hub"]
    environment = os.environ | {"PYTHONPATH": str(_ROOT)}
    subprocess.run([*command, "migrate"], cwd=top, env=environment, check=True)
    taken = Taken(top / "notes")
    taken.before = _files(top / "data")
    environment |= {"LD_PRELOAD": str(shim), "POWER_NOTES": str(taken.notes)}
    with subprocess.Popen(
        [*command, "--listen", "127.0.0.1:0"],
        cwd=top,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as hub:
        try:
            assert hub.stdout is not None
            word, _space, url = hub.stdout.readline().strip().partition(" ")
            assert word == "ready"
            asyncio.run(_customers(url, taken, for_s))
        finally:
            hub.kill()
    taken.after = _files(top / "data")
    return taken


async def _customers(url: str, taken: Taken, for_s: float) -> None:
    end_s = time.monotonic() + for_s
    async with (
        httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as client,
        asyncio.TaskGroup() as customers,
    ):
        for number in range(_CUSTOMERS):
            customers.create_task(_write(client, taken, number, end_s))


async def _write(client: httpx.AsyncClient, taken: Taken, number: int, end_s: float) -> None:
    count = 0
    while time.monotonic() < end_s:
        count += 1
        body = webhook_of_text(
            "Hello " * (1 + count % 200),
            at=datetime.now(UTC),
            number=f"3161234567{number}",
            name="Lucas",
            wamid=f"wamid.{number}.{count}",
        )
        answer = await client.post(WEBHOOKS, content=body, headers=signed(body))
        if answer.status_code == 200:
            taken.answered[hashlib.sha256(body).hexdigest()] = taken.notes.stat().st_size


def _files(folder: Path) -> dict[str, bytes]:
    names = {"d": folder / "hub.db", "w": folder / "hub.db-wal"}
    return {key: path.read_bytes() for key, path in names.items() if path.exists()}
