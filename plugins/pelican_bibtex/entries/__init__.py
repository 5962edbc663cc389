"""From commands to entries: strings put in, keys checked, inheritance resolved."""
