"""What else an entry says: its type, status, venue, details, links, language."""
