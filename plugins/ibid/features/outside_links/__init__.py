"""Checks over the network that links to other sites still work."""
