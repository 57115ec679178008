"""WhatsApp's dialect, sans-I/O: bytes or JSON in, facts out; a message in, a request out."""
