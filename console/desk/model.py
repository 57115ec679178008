"""What the hub has told, in memory: kept by id, so that hearing it twice changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, assert_never

from console.desk.tally import Tally
from console.domain.ids import ChannelId, CustomerId, QueueId, RepId, Seq, SessionId, WorkId
from console.domain.templates import Template
from console.wire import events
from console.wire.money import WalletView
from console.wire.requests import Snapshot
from console.wire.views import (
    ChannelView,
    CustomerView,
    MessageView,
    OfferView,
    QueueView,
    QuickReply,
    RepView,
    SessionView,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the hub's journal this desk is; `heard_at` is the hub's time of that."""

    epoch: str
    seq: Seq
    heard_at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """What the cache has to write after a batch: objects by kind and id; None takes one out."""

    objects: dict[tuple[str, str], object | None] = field(default_factory=dict)
    messages: dict[str, MessageView] = field(default_factory=dict)


class Model:
    """The desk's picture of the hub.

    Attributes:
        handed_by: who handed a session over, of offers that were seen since the start.
    """

    def __init__(self) -> None:
        self.me: RepView | None = None
        self.hub_name = ""
        self.sessions: dict[SessionId, SessionView] = {}
        self.offers: dict[WorkId, OfferView] = {}
        self.reps: dict[RepId, RepView] = {}
        self.queues: dict[QueueId, QueueView] = {}
        self.channels: dict[ChannelId, ChannelView] = {}
        self.templates: dict[str, Template] = {}
        self.quick_replies: tuple[QuickReply, ...] = ()
        self.wallet: WalletView | None = None
        self.customers: dict[CustomerId, CustomerView] = {}
        self.handed_by: dict[SessionId, str] = {}

    def replace(self, snapshot: Snapshot) -> None:
        """The picture is the snapshot's; customers are asked for anew."""
        self.me, self.hub_name = snapshot.me, snapshot.hub_name
        self.sessions = {item.session_id: item for item in snapshot.sessions}
        self.offers = {item.work_id: item for item in snapshot.offers}
        self.reps = {item.rep_id: item for item in snapshot.reps}
        self.queues = {item.queue_id: item for item in snapshot.queues}
        self.channels = {item.channel_id: item for item in snapshot.channels}
        self.templates = {str(item.template_id): item for item in snapshot.templates}
        self.quick_replies = snapshot.quick_replies
        self.wallet = snapshot.wallet
        self.customers = {}
        self.handed_by |= {item.session_id: item.from_name for item in snapshot.offers}

    def everything(self) -> Written:
        """All objects, for a cache that starts anew."""
        written = Written()
        written.objects["hub", "me"] = self.me
        written.objects["hub_name", ""] = self.hub_name
        for reply in self.quick_replies:
            written.objects["quick_reply", reply.shortcut] = reply
        families: tuple[tuple[str, Mapping[Any, object]], ...] = (
            ("session", self.sessions),
            ("offer", self.offers),
            ("rep", self.reps),
            ("queue", self.queues),
            ("channel", self.channels),
            ("template", self.templates),
        )
        for kind, family in families:
            written.objects.update({(kind, ref): item for ref, item in family.items()})
        return written

    def apply(self, data: events.FeedData, tally: Tally, written: Written) -> None:
        """The picture after one piece of news; what changed goes to `tally` and `written`."""
        match data:
            case events.MessageChanged():
                message = data.message
                tally.message(message.conversation_id, message.message_id)
                written.messages[message.message_id] = message
            case events.SessionChanged():
                self.sessions[data.session.session_id] = data.session
                tally.session(data.session.session_id)
                written.objects["session", data.session.session_id] = data.session
            case events.SessionGone():
                self.sessions.pop(data.session_id, None)
                tally.session_gone(data.session_id)
                written.objects["session", data.session_id] = None
            case events.DeadLetterChanged():
                tally.letters = True  # the hub keeps them: they are asked for when shown
            case events.WalletChanged():
                self.wallet, tally.directory = data.wallet, True
            case events.Offered() | events.OfferOver():
                self._offer(data, tally, written)
            case _:
                self._directory(data, tally, written)

    def _offer(
        self, data: events.Offered | events.OfferOver, tally: Tally, written: Written
    ) -> None:
        tally.offers = True
        if isinstance(data, events.Offered):
            self.offers[data.offer.work_id] = data.offer
            self.handed_by[data.offer.session_id] = data.offer.from_name
            written.objects["offer", data.offer.work_id] = data.offer
            tally.session(data.offer.session_id)
            return
        over = self.offers.pop(data.work_id, None)
        written.objects["offer", data.work_id] = None
        if over is not None:
            tally.session(over.session_id)

    def _directory(
        self,
        data: events.RepChanged
        | events.QueueChanged
        | events.ChannelChanged
        | events.TemplateChanged
        | events.CustomerChanged
        | events.SignedOut,
        tally: Tally,
        written: Written,
    ) -> None:
        tally.directory = tally.directory or not isinstance(data, events.CustomerChanged)
        match data:
            case events.RepChanged(rep=rep):
                self.reps[rep.rep_id] = rep
                written.objects["rep", rep.rep_id] = rep
                if self.me is not None and self.me.rep_id == rep.rep_id:
                    self.me = rep
                    written.objects["hub", "me"] = rep
            case events.QueueChanged(queue=queue):
                self.queues[queue.queue_id] = queue
                written.objects["queue", queue.queue_id] = queue
            case events.ChannelChanged(channel=channel):
                self.channels[channel.channel_id] = channel
                written.objects["channel", channel.channel_id] = channel
            case events.TemplateChanged(template=template):
                self.templates[template.template_id] = template
                written.objects["template", template.template_id] = template
            case events.CustomerChanged(customer=customer):
                self.customers[customer.customer_id] = customer
                tally.customers.add(customer.customer_id)
                written.objects["customer", customer.customer_id] = customer
            case events.SignedOut():
                pass  # the stream ends with it
            case _:
                assert_never(data)
