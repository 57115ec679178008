"""The status bar: presence, capacity, outbox, connection."""
