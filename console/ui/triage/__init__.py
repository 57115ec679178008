"""The page of dead letters: what could not be sent, and what can be done about it."""
