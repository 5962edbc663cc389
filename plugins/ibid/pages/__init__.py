"""WRITE: the pages that no author writes."""
