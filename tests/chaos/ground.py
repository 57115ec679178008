"""The database a world begins with, made once a process and copied for each world."""

import atexit
import functools
import json
import shutil
import sqlite3
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from console.domain.people import Role
from console.hub.auth import token_hash
from console.hub.store import schema
from console.hub.store.audit_trail import NOTHING_YET, audit_head
from tests.floor import TEMPLATE

NUMBER_ID, WABA_ID, APP_SECRET = "111", "waba", "app-secret"
BEGINS_AT = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
QUEUES = ("repairs", "delivery")
# Who works here, at which desks
REPS = {"anna": Role.REP, "bert": Role.REP, "cora": Role.ADMIN}
DESKS = {"anna": ("anna-1", "anna-2"), "bert": ("bert-1",), "cora": ("cora-1",)}
# What may never happen is noted by the database itself, within the transaction that does it
_WATCH = """
CREATE TABLE chaos_wrong (what TEXT NOT NULL);
CREATE TABLE chaos_state (n INTEGER PRIMARY KEY, message TEXT, old TEXT, new TEXT);
CREATE TRIGGER chaos_fence AFTER UPDATE OF fence ON session WHEN NEW.fence < OLD.fence
BEGIN INSERT INTO chaos_wrong VALUES ('the fence of session ' || OLD.id || ' fell'); END;
CREATE TRIGGER chaos_frozen AFTER UPDATE ON work WHEN OLD.ended_at IS NOT NULL
BEGIN INSERT INTO chaos_wrong VALUES ('finished work ' || OLD.id || ' changed'); END;
CREATE TRIGGER chaos_window AFTER UPDATE OF last_customer_at ON conversation
WHEN NEW.last_customer_at < OLD.last_customer_at
BEGIN INSERT INTO chaos_wrong VALUES ('the window of ' || OLD.id || ' moved back'); END;
CREATE TRIGGER chaos_place AFTER UPDATE OF "order", conversation_id ON message
WHEN NEW."order" <> OLD."order"
BEGIN INSERT INTO chaos_wrong VALUES ('message ' || OLD.id || ' changed its place'); END;
CREATE TRIGGER chaos_moved AFTER UPDATE OF state ON message WHEN NEW.state <> OLD.state
BEGIN INSERT INTO chaos_state (message, old, new) VALUES (OLD.id, OLD.state, NEW.state); END;
"""


def token_of(desk: str) -> str:
    """The hash of a desk's token."""
    return token_hash(f"token of {desk}")


def lay(
    path: Path, inactivity: dict[str, object], offer_timeout_s: int, *, auto_accept: bool
) -> None:
    """A fresh database with these spans is at `path`."""
    shutil.copyfile(_template(), path)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "UPDATE queue SET offer_timeout_s = ?, auto_accept = ?",
            (offer_timeout_s, auto_accept),
        )
        connection.execute("UPDATE channel SET inactivity = ?", (json.dumps(inactivity),))
    connection.close()


@functools.cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="rep-console-chaos-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "ground.db"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        schema.metadata.create_all(connection)
        _furnish(connection)
    engine.dispose()
    with sqlite3.connect(path) as raw:
        raw.executescript(_WATCH)
    raw.close()
    return path


def _furnish(connection: sa.Connection) -> None:
    connection.execute(schema.journal_head.insert().values(one=1, seq=0, epoch="epoch"))
    connection.execute(audit_head.insert().values(one=1, number=0, hash=NOTHING_YET))
    for queue in QUEUES:
        connection.execute(schema.queue.insert().values(id=queue, name=queue.title()))
    connection.execute(
        schema.channel.insert().values(
            id="wa",
            kind="whatsapp",
            name="Shop",
            phone_number_id=NUMBER_ID,
            waba_id=WABA_ID,
            display_number="+31 20 123 45 67",
            queue_id="repairs",
            inactivity={},
        )
    )
    connection.execute(
        schema.template.insert().values(
            id=TEMPLATE["template_id"],
            waba_id=WABA_ID,
            name="update",
            language="en",
            status="approved",
            template=TEMPLATE,
            synced_at=BEGINS_AT,
        )
    )
    for rep, role in REPS.items():
        _seat(connection, rep, role)


def _seat(connection: sa.Connection, rep: str, role: Role) -> None:
    connection.execute(
        schema.rep.insert().values(
            id=rep,
            user_name=rep,
            name=rep.title(),
            role=role.value,
            password_hash="-",
            capacity=3,
            languages=[],
            wanted="online",
            wanted_at=BEGINS_AT,
        )
    )
    for queue in QUEUES if role is Role.REP else QUEUES[:1]:
        connection.execute(schema.queue_member.insert().values(queue_id=queue, rep_id=rep))
    for desk in DESKS[rep]:
        connection.execute(schema.desk.insert().values(id=desk, rep_id=rep, name=desk))
        connection.execute(
            schema.token.insert().values(
                hash=token_of(desk),
                rep_id=rep,
                desk_id=desk,
                created_at=BEGINS_AT,
                expires_at=BEGINS_AT + timedelta(days=30),
            )
        )
