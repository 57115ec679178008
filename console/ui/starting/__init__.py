"""Writing to a customer first: who, what, and whether it may go."""
