"""Settings file: hub.toml read into settings, strictly."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa

from console.domain.business_numbers import PORTFOLIO_NUMBERS
from console.domain.consent import DEFAULT_KEYWORDS, ConsentRule, Keywords, Level
from console.domain.notifications import Hours
from console.domain.routing import Rule
from console.hub import settings
from console.hub.settings import ChannelSettings, QueueSettings, Settings, Spans
from console.hub.settings_money import money, time_zone
from console.hub.settings_tables import File, SettingsFault, Table, read
from console.wire.views import QuickReply

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SECTIONS = {
    "hub",
    "channel",
    "queue",
    "inactivity",
    "keywords",
    "quick_reply",
    "money",
    "notifications",
}


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
    file = read(path, os.environ if environment is None else environment)
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
    found = _hub(hub, queues, channels, replies)
    hours = _hours(file.table("notifications"))
    return replace(found, money=money(file.table("money")), hours=hours)


def _hours(table: Table) -> Hours:
    usual = Hours()
    found = Hours(table.time("opens", usual.opens), table.time("closes", usual.closes))
    if found.opens > found.closes:
        raise table.fault("closes", "it must be later than opens, or the same for all day.")
    table.finish()
    return found


def _hub(
    table: Table,
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
        file=table.file.path,
        database_url=_database(table, folder),
        graph_base_url=_graph(table),
        graph_version=table.text("graph_version", settings.DEFAULT_GRAPH_VERSION),
        media_hosts=tuple(table.text("media_hosts", "").split()),
        reserve_mib=table.whole("reserve_mib", settings.DEFAULT_RESERVE_MIB),
        queues=queues,
        portfolio_numbers=_portfolio_numbers(table),
        channels=channels,
        quick_replies=replies,
    )
    table.finish()
    return found


def _portfolio_numbers(table: Table) -> tuple[int, int, int]:
    found = table.wholes("portfolio_numbers", PORTFOLIO_NUMBERS, most=100_000)
    if len(found) != 3:
        raise table.fault("portfolio_numbers", "it must be three numbers, as in [2, 25, 120].")
    few, more, most = found
    return few, more, most


def _listen(table: Table) -> str:
    value = table.text("listen", settings.DEFAULT_LISTEN)
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise table.fault("listen", "it must be host and port, as in 127.0.0.1:8740.")
    return value


def _url(table: Table, key: str, default: str) -> str:
    value = table.text(key, default)
    if value and not _is_web_address(value):
        raise table.fault(key, "it must be an address, as in https://hub.example.com.")
    return value.rstrip("/")


def _graph(table: Table) -> str:
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


def _database(table: Table, folder: Path) -> str:
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


def _spans(table: Table, default: Spans | None = None) -> Spans:
    default = default or Spans()
    return Spans(
        nudge_s=table.whole("nudge_s", default.nudge_s),
        nudge_text=table.text("nudge_text", default.nudge_text),
        quiet_s=table.whole("quiet_s", default.quiet_s),
        end_s=table.whole("end_s", default.end_s),
    )


def _queues(file: File) -> tuple[QueueSettings, ...]:
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


def _keywords(file: File) -> Mapping[str, Keywords]:
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


def _channels(file: File, queues: set[str], defaults: _Defaults) -> tuple[ChannelSettings, ...]:
    found: list[ChannelSettings] = []
    for table in file.tables("channel"):
        channel = _channel(table, queues, defaults)
        if any(other.phone_number_id == channel.phone_number_id for other in found):
            raise table.fault("phone_number_id", "two channels have the same one.")
        table.finish()
        found.append(channel)
    return tuple(found)


def _channel(table: Table, queues: set[str], defaults: _Defaults) -> ChannelSettings:
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
        time_zone=time_zone(table, ""),
    )


def _quick_replies(file: File) -> tuple[QuickReply, ...]:
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
