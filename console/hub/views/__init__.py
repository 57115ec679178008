"""Rows joined into what desks are shown, many at a time."""
