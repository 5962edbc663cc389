"""Names of authors and editors."""
