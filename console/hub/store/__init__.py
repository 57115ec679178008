"""The hub's memory: one schema on SQLite and PostgreSQL, transactions that tell the journal."""
