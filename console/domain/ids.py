"""Names for the ids that travel between rep, desk, hub and platform."""

from typing import NewType

ChannelId = NewType("ChannelId", str)
CustomerId = NewType("CustomerId", str)
ConversationId = NewType("ConversationId", str)
SessionId = NewType("SessionId", str)
WorkId = NewType("WorkId", str)
MessageId = NewType("MessageId", str)
PlatformId = NewType("PlatformId", str)  # the platform's own id of a message, a wamid
MediaId = NewType("MediaId", str)
LetterId = NewType("LetterId", str)  # of a dead letter
TemplateId = NewType("TemplateId", str)
QueueId = NewType("QueueId", str)
RepId = NewType("RepId", str)
DeskId = NewType("DeskId", str)
Seq = NewType("Seq", int)  # place in the hub's journal; grows without gaps
Fence = NewType("Fence", int)  # grows at every change of a session's owner
