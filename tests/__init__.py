"""The tests: `python3 -m tests` sets up, checks style and types, and runs them all."""
