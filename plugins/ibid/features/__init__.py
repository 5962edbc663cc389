"""Independent features, which import the core but never each other."""
