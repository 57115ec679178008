"""Settings: what hub.toml says, checked; any fault is one sentence with file, line and key."""

from dataclasses import dataclass, field
from pathlib import Path

from console.domain.business_numbers import PORTFOLIO_NUMBERS
from console.domain.consent import DEFAULT_KEYWORDS, ConsentRule
from console.domain.money_rule import MoneyRule
from console.domain.notifications import Hours
from console.domain.routing import Rule
from console.hub.secret import Secret
from console.wire.views import QuickReply

DEFAULT_LISTEN = "127.0.0.1:8740"
DEFAULT_RESERVE_MIB = 100
DEFAULT_GRAPH = "https://graph.facebook.com"
DEFAULT_GRAPH_VERSION = "v26.0"
WEBHOOK_PATH = "/webhooks/whatsapp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """The inactivity spans of a channel in seconds; 0 leaves a default or sends no nudge."""

    nudge_s: int = 0
    nudge_text: str = ""
    quiet_s: int = 0
    end_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueSettings:
    """A queue; its id follows from its name."""

    name: str
    priority: int = 0
    rule: Rule = Rule.LEAST_ACTIVE
    offer_timeout_s: int = 30
    auto_accept: bool = False


def _usual_keywords() -> ConsentRule:
    return ConsentRule(keywords=DEFAULT_KEYWORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSettings:
    """A number of the business; several app secrets while one is being replaced.

    Source: WhatsApp, "Throughput": a number may send 80 messages per second, 1,000 after Meta
    has raised it.
    """

    kind: str
    name: str
    phone_number_id: str
    waba_id: str
    display_number: str
    queue: str
    access_token: Secret
    app_secrets: tuple[Secret, ...]
    verify_token: Secret
    spans: Spans = field(default_factory=Spans)
    consent: ConsentRule = field(default_factory=_usual_keywords)
    messages_per_s: int = 80
    time_zone: str = ""  # of its account at Meta; empty for that of `MoneyRule`


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a hub runs by.

    Attributes:
        listen: host and port; port 0 takes a free one.
        hours: when customers are written to first.
        reserve_mib: how much room on the disk is kept for when it is full; 0 for none.
        public_url: where desks and platforms reach it from outside; may be empty.
        file: what it was read from, if from a file.
        portfolio_numbers: how many numbers Meta grants a portfolio: few, more, most.
    """

    name: str
    data_folder: Path
    database_url: str
    file: Path | None = None
    listen: str = DEFAULT_LISTEN
    public_url: str = ""
    graph_base_url: str = DEFAULT_GRAPH
    graph_version: str = DEFAULT_GRAPH_VERSION
    media_hosts: tuple[str, ...] = ()
    reserve_mib: int = 0
    queues: tuple[QueueSettings, ...] = ()
    channels: tuple[ChannelSettings, ...] = ()
    quick_replies: tuple[QuickReply, ...] = ()
    money: MoneyRule = field(default_factory=MoneyRule)
    hours: Hours = field(default_factory=Hours)
    portfolio_numbers: tuple[int, int, int] = PORTFOLIO_NUMBERS

    @property
    def callback(self) -> str:
        """Where the platform is to post; empty without a public address."""
        return f"{self.public_url.rstrip('/')}{WEBHOOK_PATH}" if self.public_url else ""

    @property
    def address(self) -> tuple[str, int]:
        """Host and port to listen at."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)


def sqlite_url(data_folder: Path) -> str:
    """Where the database is unless told otherwise."""
    return f"sqlite+aiosqlite:///{(data_folder / 'hub.db').as_posix()}"
