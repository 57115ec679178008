"""The hub on its own: run it, make its settings, migrate its database, add people."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import logging
import os
import re
import sys
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from console.app import consents, numbers, operating
from console.domain import passwords, texts
from console.domain.errors import RuleBroken
from console.domain.people import Role
from console.domain.texts import _

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from console.hub.hub import Hub
    from console.hub.settings import Settings

_PROG = "python3 -m console hub"
_ENDS_WITHIN_S = 10.0


def main(argv: list[str]) -> int:
    """0 after a clean end, 1 if it couldn't run, 2 if settings or arguments are wrong."""
    from console.hub.outage import FAULTS
    from console.hub.settings_tables import SettingsFault

    options = _parser().parse_args(_with_command(argv))
    try:
        return int(options.do(options))
    except SettingsFault as fault:
        print(fault, file=sys.stderr)
        return 2
    except RuleBroken as refusal:
        print(refusal.message, file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever read what is printed has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except FAULTS as fault:  # while starting: what runs goes on through them
        print(_unusable(fault), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _unusable(fault: Exception) -> str:
    """Which of folder and database can't be used, why, and where that is settled."""
    if isinstance(fault, OSError) and fault.filename:
        return _(
            "The hub can’t use {path} ({reason}). Correct data_folder in its "
            "settings, or the rights of the folder."
        ).format(path=fault.filename, reason=fault.strerror)
    said = str(getattr(fault, "orig", None) or fault).partition("\n")[0]
    why = re.sub(r"^(<class '[^']*'>: |\[Errno [^\]]*\] )+", "", said)
    if isinstance(fault, OSError) and (fault.errno or 0) > 0:
        why = os.strerror(fault.errno or 0)
    return _(
        "The hub can’t use its database ({why}). Check database_url and data_folder "
        "in its settings, and that the database runs."
    ).format(why=why)


def _with_command(argv: list[str]) -> list[str]:
    """`hub --config …` means `hub run --config …`."""
    is_option = not argv or (argv[0].startswith("-") and argv[0] not in {"-h", "--help"})
    return ["run", *argv] if is_option else argv


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=_PROG, description=__doc__)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    run = _command(commands, "run", _run, _("run the hub; the default"))
    run.add_argument("--listen", metavar="HOST:PORT", help=_("instead of the settings' own"))
    run.add_argument("--parent", type=int, metavar="PID", help=_("stop when this process ends"))
    run.add_argument("--clock-speed", type=float, default=1.0, metavar="X", help=_("for demos"))
    run.add_argument(
        "--epoch", type=datetime.fromisoformat, help=_("when the demo clock starts")
    )
    run.add_argument("--since", type=datetime.fromisoformat, help=_("this clock's time then"))
    init = _command(commands, "init", _init, _("make hub.toml and the first administrator"))
    _add_person_options(init, required=False)
    _command(commands, "migrate", _migrate, _("bring the database up to date"))
    operating.add_commands(lambda *what: _command(commands, *what))
    numbers.add_commands(lambda *what: _command(commands, *what))
    consents.add_commands(lambda *what: _command(commands, *what))
    person = _command(commands, "add-person", _add, _("add a rep, supervisor or administrator"))
    _add_person_options(person, required=True)
    person.add_argument("--role", choices=[role.value for role in Role], default="rep")
    person.add_argument("--queue", action="append", default=[], help=_("may be repeated"))
    new = _command(commands, "set-password", _set_password, _("give somebody a new password"))
    new.add_argument("user", help=_("the user name to sign in with"))
    new.add_argument("--password-stdin", action="store_true", help=_("read it from stdin"))
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    do: object,
    words: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=words)
    parser.add_argument("--config", type=Path, default=Path("hub.toml"), metavar="FILE")
    parser.set_defaults(do=do)
    return parser


