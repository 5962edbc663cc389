"""Citations: their grammar, the placeholders left while a source is read, the links put in their place."""
