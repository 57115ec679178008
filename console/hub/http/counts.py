"""What /metrics tells of a running hub: counts without names, numbers or texts."""

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest


class Counts:
    """The hub's counters."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry
        self.webhooks = Counter(
            "console_webhooks", "Webhook posts by outcome", ["outcome"], registry=registry
        )
        self.refused = Counter(
            "console_refused",
            "Requests refused by the rules, by code",
            ["code"],
            registry=registry,
        )
        self.failed = Counter(
            "console_failed", "Requests that failed unexpectedly", registry=registry
        )
        self.streams = Gauge("console_streams", "Desks that are connected", registry=registry)
        self.groups = Gauge(
            "console_group_messages",
            "Messages from group chats, which open no session",
            registry=registry,
        )

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self._registry)
