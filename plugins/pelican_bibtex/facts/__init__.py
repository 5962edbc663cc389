"""What an entry says besides names and dates: type, venue, identifiers, links."""
