"""Turning commands into entries: strings are inserted, keys checked, inheritance resolved."""
