"""The author's own colours and type: from settings to a stylesheet, and whether a reader can read in them."""
