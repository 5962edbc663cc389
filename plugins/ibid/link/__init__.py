"""LINK: numbers, citations to links, topics with their roll-ups, and the way back."""
