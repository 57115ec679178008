"""Entry points and wiring: the only folder that may see all others."""
