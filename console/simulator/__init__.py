"""A stranger that plays WhatsApp's platform and its customers; it imports nothing of ours."""
