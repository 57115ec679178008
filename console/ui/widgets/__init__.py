"""Small controls shared by all panels: keyboard reachable and named."""
