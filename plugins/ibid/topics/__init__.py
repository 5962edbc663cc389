"""Topics: the tree of bullets on a research page, its roll-ups, and what is found wrong in it."""
