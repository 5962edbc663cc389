"""The number of each publication, given once."""
