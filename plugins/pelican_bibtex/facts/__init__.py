"""The facts of an entry besides names and dates: type, venue, identifiers, links."""
