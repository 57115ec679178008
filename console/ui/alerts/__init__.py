"""What calls a rep back whose console isn't in front: it only shows, and asks the screens."""
