"""The delivery ledger: what became of one message, and what may be done about it."""
