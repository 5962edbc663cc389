"""WRITE: pages, exports, metadata and feeds; the one writer of files."""
