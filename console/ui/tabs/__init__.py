"""The strip of session tabs."""
