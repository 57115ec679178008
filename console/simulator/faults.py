"""Named faults queued for the next calls, and what kind of call each one strikes."""

from collections import deque
from dataclasses import dataclass, field
from typing import Literal

Door = Literal["send", "media", "template", "upload", "block", "any"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its name, and its number (a code, or seconds) where it has one."""

    name: str
    number: float = 0.0


@dataclass(slots=True)
class Faults:
    """Faults waiting for the next calls, first come first struck."""

    _queues: dict[Door, deque[Fault]] = field(default_factory=dict)

    def lose_reply(self, times: int = 1) -> None:
        """Accepts the next send, then drops the connection instead of answering."""
        self._queue("send", Fault("lose_reply"), times)

    def status_before_reply(self, times: int = 1) -> None:
        """Posts the status of the next send before that send is answered."""
        self._queue("send", Fault("status_before_reply"), times)

    def http_500_after_accept(self, times: int = 1) -> None:
        """Accepts the next send and then answers with a server error (131000)."""
        self._queue("send", Fault("http_500_after_accept"), times)

    def error(self, code: int, times: int = 1) -> None:
        """Refuses the next send with this code, nothing accepted."""
        self._queue("send", Fault("error", code), times)

    def fail_later(self, code: int, times: int = 1) -> None:
        """Accepts the next send, then reports it as failed with this code."""
        self._queue("send", Fault("fail_later", code), times)

    def delivered_and_failed(self, times: int = 1) -> None:
        """Reports the next send as delivered and, from another device, as failed."""
        self._queue("send", Fault("delivered_and_failed"), times)

    def media_404_once(self, times: int = 1) -> None:
        """Answers the next download with 404."""
        self._queue("media", Fault("media_404"), times)

    def lose_template_reply(self, times: int = 1) -> None:
        """Does what the next call about a template asks, then drops the connection."""
        self._queue("template", Fault("lose_reply"), times)

    def refuse_template(self, code: int, times: int = 1) -> None:
        """Refuses the next call about a template with this code, nothing done."""
        self._queue("template", Fault("error", code), times)

    def break_upload(self, times: int = 1) -> None:
        """Takes half of the next piece of a resumable upload, then drops the connection."""
        self._queue("upload", Fault("break"), times)

    def refuse_block(self, code: int, times: int = 1) -> None:
        """Fails the next customer who is to be blocked, with this code."""
        self._queue("block", Fault("error", code), times)

    def expired_token(self, times: int = 1) -> None:
        """Refuses the next Graph call with 190 (subcode 463)."""
        self._queue("any", Fault("expired_token"), times)

    def hold(self, seconds: float, times: int = 1) -> None:
        """Answers the next Graph call only after so many seconds of the clock."""
        self._queue("any", Fault("hold", seconds), times)

    def take(self, door: Door) -> Fault | None:
        """The next fault for this kind of call, taken off."""
        queue = self._queues.get(door)
        return queue.popleft() if queue else None

    def _queue(self, door: Door, fault: Fault, times: int) -> None:
        self._queues.setdefault(door, deque()).extend([fault] * times)
