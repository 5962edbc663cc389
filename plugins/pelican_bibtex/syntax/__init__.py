"""From the text of a file to commands: where each stands, and what is broken in it."""
