"""A conversation on one surface: entries, layout, painting, keyboard and speech."""
