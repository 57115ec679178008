"""The words of consent: which messages end or allow messages, and what is answered."""
