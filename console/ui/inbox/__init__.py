"""The session list: order, layout, painting, keyboard and speech."""
