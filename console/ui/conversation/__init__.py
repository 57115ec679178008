"""One conversation: header, transcript, and what can be written below it."""
