"""Questions asked over the window, each awaited with `ask`."""
