"""The demo's made-up furniture shop: its people, its story, and the road it is played on."""
