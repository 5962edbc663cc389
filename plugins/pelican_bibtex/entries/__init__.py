"""Turning commands into entries: `@string`s are inserted, keys checked, inheritance resolved."""
