"""The author's own colours and type, and whether text in them can be read."""
