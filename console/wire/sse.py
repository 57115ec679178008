"""Server-sent event frames: values to bytes. The desk reads them with httpx-sse."""

from datetime import datetime

from console.wire.codec import to_json
from console.wire.events import Beat, FeedEvent

EVENT, BEAT, RESET = "event", "beat", "reset"


def event_frame(event: FeedEvent) -> bytes:
    """The frame of a feed event; its id is the journal place to resume from."""
    return b"id: %d\nevent: event\ndata: %s\n\n" % (event.seq, to_json(event))


def event_frame_of(seq: int, prev: int, at: datetime, data: bytes) -> bytes:
    """Like `event_frame`, around data that is JSON already: encoded once, sent to many."""
    head = b'{"seq":%d,"prev":%d,"at":%s,"data":' % (seq, prev, to_json(at, datetime))
    return b"id: %d\nevent: event\ndata: %s%s}\n\n" % (seq, head, data)


def beat_frame(beat: Beat) -> bytes:
    """A heartbeat with the hub's clock; carries no id, so it does not move the place."""
    return b"event: beat\ndata: %s\n\n" % to_json(beat)


def reset_frame(reason: str) -> bytes:
    """Tells the desk to take a new snapshot."""
    return b"event: reset\ndata: %s\n\n" % to_json(reason)
