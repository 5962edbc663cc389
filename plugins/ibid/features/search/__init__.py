"""The search page and the index behind it."""
