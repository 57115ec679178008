"""Rep Console: service reps answer customers on WhatsApp; the desk and the hub behind it."""

__version__ = "0.1.0"
