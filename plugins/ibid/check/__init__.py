"""CHECK: what was written, put down to its sources."""
