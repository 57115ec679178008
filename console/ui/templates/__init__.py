"""The page on which an administrator reads, makes, edits and deletes templates."""
