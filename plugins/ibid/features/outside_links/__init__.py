"""Whether links to other sites still work, asked over the network."""
