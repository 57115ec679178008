"""The rep's machine without a screen: what the screens show and what the rep does; no Qt."""
