"""The platforms' dialects: bytes or JSON in, facts out; a message in, a request out; no I/O."""
