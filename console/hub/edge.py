"""Edge: which handler does which kind of durable work towards the platform."""

from collections.abc import Callable
from random import Random

from console.hub import channel_health, dead_letters, parked, purge, templates_sync, wallet
from console.hub.channel_health import ChannelHealth
from console.hub.dead_letters import Expiry
from console.hub.files import FileStore
from console.hub.gateway import Gateway
from console.hub.ingest import Ingest
from console.hub.media import MediaFetcher
from console.hub.outbox import Outbox
from console.hub.parked import ParkedItems
from console.hub.purge import Purge
from console.hub.reacting import REACT, Reacting
from console.hub.receipts import Receipts
from console.hub.runner import Handler
from console.hub.store import raw_webhooks
from console.hub.store.store import Store
from console.hub.store.transaction import Transaction
from console.hub.template_asks import TemplateAsks
from console.hub.template_commands import ASK
from console.hub.templates_sync import TemplatesSync
from console.hub.uploads import Uploads
from console.hub.wallet import Settlement


def handlers(
    store: Store,
    gateway: Gateway,
    files: FileStore,
    chance: Callable[[], float] | None = None,
) -> dict[str, Handler]:
    """The handler of each kind of job; each wants a runner of its own.

    `chance` gives random numbers from 0 to 1 that spread retries.
    """
    uploads = Uploads(store, gateway, files)
    ingest = Ingest(store)
    return {
        raw_webhooks.READ: ingest.read,
        raw_webhooks.READ_MANY: ingest.read_many,
        "send": Outbox(store, gateway, uploads, chance or Random().random).send,
        "mark_read": Receipts(store, gateway).mark_read,
        REACT: Reacting(store, gateway).send,
        "fetch_media": MediaFetcher(store, gateway, files).fetch,
        "sync_templates": TemplatesSync(store, gateway).sync,
        ASK: TemplateAsks(store, gateway, files).ask,
        "check_channel": ChannelHealth(store, gateway).check,
        wallet.SETTLE: Settlement(store).settle,
        "purge": Purge(store).sweep,
        dead_letters.EXPIRE: Expiry(store).expire,
        parked.TAKE_IN: ParkedItems(store).take_in,
    }


async def plan(tx: Transaction) -> None:
    """What is due at the hub's start: templates are read, old leftovers cleared away."""
    await templates_sync.plan(tx)
    await channel_health.plan(tx)
    await purge.plan(tx)
