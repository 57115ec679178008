"""Painters shared by small widgets and views: each draws one thing from plain values."""
