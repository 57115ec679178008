"""Writing to a customer: text, files, quick replies, and what is kept at the lapse."""
