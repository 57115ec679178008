"""Settings file: hub.toml read into settings, strictly."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from console.domain.consent import DEFAULT_KEYWORDS, ConsentRule, Keywords, Level
from console.domain.routing import Rule
from console.hub import sealing, settings
from console.hub.secret import Secret
from console.hub.settings import ChannelSettings, QueueSettings, Settings, Spans
from console.wire.views import QuickReply

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SECTIONS = {"hub", "channel", "queue", "inactivity", "keywords", "quick_reply"}


class SettingsFault(Exception):  # noqa: N818 - says what it is
    """What is wrong with the file: one sentence that names file, line and key."""


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of the file, asked key by key; whatever is left over is a fault."""

    file: "_File"
    section: str
    number: int
    values: dict[str, Any]

    def fault(self, key: str, words: str) -> SettingsFault:
        place = self.file.line_of(self.section, self.number, key)
        shown = f"[[{self.section}]]" if self.number >= 0 else f"[{self.section}]"
        return SettingsFault(f"{self.file.path}, line {place}: {shown} {key}: {words}")

    def text(self, key: str, default: str | None = None) -> str:
        value = self.values.pop(key, default)
        if value is None:
            raise self.fault(key, "it is missing. Write it in this section.")
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.fault(key, "it must be a text in quotes.")
        return value

    def whole(self, key: str, default: int, *, least: int = 0) -> int:
        value = self.values.pop(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise self.fault(key, f"it must be a whole number, {least} or more.")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.fault(key, "it must be a list of texts in quotes.")
        return tuple(value)

    def yes(self, key: str) -> bool:
        value = self.values.pop(key, False)
        if not isinstance(value, bool):
            raise self.fault(key, "it must be true or false.")
        return value

    def secret(self, key: str) -> Secret:
        """The one secret of this key."""
        found = self.values.get(key)
        if isinstance(found, list):
            raise self.fault(key, "it must be a single text in quotes.")
        return self.secrets(key)[0]

    def secrets(self, key: str) -> tuple[Secret, ...]:
        """The secret given directly, by `key_env` or by `key_file`; a list of several."""
        given = [name for name in (key, f"{key}_env", f"{key}_file") if name in self.values]
        if len(given) != 1:
            raise self.fault(
                given[1] if given else key,
                f"give exactly one of {key}, {key}_env (a variable) and {key}_file (a path).",
            )
        value = self.values.pop(given[0])
        texts = value if isinstance(value, list) else [value]
        if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
            raise self.fault(given[0], "it must be a text in quotes, or a list of such texts.")
        return tuple(self._secret(given[0], text) for text in texts)

    def _secret(self, key: str, text: str) -> Secret:
        if key.endswith("_env"):
            found = self.file.environment.get(text, "")
            if not found.strip():
                raise self.fault(key, f"the variable {text} isn’t set. Set it and start again.")
            return Secret(found.strip())
        if key.endswith("_file"):
            try:
                read = (self.file.path.parent / text).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError):
                raise self.fault(key, f"the file {text} can’t be read.") from None
            if not read:
                raise self.fault(key, f"the file {text} is empty.")
            return Secret(read)
        return self._opened(key, text.strip())

    def _opened(self, key: str, text: str) -> Secret:
        """What stands in the file itself, unsealed if it is sealed."""
        if not text.startswith(sealing.SEALED):
            return Secret(text)
        try:
            keys = sealing.keys(self.file.path.parent, self.file.environment)
            if keys is None:
                raise sealing.SealFault(
                    f"it is sealed and there is no key. Put {sealing.FILE_NAME} beside this "
                    f"file, or set {sealing.VARIABLE}."
                )
            return Secret(keys.open(text, key))
        except sealing.SealFault as fault:
            raise self.fault(key, str(fault)) from None

    def finish(self) -> None:
        """Raises if a key is left that nobody asked for."""
        for key in self.values:
            raise self.fault(key, "there is no such setting. Correct the name or take it out.")


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    lines: list[str]
    document: dict[str, Any]
    environment: Mapping[str, str]

    def line_of(self, section: str, number: int, key: str) -> int:
        """The line of a key, or of its section's head if the key isn't there; from 1."""
        seen, head, inside = -1, 1, False
        for place, line in enumerate(self.lines, start=1):
            if re.match(r"\s*\[", line):
                named = line.split("#")[0].strip().strip("[]").strip() == section
                seen += named
                inside = named and seen == max(number, 0)
                head = place if inside else head
            elif inside and re.match(rf'\s*"?{re.escape(key)}"?\s*=', line):
                return place
        return head

    def table(self, section: str) -> _Table:
        value = self.document.get(section, {})
        if not isinstance(value, dict):
            raise SettingsFault(f"{self.path}, line 1: [{section}] must be a section.")
        return _Table(self, section, -1, dict(value))

    def tables(self, section: str) -> list[_Table]:
        value = self.document.get(section, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            place = self.line_of(section, 0, "")
            raise SettingsFault(
                f"{self.path}, line {place}: write [[{section}]], in two pairs."
            )
        return [_Table(self, section, at, dict(one)) for at, one in enumerate(value)]


@dataclass(frozen=True, slots=True)
class _Defaults:
    """What holds for every channel that doesn't say otherwise."""

    spans: Spans
    keywords: Mapping[str, Keywords]


def load(path: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in a file; `environment` is where `_env` secrets are looked up.

    Raises:
        SettingsFault: anything is wrong with it.
    """
    file = _open(path, os.environ if environment is None else environment)
    for section in file.document:
        if section not in _SECTIONS:
            place = file.line_of(section, 0, "")
            raise SettingsFault(f"{path}, line {place}: there is no section [{section}].")
    hub, inactivity = file.table("hub"), file.table("inactivity")
    spans = _spans(inactivity)
    inactivity.finish()
    queues = _queues(file)
    defaults = _Defaults(spans, _keywords(file))
    channels = _channels(file, {queue.name for queue in queues}, defaults)
    replies = _quick_replies(file)
    return _hub(hub, queues, channels, replies)


def _open(path: Path, environment: Mapping[str, str]) -> _File:
    try:
        text = path.read_text(encoding="utf-8-sig")  # Windows editors put a mark before it
    except FileNotFoundError:
        raise SettingsFault(
            f"{path} isn’t there. `python3 -m console hub init` makes a commented one."
        ) from None
    except OSError as error:
        raise SettingsFault(f"{path} can’t be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise SettingsFault(f"{path}, line 1: it isn’t UTF-8 text. Save it as UTF-8.") from None
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        place = found[1] if found else str(text.count("\n") + 1)
        words = re.sub(r"\s*\(at .*\)$", "", str(error))
        raise SettingsFault(f"{path}, line {place}: it isn’t TOML: {words}.") from None
    return _File(path, text.splitlines(), document, environment)


def _hub(
    table: _Table,
    queues: tuple[QueueSettings, ...],
    channels: tuple[ChannelSettings, ...],
    replies: tuple[QuickReply, ...],
) -> Settings:
    named = table.text("data_folder", "data")
    if "\0" in named:
        raise table.fault("data_folder", "it must be a path.")
    folder = (table.file.path.parent / named).resolve()
    found = Settings(
        name=table.text("name", "Rep Console"),
        listen=_listen(table),
        public_url=_url(table, "public_url", ""),
        data_folder=folder,
        database_url=_database(table, folder),
        graph_base_url=_graph(table),
        graph_version=table.text("graph_version", settings.DEFAULT_GRAPH_VERSION),
        media_hosts=tuple(table.text("media_hosts", "").split()),
        reserve_mib=table.whole("reserve_mib", settings.DEFAULT_RESERVE_MIB),
        queues=queues,
        channels=channels,
        quick_replies=replies,
    )
    table.finish()
    return found


def _listen(table: _Table) -> str:
    value = table.text("listen", settings.DEFAULT_LISTEN)
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise table.fault("listen", "it must be host and port, as in 127.0.0.1:8740.")
    return value


def _url(table: _Table, key: str, default: str) -> str:
    value = table.text(key, default)
    if value and not _is_web_address(value):
        raise table.fault(key, "it must be an address, as in https://hub.example.com.")
    return value.rstrip("/")


def _graph(table: _Table) -> str:
    value = _url(table, "graph_base_url", settings.DEFAULT_GRAPH)
    parts = urlsplit(value)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise table.fault(
            "graph_base_url", "keys go there, so it must be https (http on this machine alone)."
        )
    return value


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, half an IPv6 address
        return False


def _database(table: _Table, folder: Path) -> str:
    value = table.text("database_url", settings.sqlite_url(folder))
    if value.startswith(("postgresql://", "postgres://")):
        value = "postgresql+asyncpg://" + value.split("://", 1)[1]
    if not _is_database_address(value):
        raise table.fault(
            "database_url", "it must be as in postgresql://user:password@host:5432/database."
        )
    if value.startswith(("postgresql+asyncpg://", "sqlite+aiosqlite://")):
        return value
    raise table.fault("database_url", "it must begin with postgresql:// or be left out.")


def _is_database_address(text: str) -> bool:
    try:
        sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError):
        return False
    return True


def _spans(table: _Table, default: Spans | None = None) -> Spans:
    default = default or Spans()
    return Spans(
        nudge_s=table.whole("nudge_s", default.nudge_s),
        nudge_text=table.text("nudge_text", default.nudge_text),
        quiet_s=table.whole("quiet_s", default.quiet_s),
        end_s=table.whole("end_s", default.end_s),
    )


def _queues(file: _File) -> tuple[QueueSettings, ...]:
    found: list[QueueSettings] = []
    for table in file.tables("queue"):
        rule = table.text("rule", Rule.LEAST_ACTIVE.value)
        if rule not in set(Rule):
            raise table.fault("rule", f"it must be one of {', '.join(Rule)}.")
        queue = QueueSettings(
            name=table.text("name"),
            priority=table.whole("priority", 0, least=-1000),
            rule=Rule(rule),
            offer_timeout_s=table.whole("offer_timeout_s", 30, least=5),
            auto_accept=table.yes("auto_accept"),
        )
        if any(other.name.casefold() == queue.name.casefold() for other in found):
            raise table.fault("name", f"there are two queues named {queue.name}.")
        table.finish()
        found.append(queue)
    return tuple(found) or (QueueSettings(name="Everyone"),)


def _keywords(file: _File) -> Mapping[str, Keywords]:
    """The words that give and take consent: the usual ones, by language, or others instead."""
    found = dict(DEFAULT_KEYWORDS)
    for table in file.tables("keywords"):
        language = table.text("language")
        found[language] = Keywords(
            opt_in=table.texts("opt_in"),
            confirm=table.texts("confirm"),
            opt_out=table.texts("opt_out"),
            help=table.texts("help"),
            opted_in=table.text("opted_in", ""),
            please_confirm=table.text("please_confirm", ""),
            opted_out=table.text("opted_out", ""),
            help_answer=table.text("help_answer", ""),
        )
        table.finish()
    return found


def _channels(
    file: _File, queues: set[str], defaults: _Defaults
) -> tuple[ChannelSettings, ...]:
    found: list[ChannelSettings] = []
    for table in file.tables("channel"):
        channel = _channel(table, queues, defaults)
        if any(other.phone_number_id == channel.phone_number_id for other in found):
            raise table.fault("phone_number_id", "two channels have the same one.")
        table.finish()
        found.append(channel)
    return tuple(found)


def _channel(table: _Table, queues: set[str], defaults: _Defaults) -> ChannelSettings:
    kind = table.text("kind", "whatsapp")
    if kind != "whatsapp":
        raise table.fault("kind", "it must be whatsapp.")
    queue = table.text("queue", min(queues) if len(queues) == 1 else None)
    if queue not in queues:
        raise table.fault("queue", f"there is no [[queue]] named {queue}.")
    phone_number_id = table.text("phone_number_id")
    if not phone_number_id.isdecimal():
        raise table.fault("phone_number_id", "it must be the digits that Meta shows.")
    level = table.text("consent", Level.IMPLICIT.value)
    if level not in set(Level):
        raise table.fault("consent", f"it must be one of {', '.join(Level)}.")
    return ChannelSettings(
        kind=kind,
        name=table.text("name"),
        phone_number_id=phone_number_id,
        waba_id=table.text("waba_id"),
        display_number=table.text("display_number"),
        queue=queue,
        access_token=table.secret("access_token"),
        app_secrets=table.secrets("app_secret"),
        verify_token=table.secret("verify_token"),
        spans=_spans(table, defaults.spans),
        consent=ConsentRule(level=Level(level), keywords=defaults.keywords),
        messages_per_s=table.whole("messages_per_s", 80, least=1),
    )


def _quick_replies(file: _File) -> tuple[QuickReply, ...]:
    found: list[QuickReply] = []
    for table in file.tables("quick_reply"):
        shortcut = table.text("shortcut").removeprefix("/")
        if any(other.shortcut == shortcut for other in found):
            raise table.fault("shortcut", f"there are two quick replies /{shortcut}.")
        found.append(
            QuickReply(
                shortcut=shortcut, title=table.text("title", shortcut), text=table.text("text")
            )
        )
        table.finish()
    return tuple(found)
