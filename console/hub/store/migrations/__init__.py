"""Migrations: the database brought to the tables this hub knows, step by step."""
