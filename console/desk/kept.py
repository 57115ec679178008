"""The picture as the cache kept it, for a start without a hub."""

from typing import TypeVar

from console.desk.cache_file import Kept
from console.desk.files import Saved
from console.desk.model import Model
from console.domain.errors import InvalidInput
from console.domain.templates import Template
from console.wire.codec import from_json
from console.wire.views import (
    ChannelView,
    CustomerView,
    OfferView,
    QueueView,
    QuickReply,
    RepView,
    SessionView,
)

T = TypeVar("T")


def restore(model: Model, kept: Kept) -> None:
    """The model is as it was when the cache was last written."""
    mine = _all(RepView, kept, "hub")
    model.me = mine[0] if mine else None
    model.sessions = {item.session_id: item for item in _all(SessionView, kept, "session")}
    model.offers = {item.work_id: item for item in _all(OfferView, kept, "offer")}
    model.reps = {item.rep_id: item for item in _all(RepView, kept, "rep")}
    model.queues = {item.queue_id: item for item in _all(QueueView, kept, "queue")}
    model.channels = {item.channel_id: item for item in _all(ChannelView, kept, "channel")}
    model.templates = {item.template_id: item for item in _all(Template, kept, "template")}
    model.customers = {item.customer_id: item for item in _all(CustomerView, kept, "customer")}
    model.quick_replies = tuple(_all(QuickReply, kept, "quick_reply"))
    names = _all(str, kept, "hub_name")
    model.hub_name = names[0] if names else ""


def saved_files(kept: Kept) -> list[Saved]:
    """Where files were saved."""
    return _all(Saved, kept, "saved")


def _all(shape: type[T], kept: Kept, kind: str) -> list[T]:
    found = []
    for line in kept.objects.get(kind, []):
        try:
            found.append(from_json(shape, line))
        except InvalidInput:
            continue  # another version of the console wrote it
    return found
