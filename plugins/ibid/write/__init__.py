"""WRITE: pages, exports, metadata and feeds, and the writer of all files."""