def _add_person_options(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--user", required=required, help=_("the user name to sign in with"))
    parser.add_argument("--name", default="", help=_("the name that colleagues see"))
    parser.add_argument("--password-stdin", action="store_true", help=_("read it from stdin"))


def _run(options: argparse.Namespace) -> int:
    from console.app import hub_logs, languages
    from console.hub import sealed_file
    from console.hub.clock import WallClock
    from console.hub.hub import Hub

    settings = _settings(options.config)
    if warning := sealed_file.exposed(options.config):
        print(warning, file=sys.stderr)
    if options.listen:
        settings = replace(settings, listen=options.listen)
    hub_logs.set_up()
    clock = WallClock(options.clock_speed, options.epoch, options.since)
    settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    hub = Hub(settings, clock=clock, languages=languages.known())
    return run_hub(hub, parent=options.parent)


def run_hub(hub: Hub, *, parent: int | None = None) -> int:
    """Runs a hub until it is told to stop; prints `ready URL` once it takes requests."""
    from console.hub.http.server import listening
    from console.hub.store import one_hub, soundness

    socket = listening(*hub.settings.address)
    database = one_hub.file_of(hub.settings.database_url)
    with socket, one_hub.alone(hub.settings.database_url):
        if database is not None:
            soundness.refuse_damaged(database)
        host, port = socket.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        with texts.spoken(texts.ENGLISH):  # what it keeps; each request has its own language
            return _in_loop(_serve(hub, socket, f"http://{shown}:{port}", parent))


async def _serve(hub: Hub, socket: object, url: str, parent: int | None) -> int:
    from console.app import parent as parents
    from console.hub.http.server import Server
    from console.hub.store.migrate import migrate

    await migrate(hub.store)
    await hub.start()
    server = Server(
        hub.app,
        ready=lambda: print(f"ready {url}", flush=True),
        closing=hub.feed.close,
    )

    async def stop_with_parent() -> None:
        await parents.gone(parent or 0)
        server.should_exit = True

    try:
        async with asyncio.TaskGroup() as group:
            work = [group.create_task(hub.run())]
            if parent:
                work.append(group.create_task(stop_with_parent()))
            await server.serve([socket])  # type: ignore[list-item]
            for task in work:
                task.cancel()
    except Exception:
        logging.getLogger(__name__).exception("the hub ends on a fault of its own")
        _leave_for_sure()
        raise
    finally:
        await hub.stop()
    return 0


def _leave_for_sure() -> None:
    """The process ends though a thread should hang: whoever watches it must see it end."""
    last_resort = threading.Timer(_ENDS_WITHIN_S, os._exit, (1,))
    last_resort.daemon = True
    last_resort.start()


def _in_loop(work: Coroutine[object, object, int]) -> int:
    """Runs on uvloop where there is one."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def _init(options: argparse.Namespace) -> int:
    from console.hub import init

    if options.config.exists():
        print(
            _("{config} is there already and is used as it is.").format(config=options.config)
        )
    else:
        init.write_settings(options.config)
        print(_("Wrote {config}. Fill in your channels there.").format(config=options.config))
    user_name = options.user or input(_("User name of the first administrator: "))
    _add_person(options, user_name, Role.ADMIN, only_first=True)
    print(
        _("Made the administrator {name}. Start the hub: {command}").format(
            name=user_name, command=f"{_PROG} --config {options.config}"
        )
    )
    return 0


def _add(options: argparse.Namespace) -> int:
    _add_person(options, options.user, Role(options.role), queues=tuple(options.queue))
    print(_("Added {user}.").format(user=options.user))
    return 0


def _add_person(
    options: argparse.Namespace,
    user_name: str,
    role: Role,
    *,
    queues: tuple[str, ...] = (),
    only_first: bool = False,
) -> None:
    from console.hub import init

    asyncio.run(
        init.add_person(
            _settings(options.config),
            user_name=user_name,
            password=_password(from_stdin=options.password_stdin),
            name=options.name,
            role=role,
            queues=queues,
            only_first=only_first,
        )
    )


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return getpass.getpass(
        _("Password ({least} characters or more): ").format(least=passwords.SHORTEST)
    )


def _set_password(options: argparse.Namespace) -> int:
    asyncio.run(_password_set(options, _password(from_stdin=options.password_stdin)))
    words = _("{user} has a new password and is signed out everywhere.")
    print(words.format(user=options.user))
    return 0


async def _password_set(options: argparse.Namespace, password: str) -> None:
    from console.hub import people
    from console.hub.clock import WallClock
    from console.hub.passwords import Passwords
    from console.hub.store.store import Store

    store = Store(_settings(options.config).database_url, clock=WallClock())
    try:
        await people.set_password(store, Passwords(), options.user, password)
    finally:
        await store.close()


def _migrate(options: argparse.Namespace) -> int:
    asyncio.run(_migrated(_settings(options.config)))
    print(_("The database is up to date."))
    return 0


async def _migrated(settings: Settings) -> None:
    from console.hub.clock import WallClock
    from console.hub.store.migrate import migrate
    from console.hub.store.store import Store

    settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = Store(settings.database_url, clock=WallClock())
    try:
        await migrate(store)
    finally:
        await store.close()


def _settings(path: Path) -> Settings:
    from console.hub.settings_file import load

    return load(path)
