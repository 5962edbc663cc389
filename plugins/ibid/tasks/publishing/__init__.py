"""`invoke publish`: from a strict build to a site that readers see, replaced as a whole or not at all."""
