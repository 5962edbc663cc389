"""The figure of publications by topic and year."""
