"""The hub's doors: API, feed and webhooks over HTTP."""
