"""Citations: their grammar, the marks left while a source is read, the links put in their place."""
