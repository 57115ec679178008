"""The head of a conversation: who, on which channel, how long, and what can be done."""
