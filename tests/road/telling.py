"""What the stories look for in transcripts."""

from console.desk.rows import TranscriptRow
from console.domain.delivery import Delivery
from console.domain.messages import SystemEvent, Text


def texts(rows: list[TranscriptRow]) -> list[str]:
    """The words of all texts, in order."""
    bodies = [row.message.body for row in rows]
    return [body.text for body in bodies if isinstance(body, Text)]


def state(rows: list[TranscriptRow], text: str) -> Delivery | None:
    """The state of the one message with this text."""
    (row,) = [
        row
        for row in rows
        if isinstance(row.message.body, Text) and row.message.body.text == text
    ]
    return row.message.state


def events(rows: list[TranscriptRow]) -> list[str]:
    """The system lines as they are read, in order."""
    bodies = [row.message.body for row in rows]
    return [" ".join(body.told()).strip() for body in bodies if isinstance(body, SystemEvent)]
