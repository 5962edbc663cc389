"""Frozen records and pure functions. No Pelican, no files."""
