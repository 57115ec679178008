"""The page on which an administrator sees whether each number works, and how it is reached."""
